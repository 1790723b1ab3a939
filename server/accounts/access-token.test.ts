import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { userId } from '../../tests/support/records.ts';
import { SessionTokens } from '../transport/session-token.ts';
import { ACCESS_SECONDS, AccessTokens } from './access-token.ts';

const ANA = userId('ana');
const installation = (byte: number, clock: ManualClock) => {
  const tokens = new SessionTokens(Buffer.alloc(32, byte), clock);
  return { tokens, access: new AccessTokens(tokens, clock) };
};
const coded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

it('[ACC-1] says whom it was made for, for a quarter of an hour', async () => {
  const clock = new ManualClock(1_700_000_000_000);
  const { access } = installation(1, clock);
  const token = await access.issue({ user: ANA, session: 'one' });
  expect(await access.read(token)).toEqual({ user: ANA, session: 'one' });
  clock.advance(ACCESS_SECONDS * 1_000 - 1_000);
  expect(await access.read(token)).toEqual({ user: ANA, session: 'one' });
  clock.advance(1_000);
  expect(await access.read(token)).toBe(null);
});

it('[ACC-1] that was made elsewhere, changed, or made with the same key for something else is nothing', async () => {
  const clock = new ManualClock(1_700_000_000_000);
  const { tokens, access } = installation(1, clock);
  const token = await access.issue({ user: ANA, session: 'one' });
  const [head = '', body = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
  const signed = (header: object, payload: object) => {
    const text = `${coded(header)}.${coded(payload)}`;
    return `${text}.${createHmac('sha256', tokens.sign('access', 'key')).update(text).digest('base64url')}`;
  };
  const right = { alg: 'HS256', typ: 'earshot-access+jwt' };
  expect(await access.read(signed(right, claims))).toEqual({ user: ANA, session: 'one' });
  const wrong = [
    '',
    'x.y.z',
    await installation(2, clock).access.issue({ user: ANA, session: 'one' }),
    `${head}.${coded({ ...claims, sub: userId('bea') })}.${signature}`,
    `${coded({ alg: 'none', typ: right.typ })}.${body}.`,
    signed({ ...right, typ: 'JWT' }, claims),
    signed(right, { ...claims, exp: undefined }),
    signed(right, { ...claims, sid: 5 }),
    signed(right, { ...claims, sub: 'nobody' }),
    tokens.issue(ANA),
  ];
  expect(await Promise.all(wrong.map((one) => access.read(one)))).toEqual(wrong.map(() => null));
});
