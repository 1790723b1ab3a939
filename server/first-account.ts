/** What the host is told where accounts are on and there is no administrator yet. */
import { ACCOUNT_FRAGMENT } from '../protocol/accounts.ts';
import { hostUrl } from './host-url.ts';

interface FirstAccountFacts {
  /** Of the app, the most reliable first. */
  readonly urls: readonly string[];
  readonly port: number;
  /** Of the link; null where what is printed may be kept, as by a service manager: it stays out of that. */
  readonly secret: string | null;
}

export function firstAccountWords({ urls: [first], port, secret }: FirstAccountFacts): string {
  if (secret === null)
    return '  There is no administrator yet. This makes a link for one: earshot account invite --administrator\n';
  const url = first ?? `${hostUrl('https', 'localhost', port)}/`;
  return [
    '  There is no administrator yet. Whoever opens this link first is the one (trust the certificate before):',
    '',
    `      ${url}${ACCOUNT_FRAGMENT}${secret}`,
    '',
  ].join('\n');
}
