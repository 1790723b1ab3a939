/** Who is let in: every Host with every Origin and everything a browser says of itself. */
import type { Request, Response } from 'express';
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

it.each([
  ['behind a proxy, from its port', 'chat.example:8443', 'https://chat.example', true],
  ['behind a proxy, to its port', 'chat.example', 'https://chat.example:8443', true],
  ['in capitals', 'CHAT.Example', 'https://Chat.EXAMPLE', true],
  ['on the port of a proxy', 'localhost:8443', 'https://localhost', false],
  ['from a host that only begins so', 'localhost', 'https://localhost.evil.example', false],
  ['from a page without a host', 'localhost', 'https://', false],
  ['from a page of another scheme', 'localhost', 'wss://https://localhost', false],
  ['with more than a host', 'localhost/x', undefined, false],
  ['with what no URL has', 'localhost:port', undefined, false],
  ['to nobody', undefined, undefined, false],
])('[CONN-3] %s', (_title, host, origin, allowed) => {
  expect(guard.allows({ headers: { host, origin } })).toBe(allowed);
});

it('[CONN-3] knows an origin only together with a host', () => {
  expect(guard.knowsOrigin('https://localhost', 'localhost')).toBe(true);
  expect(guard.knowsOrigin('https://localhost', undefined)).toBe(false);
});

it('[CONN-3] knows nobody before it was told who it is, and only the last it was told', () => {
  const moved = new HostGuard();
  const allows = (host: string, origin: string) => moved.allows({ headers: { host, origin } });
  expect(allows('localhost', 'https://localhost')).toBe(false);
  moved.setHosts(['Old.Local'], ['OLD.local']);
  expect(allows('old.local', 'https://old.local:8443')).toBe(true);
  moved.setHosts(['old.local', 'new.local']);
  expect(allows('old.local', 'https://old.local:8443')).toBe(false);
  expect(allows('new.local', 'https://new.local')).toBe(true);
});

describe('[CONN-3] in the interface', () => {
  /** What becomes of a request: passed on, or answered with a status, a type and a text. */
  function handled(host: string): unknown[] {
    const done: unknown[] = [];
    const note = (value: unknown) => {
      done.push(value);
      return response;
    };
    // No more of a response than the guard uses.
    const response = { status: note, type: note, send: note } as unknown as Response;
    guard.handler({ headers: { host } } as Request, response, () => void done.push('passed on'));
    return done;
  }

  it('a request to us is passed on, without an answer', () => {
    expect(handled('localhost')).toEqual(['passed on']);
  });

  it('any other is told where to go, and not passed on', () => {
    expect(handled('evil.example')).toEqual([421, 'text/plain', expect.stringContaining('Open the address')]);
  });
});
