import { describe, expect, it } from 'vitest';
import { AccountError } from './account-error.ts';
import { COST, Passwords } from './passwords.ts';

/** So that a test takes no seconds. */
const CHEAP = { N: 16, r: 1, p: 1 };
const freely = { admit: () => {}, wrong: () => {}, right: () => {} };

describe('a hash', () => {
  it('is of this password only, with a salt of its own and the figures it was made with', async () => {
    const passwords = new Passwords(CHEAP);
    const [one, other] = [await passwords.hash('plums and figs'), await passwords.hash('plums and figs')];
    expect(one).toMatch(/^scrypt\$16\$1\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(other);
    expect(await passwords.verify(one, 'plums and figs', freely)).toBe(true);
    expect(await passwords.verify(one, 'plums and fig', freely)).toBe(false);
    // Made with other figures than are usual by now.
    expect(await new Passwords({ N: 32, r: 2, p: 2 }).verify(one, 'plums and figs', freely)).toBe(true);
  });

  it('is the same however a keyboard writes an accent', async () => {
    const passwords = new Passwords(CHEAP);
    const hash = await passwords.hash('cafe\u0301 noir');
    expect(await passwords.verify(hash, 'caf\u00e9 noir', freely)).toBe(true);
  });

  it('of nobody is never right', async () => {
    expect(await new Passwords(CHEAP).verify(null, '', freely)).toBe(false);
  });

  it('takes one of the settings that OWASP names as enough', () => {
    const settings = { 131_072: 1, 65_536: 2, 32_768: 3, 16_384: 5, 8_192: 10 };
    expect(Object.entries(settings)).toContainEqual([String(COST.N), COST.p]);
    expect(COST.r).toBe(8);
  });
});

it('many at once wait for their turn, and too many are told to come again', async () => {
  const passwords = new Passwords(CHEAP);
  const answers = await Promise.allSettled(
    Array.from({ length: 40 }, () => passwords.hash('plums and figs')),
  );
  const refused = answers.flatMap((answer) =>
    answer.status === 'rejected' ? [answer.reason as unknown] : [],
  );
  expect(refused).toHaveLength(8);
  expect(refused[0]).toEqual(new AccountError('rate_limited', '5'));
  expect(await passwords.hash('plums and figs')).toMatch(/^scrypt/);
});

it('each is admitted and counted in its turn, so that many at once are not more than one after the other', async () => {
  const passwords = new Passwords(CHEAP);
  let wrong = 0;
  const attempt = {
    admit: () => {
      if (wrong >= 3) throw new AccountError('rate_limited', '600');
    },
    wrong: () => (wrong += 1),
    right: () => {},
  };
  const hash = await passwords.hash('plums and figs');
  await Promise.allSettled(Array.from({ length: 20 }, () => passwords.verify(hash, 'wrong', attempt)));
  // Two are looked at in the same moment.
  expect([3, 4]).toContain(wrong);
});
