import { beforeEach, expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { ConnectionLimits } from './connection-limits.ts';

let clock: ManualClock;
let limits: ConnectionLimits;
beforeEach(() => {
  clock = new ManualClock();
  limits = new ConnectionLimits({
    clock,
    total: 5,
    perAddress: 3,
    opening: { perSecond: 1, burst: 4 },
  });
});

const isIn = (address: string) => limits.admit(address) !== null;

it('lets an address hold so many connections and no more, and another one its own', () => {
  expect(['a', 'a', 'a', 'a', 'b'].map(isIn)).toEqual([true, true, true, false, true]);
});

it('lets one more in for each that goes', () => {
  const releases = [limits.admit('a'), limits.admit('a'), limits.admit('a')];
  releases[1]?.();
  expect([isIn('a'), isIn('a')]).toEqual([true, false]);
});

it('lets nobody in when the house is full', () => {
  expect(['a', 'a', 'b', 'b', 'c', 'd'].map(isIn)).toEqual([true, true, true, true, true, false]);
});

it('lets an address open only so many in a time, however soon they go', () => {
  for (let opened = 0; opened < 4; opened += 1) limits.admit('a')?.();
  expect(isIn('a')).toBe(false);
  expect(isIn('b')).toBe(true);
  clock.advance(1_000);
  expect(isIn('a')).toBe(true);
});

it('remembers those who are gone for as long as there is room, so that they cannot begin anew', () => {
  for (let opened = 0; opened < 4; opened += 1) limits.admit('hasty')?.();
  for (let guest = 0; guest < 4; guest += 1) limits.admit(`guest ${guest}`)?.();
  expect([limits.size, isIn('hasty')]).toEqual([5, false]);
});

it('remembers no more addresses than may be connected', () => {
  const release = limits.admit('kept');
  for (let guest = 0; guest < 50; guest += 1) limits.admit(`guest ${guest}`)?.();
  expect(limits.size).toBeLessThanOrEqual(5);
  // The one it holds still counts.
  expect([isIn('kept'), isIn('kept'), isIn('kept')]).toEqual([true, true, false]);
  release?.();
});
