import { expect, it } from 'vitest';
import { longestFreezeMs, recoveredMs } from './freezes.ts';

/** A frame each 40 ms from one moment to another. */
const moving = (from: number, to: number) =>
  Array.from({ length: Math.floor((to - from) / 40) + 1 }, (_, index) => from + index * 40);

it('a picture that never stood still has recovered at once', () => {
  expect(recoveredMs(moving(0, 10_000), 5_000, 10_000)).toBe(0);
});

it('one that stood still has recovered when the last pause is over and it has moved for two seconds', () => {
  const times = [...moving(0, 5_000), ...moving(8_000, 8_400), ...moving(9_000, 12_000)];
  expect(recoveredMs(times, 5_000, 12_000)).toBe(4_000);
  expect(recoveredMs([...moving(0, 5_000), ...moving(9_000, 10_000)], 5_000, 10_000)).toBeNull();
});

it('one that stands still, or never moved, has not recovered', () => {
  expect(recoveredMs(moving(0, 5_000), 5_000, 12_000)).toBeNull();
  expect(recoveredMs([], 5_000, 12_000)).toBeNull();
});

it('a pause that was over before does not count, one that goes on does', () => {
  const times = [...moving(0, 1_000), ...moving(4_000, 6_000)];
  expect(longestFreezeMs(times, 5_000, 6_000)).toBe(40);
  expect(longestFreezeMs(times, 3_000, 6_000)).toBe(3_000);
  expect(longestFreezeMs(times, 5_000, 9_000)).toBe(3_000);
});
