import { beforeEach, describe, expect, it } from 'vitest';
import { MOST_ADDRESSES, MOST_WRONG, PasscodeTries, WITHIN_MS } from './passcode-tries.ts';

const GUEST = '192.168.1.7';
const MINUTE = 60_000;

/** Of a computer whose clock may be put back. */
let now: number;
let tries: PasscodeTries;
beforeEach(() => {
  now = 1_000_000;
  tries = new PasscodeTries({ now: () => now });
});

/** Wrong ones, one each minute; `now` is the time of the last one. */
function wrong(times: number, address = GUEST): void {
  for (let each = 0; each < times; each += 1) {
    if (each > 0) now += MINUTE;
    tries.count(address);
  }
}
function atOnce(times: number, address = GUEST): void {
  for (let each = 0; each < times; each += 1) tries.count(address);
}
/** As many addresses as are remembered, a wrong one each. */
function crowd(from = 0): void {
  for (let index = from; index < MOST_ADDRESSES; index += 1) tries.count(`10.0.${index >> 8}.${index & 255}`);
}

describe('[CONN-13] an address', () => {
  it('may try again at once after nine wrong ones', () => {
    wrong(MOST_WRONG - 1);
    expect(tries.waitMs(GUEST)).toBe(0);
    expect(tries.waitMs('192.168.1.8')).toBe(0);
  });

  it('waits after ten until the first of them is ten minutes ago', () => {
    wrong(MOST_WRONG);
    expect(tries.waitMs(GUEST)).toBe(MINUTE);
    expect(tries.waitMs('192.168.1.8')).toBe(0);
    now += MINUTE - 1;
    expect(tries.waitMs(GUEST)).toBe(1);
    now += 1;
    expect(tries.waitMs(GUEST)).toBe(0);
  });

  it('waits for the last ten, where there were more at once', () => {
    wrong(MOST_WRONG);
    atOnce(1);
    expect(tries.waitMs(GUEST)).toBe(2 * MINUTE);
  });

  it('waits the whole time after ten in one moment', () => {
    atOnce(MOST_WRONG);
    expect(tries.waitMs(GUEST)).toBe(WITHIN_MS);
  });

  it('is counted by the tries of the last ten minutes alone', () => {
    atOnce(MOST_WRONG / 2);
    now += 9 * MINUTE;
    atOnce(MOST_WRONG / 2);
    now += 3 * MINUTE;
    atOnce(MOST_WRONG / 2 - 1);
    expect(tries.waitMs(GUEST)).toBe(0);
    atOnce(1);
    expect(tries.waitMs(GUEST)).toBe(7 * MINUTE);
  });

  it('is not made to wait by tries of before the clock was put back', () => {
    wrong(MOST_WRONG);
    now = 500_000;
    expect(tries.waitMs(GUEST)).toBe(0);
  });

  it('is forgotten after ten minutes', () => {
    wrong(1);
    now += WITHIN_MS - 1;
    tries.waitMs(GUEST);
    expect(tries.size).toBe(1);
    now += 1;
    tries.waitMs(GUEST);
    expect(tries.size).toBe(0);
  });
});

/** As many as are remembered, each of whom has to wait. */
function exhaustedCrowd(): void {
  for (let each = 0; each < MOST_WRONG; each += 1) crowd();
}

