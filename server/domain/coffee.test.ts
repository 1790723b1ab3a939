import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { id, userId, userRecord } from '../../tests/support/records.ts';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import { chooseCoffees, coffeeDay, LATE_MS, meetForCoffee, MOST_AT_COFFEE } from './coffee.ts';
import { pairKey } from './meeting-pairs.ts';
import { NOBODY, WAIT_MS } from './meetings.ts';

describe('the hour', () => {
  afterEach(() => vi.unstubAllEnvs());
  const at = (text: string) => new Date(text).getTime();
  const due = (text: string, hour = '15:00', last: string | null = null) =>
    coffeeDay(hour, at(text), { since: 0, last });

  it('[MEET-11] comes once a day by the clock of the host, and a quarter of an hour late at most', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    expect(due('2026-11-21T14:59:59.999')).toBe(null);
    expect(due('2026-11-21T15:00')).toBe('2026-11-21');
    expect(due('2026-11-21T15:14:59')).toBe('2026-11-21');
    expect(due('2026-11-21T15:15')).toBe(null);
    expect(due('2026-11-21T15:01', '15:00', '2026-11-21')).toBe(null);
    expect(due('2026-11-22T15:01', '15:00', '2026-11-21')).toBe('2026-11-22');
    expect(due('2027-01-01T00:00', '00:00', '2026-12-31')).toBe('2027-01-01');
  });

  it('that has passed before the server was started is not made up for', () => {
    const now = at('2026-11-21T15:05');
    expect(coffeeDay('15:00', now, { since: now - 1_000, last: null })).toBe(null);
    expect(coffeeDay('15:00', now, { since: now - LATE_MS, last: null })).not.toBe(null);
  });

  it('comes once where summer time ends and twice is three, and an hour later where it begins', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    // 02:30 of summer time, and 02:30 again an hour later.
    expect(due('2026-10-25T00:30:00Z', '02:30')).toBe('2026-10-25');
    expect(due('2026-10-25T01:30:00Z', '02:30')).toBe(null);
    // There is no 02:30 on this day.
    expect(due('2026-03-29T00:59:00Z', '02:30')).toBe(null);
    expect(due('2026-03-29T01:30:00Z', '02:30')).toBe('2026-03-29');
    expect(new Date('2026-03-29T01:30:00Z').getHours()).toBe(3);
  });

  it('of a clock that is set back, by an hour or a day, does not come again', () => {
    expect(due('2026-11-21T15:00', '15:00', '2026-11-21')).toBe(null);
    expect(due('2026-11-20T15:00', '15:00', '2026-11-21')).toBe(null);
  });

  it('is found in every year by whoever looks each minute, exactly once a day', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const day = fc.integer({ min: 0, max: 3_650 });
    const minute = fc.integer({ min: 0, max: 1_439 });
    fc.assert(
      fc.property(day, minute, (days, minutes) => {
        const hour = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
        const start = new Date(2026, 0, 1 + days, 12).getTime();
        let last: string | null = null;
        const found: string[] = [];
        for (let now = start; now < start + 3 * 86_400_000; now += 60_000) {
          const today = coffeeDay(hour, now, { since: start, last });
          if (today !== null) found.push(today);
          last = today ?? last;
        }
        expect(new Set(found).size).toBe(found.length);
        expect([2, 3, 4]).toContain(found.length);
      }),
      { numRuns: 15 },
    );
  });
});

