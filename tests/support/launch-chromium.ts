/** Debian's Chromium for the tests: without what it does for a window of its own, which nobody sees. */
import { chromium, type Browser } from 'playwright-core';

export const CHROMIUM = process.env['EARSHOT_CHROMIUM'] ?? '/usr/bin/chromium';

/**
 * For each window Chromium starts processes that show the list under its address bar, and one more that waits for the next
 * page: half of what a new page costs. The last such switch counts, so Playwright's own words are here again; what of them
 * would matter to a page of ours is in the first lines.
 */
const NO_SUCH_FEATURES = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'BlockOriginHeaderModificationOnRedirect',
  'AvoidCorsURLLoaderRestartOnRedirect',
  ...['MediaRouter', 'DialMediaRouteProvider', 'GlobalMediaControls', 'LensOverlay', 'Translate'],
  ...['OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled', 'AutoDeElevate'],
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'PreloadTopChromeWebUI', 'SpareRendererForSitePerProcess'],
];

export const NO_WINDOW = `--disable-features=${NO_SUCH_FEATURES.join(',')}`;

export const CHROMIUM_ARGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  NO_WINDOW,
];

export const launchChromium = (...args: readonly string[]): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: [...CHROMIUM_ARGS, ...args] });
