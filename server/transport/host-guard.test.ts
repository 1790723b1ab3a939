/** Who is let in: every Host with every Origin and everything a browser says of itself. */
import { describe, expect, it } from 'vitest';
import { FETCHES, HOSTS, ORIGINS } from '../../tests/support/hosts-and-origins.ts';
import { HostGuard } from './host-guard.ts';

const guard = new HostGuard();
guard.setHosts(['127.0.0.1', '::1', 'localhost', 'chat.example'], ['chat.example']);

const withPort = (text: string) => text.replace('PORT', '5443');

describe.each(HOSTS)('[CONN-3] addressed to "$host"', ({ host, known }) => {
  it.each(ORIGINS)('from $origin', ({ origin, known: ownOrigin }) => {
    const wrong: unknown[] = [];
    for (const { site, mode, own } of FETCHES) {
      const headers = {
        host: withPort(host),
        ...(origin === undefined ? {} : { origin: withPort(origin) }),
        ...(site === undefined ? {} : { 'sec-fetch-site': site, 'sec-fetch-mode': mode }),
      };
      if (guard.allows({ headers }) !== (known && ownOrigin && own)) wrong.push(headers);
    }
    expect(wrong).toEqual([]);
  });
});
