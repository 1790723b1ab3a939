import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { Passcode } from './passcode.ts';
import { MOST_ADDRESSES, MOST_WRONG, WITHIN_MS } from './passcode-tries.ts';
import { SessionTokens } from './session-token.ts';

const TOKENS = new SessionTokens(Buffer.alloc(32, 7), { now: () => 0 });
const DAY_MS = 86_400_000;
const HERE = '10.0.0.7';

function setUp(passcode = 'four cups', tokens = TOKENS) {
  const clock = new ManualClock(1_800_000_000_000);
  return { clock, passcode: new Passcode({ passcode, tokens, clock }) };
}
/** As a browser sends back what it was given. */
function cookieOf(passcode: Passcode, given = 'four cups'): string {
  const attempt = passcode.attempt(given, HERE);
  if (attempt.kind !== 'right') throw new Error(`the passcode was ${attempt.kind}`);
  return attempt.cookie.split(';')[0] ?? '';
}
const admits = (passcode: Passcode, cookie: string) => passcode.admits({ headers: { cookie } });
const guess = (passcode: Passcode, times: number, address = HERE) =>
  Array.from({ length: times }, () => passcode.attempt('wrong', address).kind);

describe('[CONN-12] the cookie', () => {
  it('is that of this host over TLS, out of reach of scripts, for 400 days', () => {
    const attempt = setUp().passcode.attempt('four cups', HERE);
    expect(attempt).toEqual({
      kind: 'right',
      cookie: expect.stringMatching(
        /^__Host-earshot-passcode=1800000000000\.[\w-]{43}; Path=\/; Max-Age=34560000; Secure; HttpOnly; SameSite=Lax$/,
      ) as string,
    });
  });

  it('lets in for 400 days, also after a restart and among other cookies', () => {
    const { clock, passcode } = setUp();
    const cookie = cookieOf(passcode);
    expect(admits(passcode, cookie)).toBe(true);
    expect(admits(setUp().passcode, `__Host-earshot=x; ${cookie}; y=z`)).toBe(true);
    clock.advance(400 * DAY_MS - 1);
    expect(admits(passcode, cookie)).toBe(true);
    clock.advance(1);
    expect(admits(passcode, cookie)).toBe(false);
  });

  it('of another passcode or another installation is worth nothing', () => {
    const cookie = cookieOf(setUp().passcode);
    expect(admits(setUp('five cups').passcode, cookie)).toBe(false);
    expect(
      admits(setUp('four cups', new SessionTokens(Buffer.alloc(32, 8), { now: () => 0 })).passcode, cookie),
    ).toBe(false);
  });

  it('cannot be made up, altered, or made of what else is signed here', () => {
    const { passcode } = setUp();
    const cookie = cookieOf(passcode);
    const [name = '', value = ''] = cookie.split('=');
    const [since = '', signature = ''] = value.split('.');
    const other = signature.startsWith('A') ? 'B' : 'A';
    const made = [
      '',
      '.',
      `.${signature}`,
      since,
      `${since}.`,
      `${since}.${signature.slice(0, -1)}`,
      `${since}.${signature}AAAA`,
      `${since}.${other}${signature.slice(1)}`,
      `${Number(since) + 1}.${signature}`,
      `0${since}.${signature}`,
      ` ${since}.${signature}`,
      `NaN.${signature}`,
      `${since}.${TOKENS.sign('session', `${since} four cups`).toString('base64url')}`,
      `${since}.${TOKENS.sign('try', `${since} four cups`).toString('base64url')}`,
      `${since}.${Buffer.from('four cups').toString('base64url')}`,
    ];
    expect(made.filter((text) => admits(passcode, `${name}=${text}`))).toEqual([]);
    expect(admits(passcode, `other=${value}; earshot-passcode=${value}; __Host-earshot=${value}`)).toBe(
      false,
    );
    expect(passcode.admits({ headers: {} })).toBe(false);
  });
});

