import { expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { AccountError } from './account-error.ts';
import { MOST_ADDRESSES, MOST_WRONG } from '../transport/passcode-tries.ts';
import { LoginTries, MOST_RIGHT } from './login-tries.ts';

const MINUTE = 60_000;
const TRY = { name: 'ana', address: '192.168.1.5', known: false };

it('the right password of one account is looked at so often in ten minutes, from wherever it comes, and no more', () => {
  const clock = new ManualClock();
  const tries = new LoginTries(clock, 10);
  for (let nth = 0; nth < MOST_RIGHT; nth += 1) {
    const attempt = tries.of({ ...TRY, address: `192.168.1.${nth}`, known: nth % 2 === 0 });
    attempt.admit();
    attempt.right();
  }
  for (const known of [false, true])
    expect(() => tries.of({ ...TRY, known }).admit()).toThrow(new AccountError('rate_limited', '600'));
  tries.of({ ...TRY, name: 'bea' }).admit();
  clock.advance(10 * MINUTE);
  tries.of(TRY).admit();
});

it('whoever guesses under thousands of names keeps no new device waiting, and wins no further tries at a name', () => {
  const tries = new LoginTries(new ManualClock(), MOST_WRONG);
  const guess = (name: string, address: string) => {
    const attempt = tries.of({ name, address, known: false });
    attempt.admit();
    attempt.wrong();
  };
  for (let nth = 0; nth < MOST_WRONG; nth += 1) guess('ana', `192.168.2.${nth}`);
  for (let nth = 0; nth < 3 * MOST_ADDRESSES; nth += 1)
    guess(`name ${nth}`, `10.0.${Math.floor(nth / MOST_WRONG) >> 8}.${Math.floor(nth / MOST_WRONG) & 255}`);
  tries.of({ name: 'bea', address: '192.168.1.5', known: false }).admit();
  expect(() => guess('ana', '192.168.1.5')).toThrow(new AccountError('rate_limited', '600'));
});
