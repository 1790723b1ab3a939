/** Addresses as people type and scan them. */
import { isIPv6 } from 'node:net';

type Scheme = 'http' | 'https';

/** Without a trailing slash, and without the port where it goes without saying. */
export function hostUrl(scheme: Scheme, host: string, port: number): string {
  const bare = host.replace(/^\[|\]$/g, '');
  return new URL(`${scheme}://${isIPv6(bare) ? `[${bare}]` : host}:${port}`).href.replace(/\/$/, '');
}

/** The same host and port under the other scheme, whether or not the port goes without saying there. */
export function withScheme(url: string, scheme: Scheme): string {
  const { protocol, hostname, port } = new URL(url);
  const usual = protocol === 'https:' ? 443 : 80;
  return hostUrl(scheme, hostname, port === '' ? usual : Number(port));
}
