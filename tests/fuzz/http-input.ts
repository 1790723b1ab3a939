/** What one request to the HTTP interface is made of: an address, a key, headers and a body, each right or wrong by chance. */
import { API_SCOPES } from '../../protocol/api.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { Operation } from '../../server/api/openapi.ts';
import type { Random } from '../chaos/random.ts';
import { hostile } from './hostile-payloads.ts';
import { rightInput, type Schema } from './right-input.ts';

export interface Target {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const NO_SUCH_KEY = `ek_${'0'.repeat(26)}_${'0'.repeat(43)}`;
const ODD_AUTHORIZATIONS = [
  'Bearer',
  'Bearer x',
  'Basic eDp5',
  'Bearer  ',
  NO_SUCH_KEY,
  'bearer ek_',
  '\u00ff',
];
const ODD_TYPES = [
  'text/plain',
  'application/json; charset=klingon',
  '',
  'application/xml',
  'multipart/form-data',
];
const ODD_ENDINGS = [
  '?',
  '?%',
  '?x=%E0%A4%A',
  '?=&=',
  '?__proto__=1',
  '?search[a]=b',
  '?search=a&search=b',
  '#x',
  '?\u00e4',
];
const DEEP = 20_000;

/** Of what there is in the server. */
export interface HttpKnown {
  /** Ids that the server has given out, and of those the people's. */
  readonly ids: readonly string[];
  readonly people: readonly string[];
  /** Who asks the bot, and by which request. */
  readonly asking: { readonly from: string; readonly requestId: string } | null;
  /** By scope, each key having no other. */
  readonly keys: ReadonlyMap<string, string>;
}

export interface HttpInput {
  readonly method: string;
  readonly path: string;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export function httpInput(target: Target, known: HttpKnown, random: Random): HttpInput {
  const method = random.chance(0.03) ? random.pick(['PUT', 'DELETE', 'PATCH', 'GET', 'POST']) : target.method;
  return {
    method,
    path: pathOf(target, known, random),
    key: keyFor(target.operation, known, random),
    headers: {
      ...(random.chance(0.03) && { 'content-type': random.pick(ODD_TYPES) }),
      ...(random.chance(0.05) && { authorization: random.pick(ODD_AUTHORIZATIONS) }),
    },
    // Node's client says nothing of the length of a body that others do not have.
    body: ['POST', 'PUT', 'PATCH'].includes(method) ? bodyOf(target, known, random) : undefined,
  };
}

function keyFor(
  { security, 'x-scope': scope = 'stats' }: Operation,
  { keys }: HttpKnown,
  random: Random,
): string | null {
  if (security.length === 0) return null;
  const which = random.weighted({ right: 30, other: 2, none: 1 });
  if (which === 'none') return null;
  return keys.get(which === 'right' ? scope : random.pick(API_SCOPES)) ?? null;
}

function pathOf({ path, operation }: Target, { ids }: HttpKnown, random: Random): string {
  const odd = random.chance(0.3);
  const parameters = (operation.parameters ?? []).map(({ name, in: where, schema }) => {
    // As made by jsonSchemaOf.
    const right = String(rightInput(schema as Schema, ids, random));
    const value =
      odd && random.chance(0.5) ? String(JSON.stringify(hostile(right, random))).slice(0, 2_000) : right;
    return { name, where, value };
  });
  const filled = parameters
    .filter(({ where }) => where === 'path')
    .reduce(
      (sum, { name, value }) => sum.replace(`{${name}}`, encodeURIComponent(wellFormed(value)) || 'x'),
      path,
    );
  if (odd && random.chance(0.3)) return filled + encodeURI(random.pick(ODD_ENDINGS)).replaceAll('%25', '%');
  const query = parameters
    .filter(({ where }) => where === 'query' && random.chance(0.7))
    .map(({ name, value }) => `${name}=${encodeURIComponent(wellFormed(value))}`);
  return query.length === 0 ? filled : `${filled}?${query.join('&')}`;
}

function bodyOf({ path, operation }: Target, { asking, ids, people }: HttpKnown, random: Random): unknown {
  if (random.chance(0.02))
    return random.pick(['{', 'null', '[]', '"x"', '', '{"a":1e999}', '\u0000', '{"a":1,}']);
  if (random.chance(0.005)) return '['.repeat(DEEP) + ']'.repeat(DEEP);
  if (random.chance(0.005)) return { text: 'x'.repeat(LIMITS.frameBytes) };
  const right =
    asking !== null && path === '/api/answer' && random.chance(0.5)
      ? { ...asking, answer: 'accept' }
      : rightInput(
          operation.requestBody?.content['application/json']?.schema ?? {},
          random.chance(0.5) ? people : ids,
          random,
        );
  const body = random.chance(0.5) ? right : hostile(right, random);
  const waits = path === '/api/receive' && typeof body === 'object' && body !== null && !Array.isArray(body);
  // Waiting for half a minute is right, and teaches nothing here.
  return waits && isWait(Reflect.get(body, 'waitSeconds')) ? { ...body, waitSeconds: 0 } : body;
}

/** What an address can hold. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '');

const isWait = (seconds: unknown): boolean =>
  seconds === undefined || (typeof seconds === 'number' && seconds > 0);
