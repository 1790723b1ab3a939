import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

const RATE = { perSecond: 2, burst: 3 };

describe('what is taken', () => {
  it('is a burst, then nothing, then one each half second', () => {
    const bucket = new TokenBucket(RATE, 0);
    expect([bucket.take(0), bucket.take(0), bucket.take(0)]).toEqual([0, 0, 0]);
    expect(bucket.take(0)).toBe(500);
    expect(bucket.take(300)).toBe(200);
    expect(bucket.take(500)).toBe(0);
    expect(bucket.take(500)).toBe(500);
  });

  it('is never more than the burst and what the time has brought, however it is asked for', () => {
    const steps = fc.array(fc.nat(400), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(steps, (waits) => {
        const bucket = new TokenBucket(RATE, 0);
        let [now, taken] = [0, 0];
        for (const wait of waits) {
          now += wait;
          if (bucket.take(now) === 0) taken += 1;
        }
        expect(taken).toBeLessThanOrEqual(RATE.burst + (now * RATE.perSecond) / 1_000);
      }),
    );
  });

  it('comes after exactly the wait that was told', () => {
    const bucket = new TokenBucket({ perSecond: 3, burst: 1 }, 0);
    bucket.take(0);
    const wait = bucket.take(0);
    expect(bucket.take(wait)).toBe(0);
  });
});

describe('what is spent on credit', () => {
  it('is paid back by waiting', () => {
    const bucket = new TokenBucket(RATE, 0);
    for (let spent = 0; spent < 3; spent += 1) expect(bucket.spend(0)).toBe(0);
    expect(bucket.spend(0)).toBe(500);
    expect(bucket.spend(0)).toBe(1_000);
    expect(bucket.spend(1_000)).toBe(500);
  });
});

it('is as good as new after a rest, and holds no more than its burst', () => {
  const bucket = new TokenBucket(RATE, 0);
  bucket.take(0);
  expect(bucket.isFull(499)).toBe(false);
  expect(bucket.isFull(500)).toBe(true);
  for (let taken = 0; taken < 3; taken += 1) bucket.take(60_000);
  expect(bucket.take(60_000)).toBe(500);
});

it('neither gives nor takes when the clock goes back', () => {
  const bucket = new TokenBucket(RATE, 10_000);
  for (let taken = 0; taken < 3; taken += 1) bucket.take(10_000);
  expect(bucket.take(0)).toBe(500);
  expect(bucket.take(500)).toBe(0);
});
