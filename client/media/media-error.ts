/** Why a microphone or camera could not be had. Words for each are in components/call. */
export type MediaProblemKind =
  /** The person or the browser's settings said no. */
  | 'denied'
  /** No such device is attached. */
  | 'not_found'
  /** Another program holds it, or it failed to start. */
  | 'in_use'
  /** The page is not a secure context, so the browser offers no devices at all. */
  | 'insecure'
  | 'unknown';

export interface MediaProblem {
  readonly device: 'microphone' | 'camera' | 'screen';
  readonly kind: MediaProblemKind;
}

/** Names as in Media Capture and Streams, 10.2; Firefox also says AbortError where a device does not start. */
const KINDS: Readonly<Record<string, MediaProblemKind>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'not_found',
  OverconstrainedError: 'not_found',
  NotReadableError: 'in_use',
  AbortError: 'in_use',
  InsecurePage: 'insecure',
};

/** Without a secure context there is nothing to ask for devices. */
export class InsecurePage extends Error {
  override readonly name = 'InsecurePage';
}

export function mediaProblemKind(error: unknown): MediaProblemKind {
  return (error instanceof Error && KINDS[error.name]) || 'unknown';
}

/** Closing the picker and being refused have the same name; only a refusal by the operating system says so in its words. */
export function isChangeOfMind(error: unknown): boolean {
  return error instanceof Error && error.name === 'NotAllowedError' && !/system/i.test(error.message);
}
