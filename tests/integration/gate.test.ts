import { get as getSecure } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Person } from '../support/person.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';

let server: RunningServer;
let ana: Person;

beforeAll(async () => {
  server = await runServer({ args: ['--hosts', 'chat.example'] });
  ana = await Person.join(server.url, 'Ana');
});
afterAll(async () => {
  ana.leave();
  await server.stop();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    getSecure(`${server.url}${path}`, { rejectUnauthorized: false, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    }).on('error', reject);
  });

it.each([
  ['no payload', 'start_call', []],
  ['null', 'typing', [null]],
  ['a string', 'set_profile', ['x']],
  ['a member too many', 'typing', [{ to: '0'.repeat(26), typing: true, from: 'me' }]],
  ['an id that is none', 'cancel_chat_request', [{ to: '__proto__' }]],
  ['a text too long', 'send_chat_request', [{ to: '0'.repeat(26), note: 'x'.repeat(301) }]],
  ['no such request', 'constructor', [{}]],
  ['no such request', 'welcome', [{}]],
])('[CONN-6] %s is answered with bad_payload (%s)', async (_title, name, args) => {
  expect(await ana.raw(name, ...args)).toMatchObject({ ok: false, error: { code: 'bad_payload' } });
});

it('[CONN-6] a request without an answer wanted, or with nonsense in its place, harms nothing', async () => {
  ana.socket.emit('start_call');
  ana.socket.emit('typing', 1, 2, 3);
  ana.socket.emit('set_profile', { status: 'away' }, 'no function');
  await expect.poll(async () => (await ana.request('get_online_users', {})).total).toBe(1);
});

it('[CONN-2] a handshake that is none is refused', async () => {
  const join = (handshake: object) => Person.join(server.url, 'Bea', handshake);
  await expect(join({ tab: 'x' })).rejects.toMatchObject({ code: 'bad_payload' });
  await expect(join({ protocol: 99 })).rejects.toMatchObject({ code: 'protocol_outdated', detail: '1' });
  await expect(Person.join(server.url, '\u200B')).rejects.toMatchObject({ code: 'name_invalid' });
});

it.each(['websocket', 'polling'] as const)(
  '[CONN-3] sockets of foreign pages are refused over %s',
  async (transport) => {
    const join = (headers: Record<string, string>) =>
      Person.join(server.url, `Mallory by ${transport}`, { headers, transports: [transport] });
    await expect(join({ origin: 'https://evil.example' })).rejects.toThrow();
    await expect(join({ origin: 'null' })).rejects.toThrow();
    await expect(join({ origin: 'https://127.0.0.1:1' })).rejects.toThrow();
    await expect(join({ origin: 'http://127.0.0.1' })).rejects.toThrow();
    await expect(join({ host: 'evil.example', origin: 'https://evil.example' })).rejects.toThrow();
    const own = await join({ origin: server.url });
    own.leave();
  },
);

it.each([
  ['its address', {}, 200],
  ['a name from the configuration', { host: 'chat.example' }, 200],
  ['a name in capitals with a dot', { host: 'LOCALHOST.:1' }, 200],
  ['a rebound name', { host: 'evil.example' }, 421],
  ['a foreign origin', { origin: 'https://evil.example' }, 421],
  ['another service on this computer', { origin: 'https://127.0.0.1:1' }, 421],
  ['a name behind a proxy', { host: 'chat.example:8443', origin: 'https://chat.example' }, 200],
  ['this computer on the port of a proxy', { host: 'localhost:8443', origin: 'https://localhost' }, 421],
])('[CONN-3] a request by %s', async (_title, headers, status) => {
  expect((await get('/api/health', headers)).status).toBe(status);
});

it('tells a caller their own address, and that it is well', async () => {
  expect(JSON.parse((await get('/api/my-ip')).body)).toEqual({ ip: '127.0.0.1' });
  expect(JSON.parse((await get('/api/health')).body)).toMatchObject({ status: 'ok', connections: 1 });
});

it('has a strict policy and nothing that locks people out', async () => {
  const { headers } = await get('/');
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toMatch(/unsafe|http|\*|upgrade-insecure-requests/);
  expect(headers['strict-transport-security']).toBeUndefined();
  expect(headers['x-frame-options']).toBe('DENY');
});

it('[CONN-1] sets a cookie with the page only where there is no good one', async () => {
  const [cookie = ''] = (await get('/')).headers['set-cookie'] ?? [];
  expect(cookie).toMatch(/^__Host-earshot=[^;]+; Path=\/; Max-Age=\d+; Secure; HttpOnly; SameSite=Lax$/);
  const again = await get('/', { cookie: cookie.split(';')[0] ?? '' });
  expect(again.headers['set-cookie']).toBeUndefined();
  expect((await get('/', { cookie: '__Host-earshot=forged' })).headers['set-cookie']).toHaveLength(1);
});