describe('[CONN-13] while as many as are remembered have tried', () => {
  it('somebody new does not wait, and takes the place of the first who tried least', () => {
    atOnce(3, '10.0.0.0');
    crowd(1);
    expect(tries.waitMs(GUEST)).toBe(0);
    atOnce(1);
    expect(tries.size).toBe(MOST_ADDRESSES);
    atOnce(MOST_WRONG - 1, '10.0.0.1');
    expect(tries.waitMs('10.0.0.1')).toBe(0);
    atOnce(MOST_WRONG - 3, '10.0.0.0');
    expect(tries.waitMs('10.0.0.0')).toBe(WITHIN_MS);
  });

  it('of those who tried equally seldom the earliest makes room, whoever else tried more before', () => {
    crowd();
    crowd();
    atOnce(1, '10.0.0.0');
    atOnce(1);
    atOnce(MOST_WRONG - 2, '10.0.0.1');
    expect(tries.waitMs('10.0.0.1')).toBe(0);
    atOnce(MOST_WRONG - 2, '10.0.3.231');
    expect(tries.waitMs('10.0.3.231')).toBe(WITHIN_MS);
  });

  it('whoever waits goes on waiting, however many others come', () => {
    atOnce(MOST_WRONG);
    crowd();
    crowd();
    for (let other = 0; other < 2 * MOST_ADDRESSES; other += 1)
      tries.count(`10.1.${other >> 8}.${other & 255}`);
    expect(tries.size).toBe(MOST_ADDRESSES);
    expect(tries.waitMs(GUEST)).toBe(WITHIN_MS);
  });

  it('and all of them wait, so does somebody new, until the first of them does no longer', () => {
    exhaustedCrowd();
    const leftMs = tries.waitMs(GUEST);
    expect(leftMs).toBeGreaterThanOrEqual(WITHIN_MS);
    expect(leftMs).toBeLessThanOrEqual(WITHIN_MS + MINUTE);
    now += WITHIN_MS - 1;
    expect(tries.waitMs(GUEST)).toBe(leftMs - WITHIN_MS + 1);
    now += 1;
    expect(tries.waitMs(GUEST)).toBe(0);
  });

  it('however many addresses somebody has, all of them together guess as often as those that are remembered', () => {
    let looked = 0;
    for (let nth = 0; nth < 30_000; nth += 1) {
      const address = `10.2.${(nth % 3_000) >> 8}.${(nth % 3_000) & 255}`;
      if (tries.waitMs(address) > 0) continue;
      tries.count(address);
      looked += 1;
    }
    expect(looked).toBe(MOST_ADDRESSES * MOST_WRONG);
  });

  it('one of them may still try', () => {
    crowd();
    expect(tries.waitMs('10.0.0.1')).toBe(0);
  });

  it('the one who tried last is forgotten last', () => {
    crowd();
    now += WITHIN_MS / 2;
    tries.count('10.0.0.0');
    now += WITHIN_MS / 2;
    expect(tries.waitMs('10.0.0.1')).toBe(0);
    expect(tries.size).toBe(1);
  });

  it('and one fewer, nobody waits', () => {
    crowd(1);
    expect(tries.waitMs(GUEST)).toBe(0);
    expect(tries.size).toBe(MOST_ADDRESSES - 1);
  });
});

describe('[CONN-13] counted as one address', () => {
  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff'],
    ['2001:db8:1:2:3:4:5:6', '2001:DB8:1:2::'],
    ['2001:db8::1', '2001:db8:0:0:5::'],
    ['2001::1:2:3:4:5', '2001:0:0:1:9::'],
    ['::1', '0:0:0:0:1:1:1:1'],
    ['0:0:1:0:5:6:7:8', '0:0:1::1'],
    ['fe80::1%eth0', 'fe80::2%eth0'],
    ['::ffff:192.168.1.7', '192.168.1.7'],
  ])('are %s and %s', (one, other) => {
    atOnce(MOST_WRONG, one);
    expect(tries.waitMs(other)).toBe(WITHIN_MS);
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:3::1'],
    ['2001:db8::1', '2001:db8:0:1::1'],
    ['2001:1:23:4::1', '2001:12:3:4::1'],
    ['2001::1:2:3:4:5', '2001:0:0:2:9::'],
    ['::1', '0:0:0:1::1'],
    ['192.168.1.7', '192.168.1.8'],
  ])('are not %s and %s', (one, other) => {
    atOnce(MOST_WRONG, one);
    expect(tries.waitMs(other)).toBe(0);
  });
});
