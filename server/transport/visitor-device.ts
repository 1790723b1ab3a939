/**
 * What a visitor probably holds in the hand, from what its browser says of itself. Only decides which steps are shown
 * first: the others stay in reach, since an iPad says it is a Mac and anyone may say anything.
 */
export const DEVICES = ['ios', 'android', 'windows', 'macos', 'linux', 'firefox'] as const;
/** `firefox` is a device of its own on computers: it can keep its own list of whom to trust. */
export type Device = (typeof DEVICES)[number];
/** By the warning it shows. */
export type BrowserFamily = 'chromium' | 'safari' | 'firefox';

export interface Visitor {
  readonly device: Device | null;
  readonly browser: BrowserFamily | null;
}

export function guessVisitor(userAgent: string): Visitor {
  const system = guessSystem(userAgent);
  const browser = guessBrowser(userAgent);
  const ownList = browser === 'firefox' && (system === 'windows' || system === 'macos' || system === 'linux');
  return { device: ownList ? 'firefox' : system, browser };
}

function guessSystem(userAgent: string): Device | null {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios';
  if (/Android/.test(userAgent)) return 'android';
  if (/Windows NT/.test(userAgent)) return 'windows';
  if (/Macintosh/.test(userAgent)) return 'macos';
  if (/CrOS/.test(userAgent)) return null; // neither its steps nor Linux's are known to fit
  return /Linux|X11/.test(userAgent) ? 'linux' : null;
}

function guessBrowser(userAgent: string): BrowserFamily | null {
  if (/FxiOS/.test(userAgent)) return null; // Firefox by name only, with a warning of its own
  if (/Firefox\//.test(userAgent)) return 'firefox';
  if (/Chrome\/|Chromium\/|CriOS\//.test(userAgent)) return 'chromium';
  return /Safari\//.test(userAgent) && /Version\//.test(userAgent) ? 'safari' : null;
}
