import { describe, expect, it } from 'vitest';
import { HUES, hueIndex, initials } from './initials.ts';

describe('initials', () => {
  it.each([
    ['Maya Lindqvist', 'ML'],
    ['Robin', 'R'],
    ['  Anna  Maria   van Dyk ', 'AD'],
    ['émile', 'É'],
    ['👩‍🚀 Sam', '👩‍🚀S'],
    ['李 小龙', '李小'],
    ['', ''],
  ])('of "%s" are "%s"', (name, expected) => {
    expect(initials(name)).toBe(expected);
  });
});

describe('the colour of a person', () => {
  it('follows from the id alone and is one of the twelve', () => {
    const id = '01JD6Q3V9TKX4M2B8RZN5HMG7A';
    expect(hueIndex(id)).toBe(hueIndex(id));
    expect(hueIndex(id)).toBeGreaterThanOrEqual(0);
    expect(hueIndex(id)).toBeLessThan(HUES);
  });

  it('differs between people often enough to tell them apart', () => {
    const ids = Array.from(
      { length: 120 },
      (_, index) => `01JD6Q3V9TKX4M2B8RZN5H${String(index).padStart(4, '0')}`,
    );
    const used = new Map<number, number>();
    for (const id of ids) used.set(hueIndex(id), (used.get(hueIndex(id)) ?? 0) + 1);
    expect(used.size).toBe(HUES);
    expect(Math.max(...used.values())).toBeLessThan(30);
  });
});
