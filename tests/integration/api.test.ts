/** Every operation of the HTTP interface, as its own document has them: with right and with wrong input. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_SCOPES } from '../../protocol/api.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { OpenApi, Operation } from '../../server/api/openapi.ts';
import { silentLog } from '../../server/log.ts';
import { callApi, makeKey } from '../support/api-caller.ts';
import { Person } from '../support/person.ts';
import { id } from '../support/records.ts';
import { misfits } from '../support/misfits.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { WITHOUT_LIMITS } from '../support/without-limits.ts';

const DOCUMENT = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url));

// The served one is compared with this file below, so that what is driven is what there is.
const document = JSON.parse(await readFile(DOCUMENT, 'utf8')) as OpenApi;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    title: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    operation,
  })),
);
const withKey = operations.filter(({ operation }) => operation.security.length > 0);
const withBody = operations.filter(({ operation }) => operation.requestBody !== undefined);

let server: RunningServer;
let ana: Person;
let bea: Person;
/** By scope, each key having no other; `none` has been taken back. */
const keys = new Map<string, string>();

beforeAll(async () => {
  server = await runServer({ args: WITHOUT_LIMITS });
  for (const scope of API_SCOPES) keys.set(scope, await makeKey(server.dataDir, `Key for ${scope}`, [scope]));
  [ana, bea] = [await Person.join(server.url, 'Ana'), await Person.join(server.url, 'Bea')];
});
afterAll(async () => {
  for (const person of [ana, bea]) person.leave();
  await server.stop();
});

const keyFor = ({ security, 'x-scope': scope = 'stats' }: Operation): string | null =>
  security.length === 0 ? null : (keys.get(scope) ?? null);
/** A bot is the person that its key names. */
const botId = () => (keys.get('bot') ?? '').slice(3, 29) as UserId;
/** Bodies that were right, for what is made wrong of them. */
const answeredWith = new Map<string, unknown>();
const bodySchema = ({ requestBody }: Operation) => requestBody?.content['application/json']?.schema ?? {};

interface Right {
  /** Where a part of it is to be filled in. */
  readonly path?: string;
  readonly query?: string;
  readonly body?: unknown;
}

/** What each is asked with to succeed, in this order; a line is missing until somebody writes it. */
const RIGHT: Readonly<Record<string, () => Right | Promise<Right>>> = {
  'GET /api/health': () => ({}),
  'GET /api/my-ip': () => ({}),
  'GET /api/key': () => ({}),
  'GET /api/stats': () => ({}),
  'GET /metrics': () => ({}),
  'GET /api/rooms': () => ({}),
  'GET /api/rooms/{id}': async () => {
    for (const person of [ana, bea]) await person.request('find_partner', { media: 'text' });
    const { roomId } = await ana.next('partner_found');
    return { path: `/api/rooms/${roomId}` };
  },
  'POST /api/cleanup': () => ({ body: {} }),
  'GET /api/log-level': () => ({}),
  'POST /api/log-level': () => ({ body: { level: 'error' } }),
  'POST /api/appear': () => ({ body: { status: 'available', accepted: [], blocked: [] } }),
  'GET /api/people': () => ({ query: '?search=ana' }),
  'POST /api/consent': () => ({ body: { peer: bea.id, consent: 'none' } }),
  'POST /api/ask': () => ({ body: { to: ana.id, note: 'A door bell' } }),
  'POST /api/cancel': () => ({ body: { to: ana.id } }),
  'POST /api/answer': async () => {
    const { requestId } = await bea.request('send_chat_request', { to: botId(), note: '' });
    return { body: { from: bea.id, requestId, answer: 'accept' } };
  },
  'POST /api/send': () => ({
    body: {
      to: bea.id,
      text: 'Somebody is at the door',
      messageId: id('m'),
      about: { kind: 'reply', message: id('n') },
    },
  }),
  'POST /api/typing': () => ({ body: { to: bea.id, typing: true } }),
  'POST /api/read': () => ({ body: { from: bea.id, messageIds: [id('m')] } }),
  'POST /api/receive': () => ({ body: { after: 'nothing.0', waitSeconds: 0 } }),
  'POST /api/start': () => ({ body: {} }),
  'POST /api/start_video': () => ({ body: {} }),
  'POST /api/next': async () => {
    await ana.request('find_partner', { media: 'video' });
    const { roomId } = await ana.next('partner_found', ({ media }) => media === 'video');
    return { body: { roomId } };
  },
  'POST /api/leave': () => ({ body: {} }),
  'POST /api/disconnect': () => ({ body: {} }),
  'GET /api/openapi.json': () => ({}),
  'GET /api/docs': () => ({}),
};

