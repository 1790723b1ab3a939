/**
 * The result as text for whoever is asked for help, in English in every language. It holds no name, no text of anybody and no
 * credentials; addresses are those of this device on its own network.
 */
import { judgeFacts, type Facts } from './judge-facts.ts';

export interface ReportSurroundings {
  readonly at: Date;
  readonly host: string;
  readonly userAgent: string;
}

export function reportText(facts: Facts, { at, host, userAgent }: ReportSurroundings): string {
  const checks = judgeFacts(facts).map(({ name, verdict, ...more }) => {
    const details = Object.values(more).filter((value) => value !== null);
    return `${name}: ${verdict}${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
  });
  const { microphone, camera, devices, socket, relay, ownAddresses, seenAddress } = facts;
  return [
    'Earshot connection check',
    `time: ${at.toISOString()}`,
    `page: https://${host}/`,
    `browser: ${userAgent}`,
    '',
    ...checks,
    '',
    `permissions: microphone ${microphone ?? 'not said'}, camera ${camera ?? 'not said'}`,
    `devices: ${devices === null ? 'not said' : `${devices.microphones} microphones, ${devices.cameras} cameras`}`,
    `connection to the server: ${socket === null ? 'none' : `${socket.transport}, ${socket.roundTripMs ?? '?'} ms`}`,
    `relay of the server: ${relay === null ? 'none' : `udp ${relay.udp ? 'yes' : 'no'}, tcp ${relay.tcp ? 'yes' : 'no'}`}`,
    `addresses of this device: ${ownAddresses.join(', ') || 'hidden by the browser'}`,
    `address as the server sees it: ${seenAddress ?? 'unknown'}`,
    '',
  ].join('\n');
}
