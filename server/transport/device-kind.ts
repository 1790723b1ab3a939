/** What a browser says of itself, in words enough to recognise one's own device by. It may say anything. */
import type { DeviceKind } from '../../protocol/device-link.ts';

/** The first that fits: each of them also claims to be what stands below it. */
const BROWSERS = [
  ['edge', /\bEdgA?\/|\bEdgiOS\//],
  ['opera', /\bOPR\//],
  ['samsung', /\bSamsungBrowser\//],
  ['firefox', /\bFirefox\/|\bFxiOS\//],
  ['chrome', /\bChrome\/|\bCriOS\//],
  ['safari', /\bVersion\/.*\bSafari\//],
] as const satisfies readonly (readonly [DeviceKind['browser'], RegExp])[];

const SYSTEMS = [
  ['ios', /\biPhone\b|\biPad\b|\biPod\b/],
  ['android', /\bAndroid\b/],
  ['windows', /\bWindows NT\b/],
  ['macos', /\bMacintosh\b/],
  ['linux', /\bLinux\b|\bX11\b/],
] as const satisfies readonly (readonly [DeviceKind['system'], RegExp])[];

export function deviceKind(userAgent: string): DeviceKind {
  return {
    browser: BROWSERS.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? null,
    system: SYSTEMS.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? null,
  };
}