describe('the document', () => {
  it('in docs/openapi.json is the one that is served, made from the routes', async () => {
    const served = await callApi(server.url, 'GET', '/api/openapi.json');
    const text = await format(JSON.stringify(served.json), {
      ...(await resolveConfig(DOCUMENT)),
      parser: 'json',
    });
    await expect(text).toMatchFileSnapshot(DOCUMENT);
  });

  it('is driven whole', () => {
    expect(Object.keys(RIGHT).sort()).toEqual(operations.map(({ title }) => title).sort());
  });

  it('is a page too, which names every operation and loads nothing', async () => {
    const { status, headers, text } = await callApi(server.url, 'GET', '/api/docs');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    for (const { title } of operations) expect(text).toContain(`<code>${title}</code>`);
    expect(text).not.toMatch(/<(script|link|img|style)|src=|url\(/);
  });
});

describe('right input is answered as the document says', () => {
  it.each(Object.keys(RIGHT))('%s', async (title) => {
    const { method, path, operation } = operations.find((one) => one.title === title) ?? operations[0]!;
    const { path: filled = path, query = '', body } = (await RIGHT[title]?.()) ?? {};
    answeredWith.set(title, body);
    const key = keyFor(operation);
    const answer = await callApi(server.url, method, `${filled}${query}`, { key, body });
    expect([answer.status, answer.code]).toEqual([200, null]);
    expect(answer.headers['cache-control']).toBe('no-store');
    const [[type = '', { schema } = { schema: {} }] = []] = Object.entries(
      operation.responses['200']?.content ?? {},
    );
    expect(answer.headers['content-type']).toContain(type);
    expect(misfits(schema, type === 'application/json' ? answer.json : answer.text)).toEqual([]);
  });
});

describe('without the right key', () => {
  it.each(withKey)('$title is refused', async ({ method, path, operation }) => {
    const ask = (key: string | null) => callApi(server.url, method, path, { key });
    const missing = await ask(null);
    expect([missing.status, missing.code]).toEqual([401, 'key_missing']);
    expect(missing.headers['www-authenticate']).toMatch(/^Bearer/);
    const scope = operation['x-scope'];
    for (const other of API_SCOPES.filter((one) => scope !== undefined && one !== scope)) {
      const refused = await ask(keys.get(other) ?? null);
      expect([refused.status, refused.json]).toEqual([
        403,
        { error: { code: 'scope_missing', detail: scope } },
      ]);
    }
  });

  it.each(withKey)(
    '$title says nothing over plain HTTP, whatever key is shown',
    async ({ method, path, operation }) => {
      const plain = server.url.replace('https:', 'http:');
      const answer = await callApi(plain, method, path, { key: keyFor(operation) });
      expect([answer.status, answer.code]).toEqual([403, 'https_only']);
    },
  );

  it('that was taken back, and after ten tries', async () => {
    const own = await runServer();
    try {
      const gone = 'ek_00000000000000000000000000_0000000000000000000000000000000000000000000';
      for (let times = 0; times < 10; times += 1) {
        const wrong = await callApi(own.url, 'GET', '/api/key', { key: gone });
        expect([wrong.status, wrong.code]).toEqual([401, 'key_wrong']);
      }
      const late = await callApi(own.url, 'GET', '/api/key', { key: gone });
      expect([late.status, late.code]).toEqual([429, 'rate_limited']);
      expect(Number(late.headers['retry-after'])).toBeGreaterThan(500);
    } finally {
      await own.stop();
    }
  });
});

describe('wrong form is refused with a code', () => {
  it.each(operations)('$title by another method', async ({ method, path, operation }) => {
    const taken = Object.keys(document.paths[path] ?? {}).map((one) => one.toUpperCase());
    for (const other of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'].filter((one) => !taken.includes(one))) {
      const answer = await callApi(server.url, other, path, { key: keyFor(operation) });
      expect([answer.status, answer.code]).toEqual([405, 'method_not_allowed']);
      expect(answer.headers.allow).toContain(method);
    }
  });

  it.each(withBody)(
    '$title as something else than JSON, too large, or broken',
    async ({ method, path, operation }) => {
      const ask = (body: string, type = 'application/json') =>
        callApi(server.url, method, path, {
          key: keyFor(operation),
          body,
          headers: { 'content-type': type },
        });
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'application/json; charset=klingon',
      ]) {
        const answer = await ask('{}', type);
        expect([type, answer.status, answer.code]).toEqual([type, 415, 'unsupported_type']);
      }
      const large = await ask(JSON.stringify({ text: 'x'.repeat(70_000) }));
      expect([large.status, large.code]).toEqual([413, 'too_large']);
      for (const broken of ['{', '[]', 'null', '"x"', '{"__proto__":1}', '{"constructor":{}}']) {
        const answer = await ask(broken);
        expect([broken, answer.status, answer.code]).toEqual([broken, 400, 'bad_payload']);
      }
    },
  );

  it.each(withBody)(
    '$title with something missing, of another type, or unknown',
    async ({ method, path, operation, title }) => {
      const right = (answeredWith.get(title) ?? {}) as Readonly<Record<string, unknown>>; // every body is an object
      const schema = bodySchema(operation) as { required?: string[]; properties?: Record<string, unknown> }; // as made by jsonSchemaOf
      const without = (schema.required ?? []).map((name) => {
        const { [name]: _left, ...rest } = right;
        return rest;
      });
      const otherwise = Object.keys(schema.properties ?? {}).map((name) => ({
        ...right,
        [name]: { odd: [1] },
      }));
      for (const body of [...without, ...otherwise, { ...right, unknown: 1 }]) {
        expect([body, misfits(schema, body)]).not.toEqual([body, []]);
        const answer = await callApi(server.url, method, path, { key: keyFor(operation), body });
        expect([body, answer.status, answer.code]).toEqual([body, 400, 'bad_payload']);
      }
    },
  );
});

