/** A server with a passcode, over TLS: what is seen without it, what it takes to give it, and what a cookie is worth. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { request as requestPlain } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Log } from '../../server/log.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { fetchToken, NewDevice } from '../support/new-device.ts';
import { Person } from '../support/person.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { WITHOUT_LIMITS } from '../support/without-limits.ts';

const PASSCODE = 'four cups & café';
const TEMPLATES = fileURLToPath(new URL('../../templates', import.meta.url));
const HTML = { accept: 'text/html,application/xhtml+xml' };

let folder: string;
let server: RunningServer;
let ana: Person;
let cookie: string;
const said: string[] = [];
const clock = new ManualClock(Date.now());

function listeningLog(): Log {
  const note = (...words: unknown[]) => void said.push(JSON.stringify(words));
  return { debug: note, info: note, warn: note, error: (...words) => note(...words.map(String)) };
}
const start = (args: readonly string[], options: Parameters<typeof runServer>[0] = {}) =>
  runServer({
    builtFolder: folder,
    log: listeningLog(),
    ...options,
    args: [...args, '--log-level', 'debug', ...WITHOUT_LIMITS],
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-built-'));
  await mkdir(join(folder, 'client', 'assets'), { recursive: true });
  await mkdir(join(folder, 'client', 'icons'));
  await cp(TEMPLATES, join(folder, 'templates'), { recursive: true });
  for (const file of [
    'index.html',
    'assets/main.js',
    'icons/icon.png',
    'favicon.svg',
    'manifest.webmanifest',
  ])
    await writeFile(join(folder, 'client', file), `This is ${file}.`);
  server = await start(['--passcode', PASSCODE]);
  cookie = await enter(server.url);
  ana = await Person.join(server.url, 'Ana', { headers: { cookie } });
});
afterAll(async () => {
  ana.leave();
  await server.stop();
  await rm(folder, { recursive: true });
});

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly from?: string;
}
interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const ask = (url: string, path: string, { method = 'GET', headers = {}, body = '', from }: Asked = {}) =>
  new Promise<Answer>((resolve, reject) => {
    const { protocol, hostname, port } = new URL(url);
    const options = {
      ...{ host: hostname, port, path, method, headers, agent: false, rejectUnauthorized: false },
      ...(from === undefined ? {} : { localAddress: from }),
    };
    const asking = (protocol === 'https:' ? request : requestPlain)(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    asking.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: '' });
    });
    asking.on('error', reject).end(body);
  });

const give = (url: string, passcode: string, { headers = {}, ...asked }: Asked = {}) =>
  ask(url, '/api/passcode', {
    method: 'POST',
    body: new URLSearchParams({ passcode }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    ...asked,
  });
const cookieIn = ({ headers }: Answer): string => headers['set-cookie']?.[0]?.split(';')[0] ?? '';
/** @returns the cookie */
async function enter(url: string, passcode = PASSCODE): Promise<string> {
  const answer = await give(url, passcode);
  expect([answer.status, answer.headers.location]).toEqual([303, '/']);
  return cookieIn(answer);
}
const isApp = ({ status, body }: Answer) => status === 200 && body === 'This is index.html.';
const wordsIn = ({ body }: Answer) =>
  /role="alert">([^<]*)</.exec(body)?.[1]?.trim().replace(/\s+/g, ' ') ?? null;

const UPGRADE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

