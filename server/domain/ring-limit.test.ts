import { describe, expect, it } from 'vitest';
import { userId, userRecord } from '../../tests/support/records.ts';
import { answered, heard, type HeardRing } from './ring-limit.ts';

const [ana, cy] = [userId('ana'), userId('cy')];
const rings = (by: typeof ana, ...seconds: number[]): HeardRing[] =>
  seconds.map((second) => ({ by, at: second * 1_000 }));

describe('[CALL-15] a call of Ana at second 130', () => {
  it.each([
    ['is heard where she never called', [], false],
    ['is heard after two calls', rings(ana, 100, 120), false],
    ['is only seen after three calls', rings(ana, 11, 100, 120), true],
    ['is heard where the first of three was two minutes ago', rings(ana, 10, 100, 120), false],
    ['is heard whatever others did', rings(cy, 100, 110, 120), false],
  ])('%s', (_, heardRings, tooOften) => {
    expect(heard({ heardRings, chosen: 'available' }, ana, 130_000).tooOften).toBe(tooOften);
  });
});

it('[CALL-15] only what was heard is remembered, and for two minutes', () => {
  const bea = (change: object) => ({ ...userRecord('bea'), heardRings: rings(cy, 5, 100), ...change });
  expect(heard(bea({}), ana, 130_000).heardRings).toEqual([...rings(cy, 100), ...rings(ana, 130)]);
  expect(heard(bea({ chosen: 'do_not_disturb' }), ana, 130_000).heardRings).toEqual(rings(cy, 100));
  const insisted = rings(ana, 100, 110, 120);
  expect(heard(bea({ heardRings: insisted }), ana, 130_000).heardRings).toEqual(insisted);
});

it('[CALL-15] who was answered begins anew', () => {
  const bea = userRecord('bea', { heardRings: [...rings(ana, 1, 2, 3), ...rings(cy, 4)] });
  expect(answered(bea, ana)).toEqual(rings(cy, 4));
});