it('an unknown word in a query is refused', async () => {
  for (const { method, path, operation } of operations.filter(
    (one) => one.operation.parameters !== undefined,
  )) {
    const answer = await callApi(server.url, method, `${path}?unknown=1`, { key: keyFor(operation) });
    expect([path, answer.status, answer.code]).toEqual([path, 400, 'bad_payload']);
  }
});

it('a room that there is not (any more) is not found', async () => {
  const key = keys.get('stats') ?? '';
  const gone = await callApi(server.url, 'GET', `/api/rooms/${'0'.repeat(26)}`, { key });
  expect([gone.status, gone.code]).toEqual([404, 'room_ended']);
  for (const odd of ['x', '..', '%2e%2e', 'rooms'])
    expect((await callApi(server.url, 'GET', `/api/rooms/${odd}`, { key })).code).toBe('bad_payload');
});

it('the log level is changed while the server runs, until it stops', async () => {
  const key = keys.get('admin') ?? '';
  for (const level of ['debug', 'silent', 'warn']) {
    await callApi(server.url, 'POST', '/api/log-level', { key, body: { level } });
    expect((await callApi(server.url, 'GET', '/api/log-level', { key })).json).toEqual({ level });
  }
});

it('every answer names the request, by which the log speaks of it', async () => {
  const said: { words: string; fields: object | undefined }[] = [];
  const debug = (words: string, fields?: object) => void said.push({ words, fields });
  const own = await runServer({ args: ['--log-level', 'debug'], log: { ...silentLog, debug } });
  try {
    const asked = [
      await callApi(own.url, 'GET', '/api/health'),
      await callApi(own.url, 'POST', '/api/send', { body: {} }),
    ];
    const [one, other] = asked.map(({ headers }) => headers['earshot-request']);
    expect(one).not.toBe(other);
    await expect
      .poll(() => said.filter(({ words }) => words === 'api request'))
      .toMatchObject([
        { fields: { request: one, name: 'GET /api/health', status: 200 } },
        { fields: { request: other, name: 'POST /api/send', status: 401 } },
      ]);
  } finally {
    await own.stop();
  }
});

it('nothing else under /api is answered by it', async () => {
  for (const path of ['/api', '/api/', '/api/nothing', '/api/health/', '/API/HEALTH', '/metrics/x'])
    expect([path, (await callApi(server.url, 'GET', path)).status]).toEqual([path, 404]);
});