describe('[CONN-12] without the passcode', () => {
  it.each([
    '/',
    '/?x=1',
    '//',
    '/index.html',
    '/index.html/',
    '/INDEX.HTML',
    '/index',
    '/%69ndex.html',
    '/assets/..%2findex.html',
    '/assets/%2e%2e/index.html',
    '/assets/../index.html',
    '/third-party-licences.txt',
    '/api/session',
    '/api/people',
    '/socket.io',
    '/somewhere',
  ])('%s is not the app, sets no session, and names nobody', async (path) => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT']) {
      for (const headers of [HTML, {}]) {
        const answer = await ask(server.url, path, { method, headers });
        expect([400, 401, 403, 404, 405]).toContain(answer.status);
        expect(answer.headers['set-cookie']).toBeUndefined();
        expect(answer.headers.etag).toBeUndefined();
        expect(answer.body).not.toMatch(/This is index|Ana/);
      }
    }
  });

  it('a page of its own asks for it, allowed its own style and script and nothing else, kept by nobody', async () => {
    const { status, headers, body } = await ask(server.url, '/', { headers: HTML });
    expect([status, headers['cache-control'], headers['referrer-policy']]).toEqual([
      403,
      'no-store',
      'same-origin',
    ]);
    expect(body).toContain('name="passcode"');
    const hashOf = (tag: string) => {
      const text = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(body)?.[1] ?? '';
      return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    };
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src ${hashOf('style')}; script-src ${hashOf('script')}; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
    );
    expect(body).not.toMatch(/\{\{|\son\w+=|\sstyle=|<!-- block|role="alert"/);
  });

  it.each(['/assets/main.js', '/icons/icon.png', '/favicon.svg', '/manifest.webmanifest'])(
    '%s is open, being the same for everybody',
    async (path) => {
      expect(await ask(server.url, path)).toMatchObject({ status: 200, body: `This is ${path.slice(1)}.` });
    },
  );

  it('the server says over both schemes that it is well, and not how many people are here', async () => {
    for (const url of [server.url, server.url.replace('https', 'http')]) {
      const health = JSON.parse((await ask(url, '/api/health')).body) as object;
      expect(Object.keys(health)).toEqual(['status', 'version', 'uptimeSeconds']);
    }
  });

  it('the welcome page and the certificate are open', async () => {
    const plain = server.url.replace('https', 'http');
    expect((await ask(plain, '/earshot-ca.crt')).status).toBe(200);
    const { status, headers, body } = await ask(plain, '/');
    expect([status, headers['content-security-policy']]).toEqual([
      200,
      expect.stringContaining('script-src'),
    ]);
    expect(body).not.toContain('Ana');
  });

  it.each(['websocket', 'polling'] as const)(
    'no socket is opened by %s, for people or devices',
    async (way) => {
      await expect(Person.join(server.url, 'Bea', { transports: [way] })).rejects.not.toHaveProperty('code');
      const path = `/socket.io/?EIO=4&transport=${way}`;
      for (const given of [
        '',
        '__Host-earshot-passcode=1.AAAA',
        `__Host-earshot=${ana.welcome.token ?? ''}`,
      ]) {
        const headers = { ...(way === 'websocket' ? UPGRADE : {}), cookie: given };
        const { status, body } = await ask(server.url, path, { headers });
        expect([400, 403]).toContain(status);
        expect(body).not.toContain('Ana');
      }
      const headers = { ...(way === 'websocket' ? UPGRADE : {}), cookie };
      expect((await ask(server.url, path, { headers })).status).toBe(way === 'websocket' ? 101 : 200);
    },
  );

  it('not even the secret of a device link gets a device in, nor its ticket a session', async () => {
    const { secret } = await ana.request('offer_device_link', {});
    await expect(NewDevice.come(server.url, secret)).rejects.not.toHaveProperty('code');
    const device = await NewDevice.come(server.url, secret, { headers: { cookie } });
    await device.claim();
    const { linkId } = await ana.next('device_link_asked');
    await ana.request('answer_device_link', { linkId, allow: true });
    const { ticket } = await device.allowed();
    expect(await fetchToken(server.url, ticket)).toBe(403);
    expect(await fetchToken(server.url, ticket, { cookie })).toContain(ana.id);
    device.leave();
  });

  it('nobody has come', async () => {
    const { people } = await ana.request('get_online_users', {});
    expect(people.map(({ name }) => name)).toEqual(['Ana']);
  });
});

