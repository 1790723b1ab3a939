/**
 * The daily coffee: at the host's hour those who want one are brought together two by two, in rooms like those of meeting by chance. When
 * that is and who meets whom is decided here; that each comes of their own accord is the same as there.
 */
import type { RoomId, UserId } from '../../protocol/ids.ts';
import { foundNotices } from './meeting-notices.ts';
import { isFree, pairKey, remembered } from './meeting-pairs.ts';
import { NOBODY, timed, WAIT_MS, type Meetings } from './meetings.ts';
import type { MeetingsRecord, RoomRecord, UserRecord } from './records.ts';
import { NOTHING_CHANGES, type Notice, type Outcome, toUser } from './rule.ts';

/** A computer that slept at the hour still asks within this time. */
export const LATE_MS = 15 * 60_000;
/** All pairs of these are compared; more than that have to hope for tomorrow. */
export const MOST_AT_COFFEE = 400;

/** `15:00` by the clock on the host's wall. */
export type CoffeeHour = string;

const twoDigits = (number: number) => String(number).padStart(2, '0');

/**
 * The day whose coffee is due now, as `2026-11-21`; null where none is. By the host's own calendar: where summer time skips the hour, it
 * is as much later, and where it comes twice, the first counts, as a day has one coffee. Nor does a clock that is set back bring it again.
 */
export function coffeeDay(
  hour: CoffeeHour,
  now: number,
  { since, last }: { readonly since: number; readonly last: string | null },
): string | null {
  const today = new Date(now);
  const [year, month, date] = [today.getFullYear(), today.getMonth(), today.getDate()];
  const [hours = 0, minutes = 0] = hour.split(':').map(Number);
  const at = new Date(year, month, date, hours, minutes).getTime();
  const day = `${year}-${twoDigits(month + 1)}-${twoDigits(date)}`;
  // A server that was started after it leaves today's to the one before.
  const isDue = at <= now && now < at + LATE_MS && at >= since && (last === null || day > last);
  return isDue ? day : null;
}

/** Whether somebody who wants coffee can be asked now: free, and not meeting anybody already. */
export function canHaveCoffee(meetings: MeetingsRecord | null, user: UserRecord | null): user is UserRecord {
  if (user === null || !isFree(user)) return false;
  const { waiting, rooms } = meetings ?? NOBODY;
  const isTaken = waiting.some((each) => each.user === user.id);
  return !isTaken && !rooms.some(({ people }) => people.includes(user.id));
}

interface CoffeeFacts {
  /** Neither has blocked the other. */
  readonly mayMeet: (one: UserId, other: UserId) => boolean;
  /** When the two last had coffee; undefined where they have not. */
  readonly had: (one: UserId, other: UserId) => number | undefined;
}

/** Those first who have never had coffee together, then those for whom it is the longest ago; else in the order that is given. */
export function chooseCoffees(people: readonly UserId[], { mayMeet, had }: CoffeeFacts) {
  const some = people.slice(0, MOST_AT_COFFEE);
  const possible = some.flatMap((one, index) =>
    some
      .slice(index + 1)
      .filter((other) => mayMeet(one, other))
      .map((other) => ({ pair: [one, other] as const, at: had(one, other) ?? -Infinity })),
  );
  // Equal ones stay in order.
  possible.sort((one, other) => (one.at === other.at ? 0 : one.at - other.at));
  const taken = new Set<UserId>();
  const pairs: (readonly [UserId, UserId])[] = [];
  for (const { pair } of possible) {
    if (pair.some((user) => taken.has(user))) continue;
    pairs.push(pair);
    for (const user of pair) taken.add(user);
  }
  return { pairs, left: people.filter((user) => !taken.has(user)) };
}

interface Coffee extends Meetings {
  readonly one: UserRecord | null;
  readonly other: UserRecord | null;
}

/** The two are asked, where what they were chosen for is still so. The value is their room, null where it is not. */
export function meetForCoffee(
  { meetings, one, other }: Coffee,
  { id, mayMeet }: { readonly id: RoomId; readonly mayMeet: boolean },
  now: number,
): Outcome<Coffee, RoomRecord | null> {
  const before = meetings ?? NOBODY;
  if (!mayMeet || !canHaveCoffee(before, one) || !canHaveCoffee(before, other) || one.id === other.id)
    return { ...NOTHING_CHANGES, value: null };
  const people = [one.id, other.id] as const;
  const room: RoomRecord = {
    id,
    media: 'video',
    occasion: 'coffee',
    people,
    since: now,
    until: now + WAIT_MS,
  };
  const met = remembered(before.met, pairKey(...people), now);
  return {
    changes: { meetings: timed({ ...before, rooms: [...before.rooms, room], met }) },
    notices: foundNotices(room, one, other, now),
    value: room,
  };
}

export const noCoffeeNotice = (user: UserId): Notice => ({
  to: toUser(user),
  name: 'meeting_ended',
  payload: { reason: 'no_coffee' },
});
