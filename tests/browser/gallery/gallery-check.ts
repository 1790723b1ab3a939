/** A check of the connection whose result is known: a device behind a VPN whose UDP is dropped. */
import { showCheck } from '../../../client/components/connection-check/offer-check.ts';
import { judgeFacts } from '../../../client/connection-check/judge-facts.ts';

export function showGalleryCheck(asker: EventTarget | undefined): void {
  if (!(asker instanceof HTMLElement)) return;
  const checks = judgeFacts({
    secure: true,
    microphone: 'granted',
    camera: 'granted',
    devices: { microphones: 2, cameras: 1 },
    socket: { transport: 'websocket', roundTripMs: 4 },
    relay: { udp: false, tcp: true },
    ownAddresses: ['192.168.1.7'],
    seenAddress: '10.8.0.2',
    mac: true,
  });
  showCheck(asker, { run: () => Promise.resolve({ checks, report: 'Earshot connection check' }) });
}