describe('[CONN-13] giving it', () => {
  it('opens the app, in which one then is somebody', async () => {
    const given = await give(server.url, ` ${PASSCODE} `, { headers: { origin: server.url } });
    expect([given.status, given.headers.location, given.headers['cache-control']]).toEqual([
      303,
      '/',
      'no-store',
    ]);
    const page = await ask(server.url, '/', { headers: { cookie: cookieIn(given) } });
    expect(isApp(page)).toBe(true);
    expect(cookieIn(page)).toMatch(/^__Host-earshot=/);
  });

  it('is not done by a link, nor from a page of somebody else, whose tries are not counted', async () => {
    const foreign = [{ origin: 'https://evil.example' }, { origin: 'null' }, { host: 'evil.example' }];
    for (let times = 0; times < 5; times += 1) {
      for (const headers of foreign) expect((await give(server.url, 'wrong', { headers })).status).toBe(421);
    }
    const linked = await ask(server.url, `/api/passcode?passcode=${encodeURIComponent(PASSCODE)}`);
    expect([linked.status, linked.headers.location, cookieIn(linked)]).toEqual([303, '/', '']);
    await enter(server.url);
  });

  it.each([
    ['nothing', 'application/x-www-form-urlencoded', ''],
    ['an empty field', 'application/x-www-form-urlencoded', 'passcode='],
    ['it twice', 'application/x-www-form-urlencoded', 'passcode=a&passcode=b'],
    ['too many fields', 'application/x-www-form-urlencoded', 'a=1&b=2&c=3&d=4&e=5'],
    ['too much', 'application/x-www-form-urlencoded', `passcode=${'x'.repeat(5_000)}`],
    ['another character set', 'application/x-www-form-urlencoded; charset=klingon', 'passcode=a'],
    ['JSON', 'application/json', `{"passcode":"${PASSCODE}"}`],
  ])('takes %s for no try', async (_title, type, body) => {
    for (let times = 0; times < 11; times += 1) {
      const headers = { 'content-type': type };
      const answer = await ask(server.url, '/api/passcode', { method: 'POST', headers, body });
      expect([answer.status, wordsIn(answer), cookieIn(answer)]).toEqual([
        400,
        'Type the passcode first.',
        '',
      ]);
    }
  });

  it('waits after ten wrong tries of an address, and says how long', async () => {
    const slow = await start(['--passcode', PASSCODE], { clock });
    try {
      const wrong = 'That is not the passcode. Look at it once more: capital letters count.';
      for (let times = 1; times < 10; times += 1) {
        const answer = await give(slow.url, 'Four cups');
        expect([answer.status, wordsIn(answer), cookieIn(answer)]).toEqual([403, wrong, '']);
      }
      const wait = (minutes: string) =>
        `Too many wrong tries from your address. You can try again in ${minutes}.`;
      const tenth = await give(slow.url, 'Four cups');
      expect([tenth.status, wordsIn(tenth)]).toEqual([403, wait('10 minutes')]);
      clock.advance(8 * 60_000);
      const eleventh = await give(slow.url, PASSCODE);
      expect([
        eleventh.status,
        eleventh.headers['retry-after'],
        wordsIn(eleventh),
        cookieIn(eleventh),
      ]).toEqual([429, '120', wait('2 minutes'), '']);
      clock.advance(60_001);
      expect(wordsIn(await give(slow.url, PASSCODE))).toBe(wait('1 minute'));
      // Every address of 127.0.0.0/8 is this computer, on Linux.
      if (process.platform === 'linux')
        expect((await give(slow.url, PASSCODE, { from: '127.0.0.2' })).status).toBe(303);
      expect((await give(slow.url, PASSCODE)).status).toBe(429);
      clock.advance(60_000);
      expect((await give(slow.url, PASSCODE)).status).toBe(303);
    } finally {
      await slow.stop();
    }
  });
});

describe('[CONN-12] the cookie', () => {
  it('is good after a restart, and of no use on a server with another passcode', async () => {
    const first = await start(['--passcode', PASSCODE]);
    const kept = await enter(first.url);
    await first.restart();
    expect(isApp(await ask(first.url, '/', { headers: { cookie: kept } }))).toBe(true);
    const changed = await start(['--passcode', 'five cups', '--data-dir', first.dataDir]);
    try {
      expect(isApp(await ask(changed.url, '/', { headers: { cookie: kept } }))).toBe(false);
      await expect(Person.join(changed.url, 'Bea', { headers: { cookie: kept } })).rejects.toThrow();
      const anew = await enter(changed.url, 'five cups');
      expect(isApp(await ask(changed.url, '/', { headers: { cookie: anew } }))).toBe(true);
    } finally {
      await changed.stop();
      await first.stop();
    }
  });

  it('that is forged, altered or cut short lets nobody in, by page or by socket', async () => {
    const [name = '', value = ''] = cookie.split('=');
    const [since = '', signature = ''] = value.split('.');
    const forged = [
      `${Number(since) + 1}.${signature}`,
      `${since}.${signature.slice(0, -2)}`,
      `${since}.${[...signature].reverse().join('')}`,
      `${since}.`,
      ana.welcome.token ?? '',
    ].map((text) => `${name}=${text}`);
    for (const headers of forged.map((text) => ({ cookie: text }))) {
      expect(isApp(await ask(server.url, '/', { headers }))).toBe(false);
      await expect(Person.join(server.url, 'Bea', { headers })).rejects.toThrow();
    }
    expect(isApp(await ask(server.url, '/', { headers: { cookie } }))).toBe(true);
  });
});

it('without the option nobody is asked for anything', async () => {
  const open = await start([]);
  try {
    expect(isApp(await ask(open.url, '/', { headers: HTML }))).toBe(true);
    expect((await give(open.url, PASSCODE)).status).toBe(405);
  } finally {
    await open.stop();
  }
});

it('neither the passcode nor what was tried is in any log', () => {
  expect(said.some((line) => line.includes('too many wrong passcodes'))).toBe(true);
  expect(said.filter((line) => /cups/i.test(line))).toEqual([]);
});
