import { describe, expect, it } from 'vitest';
import { dayOf, midnightOf } from './day-of.ts';

describe('a day of a date field', () => {
  it('is the local one, from its first moment to its last', () => {
    for (const at of [new Date(2026, 10, 21), new Date(2026, 10, 21, 23, 59, 59, 999)]) {
      expect(dayOf(at.getTime())).toBe('2026-11-21');
    }
    expect(dayOf(new Date(2026, 0, 2).getTime())).toBe('2026-01-02');
  });

  it('begins at local midnight', () => {
    expect(midnightOf('2026-11-21')).toBe(new Date(2026, 10, 21).getTime());
  });

  it('leads there and back', () => {
    for (const day of ['1970-01-01', '2024-02-29', '2026-03-29', '2026-10-25']) {
      expect(dayOf(midnightOf(day))).toBe(day);
    }
  });
});
