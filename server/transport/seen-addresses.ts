/**
 * Under which addresses of this network others can reach whoever is connected here, as far as the connection itself shows it. What
 * somebody says of themselves does not count, so nobody can make others send packets to a third.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isLanAddress, plainAddress } from '../permitted-hosts.ts';
import { isOnOwnNetwork } from '../own-networks.ts';

/** What proxies add. Then the address is the proxy's, and what the header says could be anybody's. */
const PROXY_HEADERS = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'] as const;

/** How a browser that runs on this computer itself may have been led here. */
const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

export interface SeenConnection {
  readonly address: string;
  readonly headers: IncomingHttpHeaders;
}

/** `own` are this computer's on the network; those of whoever sits at it, since loopback reaches nobody else. */
export function seenAddresses(
  { address, headers }: SeenConnection,
  own: readonly string[],
): readonly string[] {
  if (PROXY_HEADERS.some((name) => headers[name] !== undefined)) return [];
  const seen = plainAddress(address);
  if (seen === '::1' || seen.startsWith('127.')) {
    // Under any other name it is something in front of this server that connects from here.
    return LOOPBACK_HOST.test(headers.host ?? '') ? own : [];
  }
  // A link-local IPv6 address means nothing without the network card it belongs to.
  if (seen.startsWith('fe80:')) return [];
  return isLanAddress(seen) || isOnOwnNetwork(seen) ? [seen] : [];
}