describe('the pairs', () => {
  const people = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 14 });
  const some = fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 40 });
  const user = (number: number) => userId(`p${number}`);

  it('[MEET-11] leave nobody while somebody else is left whom they may meet, and nobody has two', () => {
    fc.assert(
      fc.property(people, some, some, (numbers, blocked, before) => {
        const all = numbers.map(user);
        const blocks = new Set(blocked.map(([one, other]) => pairKey(user(one), user(other))));
        const had = new Map(before.map(([one, other], index) => [pairKey(user(one), user(other)), index]));
        const mayMeet = (one: UserId, other: UserId) => !blocks.has(pairKey(one, other));
        const hadAt = (one: UserId, other: UserId) => had.get(pairKey(one, other));
        const { pairs, left } = chooseCoffees(all, { mayMeet, had: hadAt });
        expect([...pairs.flat(), ...left].sort()).toEqual([...all].sort());
        for (const [one, other] of pairs) expect(mayMeet(one, other)).toBe(true);
        for (const one of left)
          for (const other of left) if (one !== other) expect(mayMeet(one, other)).toBe(false);
        // Nobody has one with somebody known while two who never had one were left to each other.
        const oldest = Math.min(...pairs.map(([one, other]) => hadAt(one, other) ?? -1));
        const fresh = all.some((one) =>
          all.some((other) => one !== other && mayMeet(one, other) && hadAt(one, other) === undefined),
        );
        if (fresh) expect(oldest).toBe(-1);
      }),
    );
  });

  it('prefer those who never had one together, then those for whom it is the longest ago', () => {
    const [ana, bea, cem, dan] = ['ana', 'bea', 'cem', 'dan'].map((word) => userId(word)) as [
      UserId,
      UserId,
      UserId,
      UserId,
    ];
    const facts = (had: Record<string, number>) => ({
      mayMeet: () => true,
      had: (one: UserId, other: UserId) => had[pairKey(one, other)],
    });
    const yesterday = { [pairKey(ana, bea)]: 2, [pairKey(cem, dan)]: 2 };
    expect(chooseCoffees([ana, bea, cem, dan], facts(yesterday)).pairs).toEqual([
      [ana, cem],
      [bea, dan],
    ]);
    const all = {
      ...yesterday,
      [pairKey(ana, cem)]: 3,
      [pairKey(bea, dan)]: 3,
      [pairKey(ana, dan)]: 1,
      [pairKey(bea, cem)]: 1,
    };
    expect(chooseCoffees([ana, bea, cem, dan], facts(all)).pairs).toEqual([
      [ana, dan],
      [bea, cem],
    ]);
    expect(chooseCoffees([ana, bea, cem], facts({})).left).toEqual([cem]);
  });

  it('of very many people are bounded, and the others are left', () => {
    const all = Array.from({ length: MOST_AT_COFFEE + 7 }, (_, index) => user(index));
    const { pairs, left } = chooseCoffees(all, { mayMeet: () => true, had: () => undefined });
    expect([pairs.length, left.length]).toEqual([MOST_AT_COFFEE / 2, 7]);
  });
});

describe('the room', () => {
  const made = { id: id<RoomId>('r'), mayMeet: true };
  const ana = userRecord('ana');
  const bea = userRecord('bea');

  it('is one to see each other, in which both are asked and nothing is on', () => {
    const { notices, value } = meetForCoffee({ meetings: null, one: ana, other: bea }, made, 1_000);
    expect(value).toMatchObject({ media: 'video', occasion: 'coffee', until: 1_000 + WAIT_MS });
    expect(notices.map(({ to, name, payload }) => [to, name, payload])).toMatchObject([
      [{ user: ana.id }, 'partner_found', { occasion: 'coffee', peer: { id: bea.id } }],
      [{ user: bea.id }, 'partner_found', { occasion: 'coffee', peer: { id: ana.id } }],
    ]);
  });

  it.each([
    ['is not there any more', null],
    ['has no connection', { ...bea, tabs: [] }],
    ['is idle', { ...bea, tabs: bea.tabs.map((tab) => ({ ...tab, idle: true })) }],
    ['is in a call', { ...bea, call: { peer: userId('cem'), active: true } }],
    ['asked not to be disturbed', { ...bea, chosen: 'do_not_disturb' as const }],
    ['is the same person', ana],
  ])('is not made where the other %s', (_what, other) => {
    expect(meetForCoffee({ meetings: null, one: ana, other }, made, 1_000)).toMatchObject({
      changes: {},
      notices: [],
      value: null,
    });
  });

  it('is not made of somebody who waits or meets, nor of people of whom one blocks the other', () => {
    const waits = { ...NOBODY, waiting: [{ user: bea.id, media: 'text' as const, until: 5_000, not: null }] };
    const { changes } = meetForCoffee({ meetings: null, one: bea, other: userRecord('cem') }, made, 1_000);
    for (const meetings of [waits, changes.meetings ?? null])
      expect(meetForCoffee({ meetings, one: ana, other: bea }, made, 1_000).value).toBe(null);
    const blocked = { ...made, mayMeet: false };
    expect(meetForCoffee({ meetings: null, one: ana, other: bea }, blocked, 1_000).value).toBe(null);
  });
});
