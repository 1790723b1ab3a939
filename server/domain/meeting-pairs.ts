/** Who of those who wait meets whom. Whom one meets is left to when people come, and nobody waits while there is somebody for them. */
import type { RoomId, UserId } from '../../protocol/ids.ts';
import { foundNotices } from './meeting-notices.ts';
import { NOBODY, timed, WAIT_MS, type Meetings } from './meetings.ts';
import type { MeetingsRecord, RoomRecord, UserRecord, WaitingPerson } from './records.ts';
import { NOTHING_CHANGES, type Outcome } from './rule.ts';

/** Less than a day, so that whoever meets at the same hour of the next day has not met that day. */
export const TODAY_MS = 20 * 3_600_000;
/** Of pairs that have met so many are remembered. */
export const MOST_MET = 10_000;

/** Here, in no call and not being rung, with something of theirs that was touched lately, and not asking to be left alone. */
export const isFree = ({ tabs, call, chosen }: UserRecord): boolean =>
  call === null && chosen !== 'do_not_disturb' && tabs.some(({ idle }) => !idle);

/** The same for both orders. */
export const pairKey = (one: UserId, other: UserId): string =>
  one < other ? `${one} ${other}` : `${other} ${one}`;

const suit = (one: WaitingPerson, other: WaitingPerson): boolean =>
  one.media === other.media && one.not !== other.user && other.not !== one.user;

/** What only others know of those who wait. */
export interface PairFacts {
  readonly isFree: (user: UserId) => boolean;
  /** Neither has blocked the other. */
  readonly mayMeet: (one: UserId, other: UserId) => boolean;
}

/**
 * The two to meet next: the first in the order of waiting who have not met today; else those who met the longest ago. Null where
 * nobody who waits suits anybody.
 */
export function choosePair(
  { waiting, met }: MeetingsRecord,
  facts: PairFacts,
  now: number,
): readonly [UserId, UserId] | null {
  const free = waiting.filter(({ user }) => facts.isFree(user));
  let best: { readonly pair: readonly [UserId, UserId]; readonly at: number } | null = null;
  for (const [index, one] of free.entries()) {
    for (const other of free.slice(index + 1)) {
      if (!suit(one, other) || !facts.mayMeet(one.user, other.user)) continue;
      const at = met.get(pairKey(one.user, other.user)) ?? -Infinity;
      if (at <= now - TODAY_MS) return [one.user, other.user];
      if (best === null || at < best.at) best = { pair: [one.user, other.user], at };
    }
  }
  return best?.pair ?? null;
}

interface Pair extends Meetings {
  readonly one: UserRecord | null;
  readonly other: UserRecord | null;
}

/** The two meet, where what they were chosen for is still so. The value is their room, null where it is not. */
export function pair(
  { meetings, one, other }: Pair,
  { id, mayMeet }: { readonly id: RoomId; readonly mayMeet: boolean },
  now: number,
): Outcome<Pair, RoomRecord | null> {
  const before = meetings ?? NOBODY;
  const waits = (user: UserRecord | null) => before.waiting.find((each) => each.user === user?.id);
  const [mine, theirs] = [waits(one), waits(other)];
  const suits = mine && theirs && mine !== theirs && suit(mine, theirs) && mayMeet;
  if (!suits || one === null || other === null || !isFree(one) || !isFree(other)) {
    return { ...NOTHING_CHANGES, value: null };
  }
  const { media } = mine;
  const until = media === 'video' ? now + WAIT_MS : null;
  const room: RoomRecord = { id, media, people: [one.id, other.id], since: now, until };
  return {
    changes: {
      meetings: timed({
        waiting: before.waiting.filter((each) => each !== mine && each !== theirs),
        rooms: [...before.rooms, room],
        met: remembered(before.met, pairKey(one.id, other.id), now),
      }),
    },
    notices: foundNotices(room, one, other, now),
    value: room,
  };
}

/** What is older than a day, or too much, is forgotten. */
export function remembered(met: MeetingsRecord['met'], key: string, now: number): MeetingsRecord['met'] {
  const after = new Map(met);
  after.delete(key);
  after.set(key, now);
  for (const [oldest, at] of after) {
    if (after.size <= MOST_MET && at > now - TODAY_MS) break;
    after.delete(oldest);
  }
  return after;
}