describe('[CONN-13] a try', () => {
  it.each(['four cups', '  four cups ', 'ｆour cups'])(
    'with "%s" is right, however it was typed',
    (given) => {
      expect(setUp().passcode.attempt(given, HERE).kind).toBe('right');
    },
  );

  it.each(['Four cups', 'four cup', 'four  cups', 'four cups!', '', 'x'.repeat(4_000)])(
    'with "%s" is wrong',
    (given) => {
      expect(setUp().passcode.attempt(given, HERE).kind).toBe('wrong');
    },
  );

  it('knows a letter with an accent in both of the ways in which keyboards write it', () => {
    expect(setUp('cafe\u0301s').passcode.attempt('caf\u00e9s', HERE).kind).toBe('right');
  });

  it('is not even looked at after ten wrong ones, until the first of those is ten minutes ago', () => {
    const { clock, passcode } = setUp();
    expect(passcode.attempt('wrong', HERE)).toEqual({ kind: 'wrong', waitMs: 0 });
    clock.advance(60_000);
    expect(guess(passcode, MOST_WRONG - 2)).toEqual(Array.from({ length: MOST_WRONG - 2 }, () => 'wrong'));
    expect(passcode.attempt('wrong', HERE)).toEqual({ kind: 'wrong', waitMs: WITHIN_MS - 60_000 });
    clock.advance(1_000);
    const waiting = { kind: 'too_many', waitMs: WITHIN_MS - 61_000 };
    expect(passcode.attempt('wrong', HERE)).toEqual(waiting);
    expect(passcode.attempt('four cups', HERE)).toEqual(waiting);
    clock.advance(WITHIN_MS - 61_000);
    expect(guess(passcode, 2)).toEqual(['wrong', 'too_many']);
    clock.advance(60_000);
    expect(passcode.attempt('four cups', HERE).kind).toBe('right');
  });

  it('is never one too many in any ten minutes', () => {
    const { clock, passcode } = setUp();
    const tried: number[] = [];
    for (let minute = 0; minute < 120; minute += 1) {
      for (const kind of guess(passcode, 3)) if (kind === 'wrong') tried.push(clock.now());
      clock.advance(61_000);
    }
    const most = tried.map((from) => tried.filter((at) => at >= from && at - from < WITHIN_MS).length);
    expect(Math.max(...most)).toBe(MOST_WRONG);
  });

  it('of another address is counted by itself, and a right one makes up for none', () => {
    const { passcode } = setUp();
    guess(passcode, MOST_WRONG - 1);
    expect(passcode.attempt('four cups', HERE).kind).toBe('right');
    expect(guess(passcode, 2)).toEqual(['wrong', 'too_many']);
    expect(guess(passcode, 1, '10.0.0.8')).toEqual(['wrong']);
    expect(passcode.attempt('four cups', '::ffff:10.0.0.7').kind).toBe('too_many');
  });

  it('that is right is never counted, however many sit behind one address', () => {
    const { passcode } = setUp();
    const kinds = Array.from({ length: 1_000 }, () => passcode.attempt('four cups', HERE).kind);
    expect(new Set(kinds)).toEqual(new Set(['right']));
  });

  it('counts by network where a device may give itself any number of addresses', () => {
    const { passcode } = setUp();
    for (let host = 1; host <= MOST_WRONG; host += 1) guess(passcode, 1, `fd00:0:0:1::${host.toString(16)}`);
    expect(guess(passcode, 1, 'fd00::1:a:b:c:d')).toEqual(['too_many']);
    expect(guess(passcode, 1, 'fd00:0:0:2::1')).toEqual(['wrong']);
    expect(guess(passcode, 1, '::1')).toEqual(['wrong']);
  });

  it('waits for no clock that was put back', () => {
    const { clock, passcode } = setUp();
    guess(passcode, MOST_WRONG);
    clock.advance(-DAY_MS);
    expect(passcode.attempt('four cups', HERE).kind).toBe('right');
  });

  it('of a new address waits for others only while there were ten thousand wrong ones, and nothing is kept of those who stopped', () => {
    const { clock, passcode } = setUp();
    const crowd = Array.from({ length: MOST_ADDRESSES }, (_, index) => `10.1.${index >> 8}.${index & 255}`);
    for (const address of crowd) guess(passcode, 1, address);
    for (const address of [HERE, crowd[1] ?? ''])
      expect(passcode.attempt('four cups', address).kind).toBe('right');
    for (const address of crowd) guess(passcode, MOST_WRONG - 1, address);
    expect(passcode.attempt('four cups', HERE).kind).toBe('too_many');
    clock.advance(WITHIN_MS);
    expect(guess(passcode, 1)).toEqual(['wrong']);
  });
});
