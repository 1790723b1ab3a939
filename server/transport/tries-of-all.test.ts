import { beforeEach, describe, expect, it } from 'vitest';
import { TriesOfAll } from './tries-of-all.ts';

const MINUTE = 60_000;
const MOST = 3;

let all: TriesOfAll;
beforeEach(() => {
  all = new TriesOfAll(MOST);
});

function count(times: number, minute: number): void {
  for (let each = 0; each < times; each += 1) all.count(minute * MINUTE);
}

describe('[CONN-13] the tries of everybody together', () => {
  it('are no reason to wait while they are fewer than the most', () => {
    expect(all.leftMs(0)).toBe(0);
    count(MOST - 1, 0);
    expect(all.leftMs(0)).toBe(0);
  });

  it('count to the end of the tenth minute after theirs', () => {
    count(1, 2);
    count(MOST - 1, 4);
    expect(all.leftMs(4 * MINUTE)).toBe(9 * MINUTE);
    expect(all.leftMs(13 * MINUTE - 1)).toBe(1);
    expect(all.leftMs(13 * MINUTE)).toBe(0);
  });

  it('count on, where only the earliest are forgotten', () => {
    count(1, 2);
    count(MOST - 1, 4);
    expect(all.leftMs(13 * MINUTE)).toBe(0);
    count(1, 13);
    expect(all.leftMs(13 * MINUTE)).toBe(2 * MINUTE);
  });

  it('of before the clock was put back count no more, not even once it is as late again', () => {
    count(MOST, 20);
    expect(all.leftMs(19 * MINUTE)).toBe(0);
    expect(all.leftMs(20 * MINUTE)).toBe(0);
  });
});
