import { expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { MOST_ADDRESSES, PasscodeTries, WITHIN_MS } from './passcode-tries.ts';

it('[CONN-13] remembers so many addresses and no more, and forgets each after its ten minutes', () => {
  const clock = new ManualClock();
  const tries = new PasscodeTries(clock);
  for (let index = 0; index < 5_000; index += 1) {
    const address = `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
    if (tries.waitMs(address) === 0) tries.count(address);
  }
  expect(tries.size).toBe(MOST_ADDRESSES);
  clock.advance(WITHIN_MS / 2);
  tries.count('10.0.0.0');
  clock.advance(WITHIN_MS / 2);
  expect(tries.waitMs('10.0.0.1')).toBe(0);
  expect(tries.size).toBe(1);
});
