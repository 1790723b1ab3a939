import { describe, expect, it } from 'vitest';
import type { UserId } from '../../protocol/ids.ts';
import type { Person, PresenceChanges } from '../../protocol/presence.ts';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { Directory } from './directory.ts';
import { PresenceFeed } from './presence-feed.ts';

// Made up, and compared as it is.
const id = (at: number) => String(at).padStart(26, '0') as UserId;
const person = (at: number, name = `Person ${at}`): Person => ({ id: id(at), name, status: 'available' });
const NONE: PresenceChanges = { joined: [], updated: [], left: [] };
const joins = (...people: Person[]): PresenceChanges => ({ ...NONE, joined: people });
const leaves = (...people: number[]): PresenceChanges => ({ ...NONE, left: people.map(id) });

function feed({ here = 0 } = {}) {
  const clock = new ManualClock();
  const directory = new Directory();
  const told: PresenceChanges[] = [];
  const made = new PresenceFeed({ directory, clock, announce: (changes) => told.push(changes) });
  directory.apply(joins(...Array.from({ length: here }, (_, at) => person(1_000_000 + at))));
  return { feed: made, clock, directory, told };
}

describe('changes of who is here', () => {
  it('[PRES-8] of 100 ms are told as one', () => {
    const { feed: presence, clock, told } = feed();
    presence.add(joins(person(1)));
    clock.advance(60);
    presence.add(joins(person(2)));
    clock.advance(39);
    expect(told).toEqual([]);
    clock.advance(1);
    expect(told).toEqual([joins(person(1), person(2))]);
  });

  it.each([
    [499, 100],
    [500, 100.2],
    [1_999, 400],
    [4_999, 1_000],
  ])('[PRES-8] among %i people are gathered for %d ms', (here, ms) => {
    const { feed: presence, clock, told } = feed({ here });
    presence.add(joins(person(1)));
    clock.advance(ms - 0.1);
    expect(told).toEqual([]);
    clock.advance(0.1);
    expect(told).toEqual([joins(person(1))]);
  });

  it('[PRES-8] of a crowd that comes at once are gathered for as long as if it were here', () => {
    const { feed: presence, clock, told } = feed();
    presence.add(joins(person(0)));
    clock.advance(99);
    presence.add(joins(...Array.from({ length: 999 }, (_, at) => person(at + 1))));
    clock.advance(100.9);
    expect(told).toEqual([]);
    clock.advance(0.1);
    expect(told.map(({ joined }) => joined.length)).toEqual([1_000]);
  });

  it('[PRES-8] are in the snapshot from when they are told, and not before', () => {
    const { feed: presence, clock, directory } = feed();
    presence.add(joins(person(1)));
    expect(directory.firstPage()).toEqual({ people: [], total: 0, next: null });
    clock.advance(100);
    expect(directory.firstPage().people).toEqual([person(1)]);
    expect(directory.firstPage()).toBe(directory.firstPage());
    presence.add(leaves(1));
    clock.advance(100);
    expect(directory.firstPage().people).toEqual([]);
  });

  it('[PRES-8] that come to nothing are told to nobody', () => {
    const { feed: presence, clock, told } = feed();
    presence.add(joins(person(1)));
    presence.add(leaves(1));
    clock.advance(100);
    expect(told).toEqual([]);
  });

  it('[PRES-8] are told as they are in the end', () => {
    const { feed: presence, clock, told } = feed();
    presence.add(joins(person(1)));
    clock.advance(100);
    presence.add(leaves(1));
    presence.add(joins(person(1, 'Another')));
    clock.advance(100);
    expect(told.at(-1)).toEqual({ ...NONE, updated: [person(1, 'Another')] });
  });

  it('[PRES-8] after the last notice wait for one of their own', () => {
    const { feed: presence, clock, told } = feed();
    presence.add(joins(person(1)));
    clock.advance(100);
    presence.add(leaves(1));
    clock.advance(100);
    expect(told).toEqual([joins(person(1)), leaves(1)]);
    expect(clock.waiting).toBe(0);
  });
});
