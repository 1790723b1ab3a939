/** Firefox on a host of the virtual LAN, with fake devices, trusting an authority as an administrator would have it do: by policy. */
import { firefox, type Browser } from 'playwright-core';
import type { LanHost } from './lan-host.ts';
import { supportFile } from './support-file.ts';

const ENTER_FIREFOX = supportFile('firefox-in-host.mjs');
/** Where Debian's Firefox looks for policies. Covered by a memory file system of the host, so nothing of the machine changes. */
const POLICIES = '/usr/share/firefox-esr/distribution';

/** `ca` is a PEM file on the host. */
export async function launchFirefoxOn(host: LanHost, ca: string): Promise<Browser> {
  const policies = JSON.stringify({
    policies: { Certificates: { Install: [ca] }, DisableAppUpdate: true, DisableTelemetry: true },
  });
  await host.must('sh', [
    '-c',
    `mount -t tmpfs tmpfs ${POLICIES} && printf %s "$1" >${POLICIES}/policies.json`,
    'sh',
    policies,
  ]);
  return firefox.launch({
    // Debian's Firefox is not the build that Playwright patches; this channel drives it by WebDriver BiDi.
    channel: 'moz-firefox',
    executablePath: ENTER_FIREFOX,
    env: {
      HOME: host.home,
      PATH: process.env['PATH'] ?? '/usr/sbin:/usr/bin:/sbin:/bin',
      LANG: 'C.UTF-8',
      LAN_HOST: String(host.namespacePid),
      LAN_FIREFOX: process.env['EARSHOT_FIREFOX'] ?? 'firefox-esr',
    },
    firefoxUserPrefs: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
      // Its own questions to its maker; ours is the page.
      'app.normandy.enabled': false,
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
    },
  });
}
