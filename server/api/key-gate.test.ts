import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../protocol/errors.ts';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { userId } from '../../tests/support/records.ts';
import { ApiError } from './api-error.ts';
import type { ApiKey } from './api-keys.ts';
import { KeyGate, type NeededScope } from './key-gate.ts';

const BELL: ApiKey = { id: userId('be11'), name: 'Door bell', scopes: ['bot'], madeAt: 0 };
const HERE = '10.0.0.5';

let clock: ManualClock;
let gate: KeyGate;
let warned: string[];
beforeEach(() => {
  clock = new ManualClock();
  warned = [];
  gate = new KeyGate({
    // Of this key the secret is the word "right"; any other word is no key at all.
    keys: {
      check: (given) =>
        Promise.resolve(given.startsWith('bell-') ? { key: BELL, right: given === 'bell-right' } : null),
    },
    clock,
    pace: { perSecond: 1, burst: 100 },
    log: { warn: (words) => void warned.push(words) },
  });
});

const admit = (authorization: string | undefined, address = HERE, scope: NeededScope = 'bot') =>
  gate.admit(authorization, address, scope).then(
    (key) => key.name,
    (error: unknown) => {
      if (error instanceof AppError || error instanceof ApiError) return error.message;
      throw error;
    },
  );

describe('a key', () => {
  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic bell-right', 'bell-right', 'Bearer two words'])(
    'is missing in %j',
    async (header) => {
      expect(await admit(header)).toBe('key_missing');
    },
  );

  it('is taken in either spelling of the scheme', async () => {
    expect(await admit('Bearer bell-right')).toBe('Door bell');
    expect(await admit('bearer  bell-right ')).toBe('Door bell');
  });

  it('is good for its scopes only', async () => {
    expect(await admit('Bearer bell-right', HERE, 'stats')).toBe('scope_missing: stats');
    expect(await admit('Bearer bell-right', HERE, 'any')).toBe('Door bell');
  });
});

describe('guessing', () => {
  it('waits after ten wrong tries of an address, the right one too, and says how long', async () => {
    for (let times = 0; times < 10; times += 1) expect(await admit('Bearer bell-wrong')).toBe('key_wrong');
    expect(warned).toEqual(['too many wrong keys']);
    expect(await admit('Bearer bell-right')).toBe('rate_limited: 600');
    expect(await admit('Bearer bell-right', '10.0.0.6')).toBe('Door bell');
    clock.advance(599_999);
    expect(await admit('Bearer bell-right')).toBe('rate_limited: 1');
    clock.advance(1);
    expect(await admit('Bearer bell-right')).toBe('Door bell');
  });

  it('with a key that there is not locks nobody with one out', async () => {
    for (let times = 0; times < 10; times += 1) expect(await admit('Bearer revoked')).toBe('key_wrong');
    expect(await admit('Bearer revoked')).toBe('rate_limited: 600');
    expect(await admit('Bearer bell-right')).toBe('Door bell');
  });
});

it('one key may ask so much at once, and then at its pace', async () => {
  for (let times = 0; times < 100; times += 1) expect(await admit('Bearer bell-right')).toBe('Door bell');
  expect(await admit('Bearer bell-right')).toBe('rate_limited: 1');
  clock.advance(1_000);
  expect(await admit('Bearer bell-right')).toBe('Door bell');
});
