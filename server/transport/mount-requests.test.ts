import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError, type Reply } from '../../protocol/errors.ts';
import type { RequestName } from '../../protocol/events.ts';
import { tabId, userId } from '../../tests/support/records.ts';
import { silentLog } from '../log.ts';
import { mountRequests } from './mount-requests.ts';
import type { Caller, RequestHandlers } from './request-handlers.ts';

const ana: Caller = { user: userId('ana'), tab: tabId('ana1') };
const bea = userId('bea');

/** What handlers were given, in order. */
let handled: unknown[];
/** The requests that were asked to be let in. */
let admitted: RequestName[];
let failures: { readonly error: unknown; readonly fields: unknown }[];
/** What a handler does with a request that reached it. */
let handle: () => unknown;
/** Thrown by the limits. */
let refusal: AppError | null;
let watched: { readonly name: RequestName | null; readonly code: string | null }[];
let listener: (event: string, ...args: unknown[]) => void;

beforeEach(() => {
  [handled, admitted, failures, refusal, watched] = [[], [], [], null, []];
  handle = () => ({});
  const handlers = new Proxy({} as RequestHandlers, {
    get: (_, name) => (caller: Caller, payload: unknown) => {
      handled.push({ name, caller, payload });
      return handle();
    },
  });
  const socket = { onAny: (heard: typeof listener) => (listener = heard) };
  mountRequests(socket, {
    caller: ana,
    handlers,
    admit: (request) => {
      admitted.push(request);
      if (refusal !== null) throw refusal;
    },
    log: {
      ...silentLog,
      error: (_event, error, fields) => void failures.push({ error, fields }),
    },
    watch: {
      asked: (name) => (code) => void watched.push({ name, code }),
    },
  });
});

/** Every answer to one packet, once whatever it set going is over. */
async function answers(event: string, ...args: unknown[]): Promise<Reply<unknown>[]> {
  const given: Reply<unknown>[] = [];
  listener(event, ...args, (reply: Reply<unknown>) => void given.push(reply));
  await vi.waitFor(() => expect(given).not.toEqual([]));
  return given;
}
const refused = (code: string, detail = '') => [{ ok: false, error: { code, detail } }];

describe('[CONN-6] a good request', () => {
  it('reaches its handler with the caller of the connection, and is answered once with what that gives', async () => {
    handle = () => ({ told: true });
    const payload = { to: bea, typing: true };
    expect(await answers('typing', payload)).toEqual([{ ok: true, value: { told: true } }]);
    expect(handled).toEqual([{ name: 'typing', caller: ana, payload }]);
    expect(admitted).toEqual(['typing']);
  });

  it('is answered within the same turn where the handler needs no other', () => {
    const given: unknown[] = [];
    listener('leave', {}, (reply: unknown) => void given.push(reply));
    expect(given).toEqual([{ ok: true, value: {} }]);
  });

  it('is answered when its handler is done where that takes time', async () => {
    let done: (value: unknown) => void = () => {};
    handle = () => new Promise((resolve) => (done = resolve));
    const given: unknown[] = [];
    listener('leave', {}, (reply: unknown) => void given.push(reply));
    expect(given).toEqual([]);
    done('later');
    await vi.waitFor(() => expect(given).toEqual([{ ok: true, value: 'later' }]));
  });

  it.each([
    ['nothing in the place of an answer', []],
    ['a string there', ['no function']],
    ['more than one argument', [1, 2]],
  ])('with %s is handled all the same', (_title, rest) => {
    listener('typing', { to: bea, typing: false }, ...rest);
    expect(handled).toHaveLength(1);
  });
});

describe('[CONN-6] what is no request', () => {
  it.each(['constructor', '__proto__', 'toString', 'welcome', ''])(
    '%j is refused before anything is asked of the limits',
    async (event) => {
      expect(await answers(event, {})).toEqual(refused('bad_payload', 'no such request'));
      expect([admitted, handled]).toEqual([[], []]);
    },
  );

  it.each([
    ['of the wrong kind', [null], 'typing'],
    ['that is missing', [], 'typing'],
    ['with a wrong member', [{ to: bea, typing: 'yes' }], 'typing: typing'],
    ['with a member too many', [{ to: bea, typing: true, from: bea }], 'typing: from'],
  ])('a payload %s is refused with its place, and counts', async (_title, args, detail) => {
    expect(await answers('typing', ...args)).toEqual(refused('bad_payload', detail));
    expect([admitted, handled]).toEqual([['typing'], []]);
  });
});

describe('[CONN-6] a request that fails', () => {
  it('by the limits is told so, and its payload is not looked at', async () => {
    refusal = new AppError('rate_limited', '7');
    expect(await answers('typing', null)).toEqual(refused('rate_limited', '7'));
    expect(handled).toEqual([]);
  });

  it.each([
    [
      'at once',
      () => () => {
        throw new AppError('name_taken', 'Ana 2');
      },
    ],
    ['later', () => () => Promise.reject(new AppError('name_taken', 'Ana 2'))],
  ])('by a rule, %s, is told the code and the fact', async (_title, failing) => {
    handle = failing();
    expect(await answers('leave', {})).toEqual(refused('name_taken', 'Ana 2'));
    expect(failures).toEqual([]);
  });

  it.each([
    [
      'at once',
      (error: Error) => () => {
        throw error;
      },
    ],
    ['later', (error: Error) => () => Promise.reject(error)],
  ])('by a fault, %s, says nothing of it but to the log', async (_title, failing) => {
    const fault = new Error('a secret of the server');
    handle = failing(fault);
    expect(await answers('leave', {})).toEqual(refused('internal'));
    expect(failures).toEqual([{ error: fault, fields: { request: 'leave' } }]);
  });

  it('without an answer wanted harms nothing', async () => {
    handle = () => Promise.reject(new Error('fault'));
    listener('leave', {});
    await vi.waitFor(() => expect(failures).toHaveLength(1));
  });
});

it('what was asked and how it ended is told to the log, and nothing that a stranger made up', async () => {
  await answers('leave', {});
  await answers('leave', { secret: 1 });
  await answers('my secret', {});
  listener('typing', { to: ana.user, typing: 'no' });
  expect(watched).toEqual([
    { name: 'leave', code: null },
    { name: 'leave', code: 'bad_payload' },
    { name: null, code: 'bad_payload' },
    { name: 'typing', code: 'bad_payload' },
  ]);
});
