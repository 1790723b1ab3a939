/** Who is let in over each way in: the interface, polling and a WebSocket. */
import { request, type RequestOptions } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FETCHES, HOSTS, ORIGINS } from '../support/hosts-and-origins.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { WITHOUT_LIMITS } from '../support/without-limits.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ args: ['--hosts', 'chat.example', ...WITHOUT_LIMITS] });
});
afterAll(() => server.stop());

const WAYS = {
  'the interface': { path: '/api/health', granted: 200 },
  polling: { path: '/socket.io/?EIO=4&transport=polling', granted: 200 },
  'a WebSocket': {
    path: '/socket.io/?EIO=4&transport=websocket',
    granted: 101,
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    },
  },
} as const;

interface Given {
  readonly host?: string;
  readonly origin?: string | undefined;
  readonly site?: string | undefined;
  readonly mode?: string | undefined;
}

/** By HTTP itself, by socket.io, by the guard. */
const REFUSED = [0, 400, 403, 421];

const status = (options: RequestOptions) =>
  new Promise<number>((resolve, reject) => {
    const asking = request({ ...options, rejectUnauthorized: false, agent: false });
    asking.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    asking.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    // What HTTP itself cannot read, it may end without a word.
    asking.on('error', (error) =>
      'code' in error && error.code === 'ECONNRESET' ? resolve(0) : reject(error),
    );
    asking.end();
  });

describe.each(Object.entries(WAYS))('[CONN-3] %s', (_name, way) => {
  // Each header alone; host-guard.test.ts has all of them together.
  it.each([
    // Node puts its own in the place of an empty one.
    ...HOSTS.filter(({ host }) => host !== '').map(({ host, known }) => ({ host, known })),
    ...ORIGINS.map(({ origin, known }) => ({ origin, known })),
    ...FETCHES.map(({ site, mode, own }) => ({ site, mode, known: own })),
  ])('$host $origin $site $mode', async ({ known, ...given }) => {
    const { port } = new URL(server.url);
    const { host = HOSTS[0].host, origin, site, mode }: Given = given;
    const withPort = (text: string) => text.replace('PORT', port);
    const got = await status({
      host: '127.0.0.1',
      port,
      path: way.path,
      headers: {
        ...('headers' in way ? way.headers : {}),
        host: withPort(host),
        ...(origin === undefined ? {} : { origin: withPort(origin) }),
        ...(site === undefined ? {} : { 'sec-fetch-site': site, 'sec-fetch-mode': mode }),
      },
    });
    if (known) expect(got).toBe(way.granted);
    else expect(REFUSED).toContain(got);
  });
});
