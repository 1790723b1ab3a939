import { expect, it } from 'vitest';
import { isCurrent, turnCredentials, turnPassword } from './turn-credentials.ts';

const NOW = 1_800_000_000_000;

it('the name holds the second at which it runs out and the person, the password their signature', () => {
  const given = turnCredentials({ secret: 'north', user: 'ana', expiresAt: NOW + 60_999 });
  // printf %s 1800000060:ana | openssl dgst -sha1 -hmac north -binary | base64
  expect(given).toEqual({ username: '1800000060:ana', credential: '9wHUgROf1FImsYYqNRAXEnVAMlE=' });
  expect(turnPassword('north', given.username)).toBe(given.credential);
  expect(turnPassword('south', given.username)).not.toBe(given.credential);
});

it('a name is current until its second comes', () => {
  expect(isCurrent('1800000001:ana', NOW)).toBe(true);
  expect(isCurrent('1800000000:ana', NOW)).toBe(false);
});

it.each(['', 'ana', '__proto__', '1800000060', '1800000060:', '-1:ana', '9e9:ana', ' 1800000060:ana'])(
  'a name that is not made like ours (%j) is never current',
  (username) => {
    expect(isCurrent(username, NOW)).toBe(false);
  },
);
