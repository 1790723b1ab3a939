/** Meeting somebody by chance: waiting, moving on, leaving, and what is told of each end. Who is paired is decided in meeting-pairs.ts. */
import { AppError } from '../../protocol/errors.ts';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import type { MeetingMedia } from '../../protocol/meetings.ts';
import {
  disconnectedNotice,
  endedNotice,
  leftNotice,
  partnerOf,
  roomOf,
  waitingNotice,
} from './meeting-notices.ts';
import type { MeetingsRecord, RoomRecord, WaitingPerson } from './records.ts';
import { NOTHING_CHANGES, type Notice, type Outcome } from './rule.ts';

/** How long one waits for a partner, and a video meeting for its first call. */
export const WAIT_MS = 10 * 60_000;
/** Rooms are bounded with the people in them; whoever waits is looked through again and again. */
export const MOST_WAITING = 300;

export interface Meetings {
  readonly meetings: MeetingsRecord | null;
}
/** The value of a rule is the rooms that it has closed: what they permitted is over. */
type Closed = readonly RoomRecord[];

export const NOBODY: MeetingsRecord = { waiting: [], rooms: [], met: new Map(), expiresAt: null };

/** The record with the first end of what waits in it. */
export function timed(meetings: Omit<MeetingsRecord, 'expiresAt'>): MeetingsRecord {
  const ends = [...meetings.waiting, ...meetings.rooms].flatMap(({ until }) =>
    until === null ? [] : [until],
  );
  return { ...meetings, expiresAt: ends.length === 0 ? null : Math.min(...ends) };
}

const without = ({ waiting }: MeetingsRecord, user: UserId) => waiting.filter((each) => each.user !== user);
const withoutRoom = ({ rooms }: MeetingsRecord, { id }: RoomRecord) => rooms.filter((room) => room.id !== id);

/** Waits for somebody, from now on or as long already. Whomever they have met is left. @throws AppError `rate_limited` where too many wait */
export function search(
  { meetings }: Meetings,
  { user, media }: { readonly user: UserId; readonly media: MeetingMedia },
  now: number,
): Outcome<Meetings, Closed> {
  const before = meetings ?? NOBODY;
  const known = before.waiting.find((each) => each.user === user);
  if (known?.media === media) {
    return { changes: {}, notices: [waitingNotice(known, now)], value: [] };
  }
  const others = without(before, user);
  if (others.length >= MOST_WAITING) throw new AppError('rate_limited', '60');
  const room = roomOf(before, user);
  const waiting: WaitingPerson = { user, media, until: now + WAIT_MS, not: null };
  return {
    changes: {
      meetings: timed({
        ...before,
        waiting: [...others, waiting],
        rooms: room ? withoutRoom(before, room) : before.rooms,
      }),
    },
    notices: [
      ...(room ? [leftNotice(room, partnerOf(room, user), 'left')] : []),
      waitingNotice(waiting, now),
    ],
    value: room ? [room] : [],
  };
}

/** Both of a room wait again, and not for each other. @throws AppError `room_ended` where it is over, not this person's, or for coffee, after which nobody waits */
export function next(
  { meetings }: Meetings,
  { user, roomId }: { readonly user: UserId; readonly roomId: RoomId },
  now: number,
): Outcome<Meetings, Closed> {
  const before = meetings ?? NOBODY;
  const room = roomOf(before, user);
  if (room?.id !== roomId || room.occasion === 'coffee') throw new AppError('room_ended');
  const other = partnerOf(room, user);
  const again = (who: UserId, not: UserId): WaitingPerson => ({
    user: who,
    media: room.media,
    until: now + WAIT_MS,
    not,
  });
  const both = [again(other, user), again(user, other)];
  return {
    changes: {
      meetings: timed({
        ...before,
        waiting: [...before.waiting, ...both],
        rooms: withoutRoom(before, room),
      }),
    },
    notices: [leftNotice(room, other, 'next'), ...both.map((waiting) => waitingNotice(waiting, now))],
    value: [room],
  };
}

/** Somebody waits no more and meets nobody, because they say so or, with `here` false, because they are not here any more. */
export function leave(
  { meetings }: Meetings,
  { user, here }: { readonly user: UserId; readonly here: boolean },
): Outcome<Meetings, Closed> {
  const before = meetings ?? NOBODY;
  const room = roomOf(before, user);
  const waiting = without(before, user);
  if (room === undefined && waiting.length === before.waiting.length)
    return { ...NOTHING_CHANGES, value: [] };
  const rooms = room ? withoutRoom(before, room) : before.rooms;
  return {
    changes: { meetings: timed({ ...before, waiting, rooms }) },
    notices: [...(room ? [goodbye(room, user, here)] : []), ...(here ? [endedNotice(user, 'left')] : [])],
    value: room ? [room] : [],
  };
}

function goodbye(room: RoomRecord, user: UserId, here: boolean): Notice {
  const other = partnerOf(room, user);
  return here ? leftNotice(room, other, 'left') : disconnectedNotice(room, other);
}

/** A call of these two stands: their room waits for nothing any more. */
export function called({ meetings }: Meetings, [one, other]: readonly [UserId, UserId]): Outcome<Meetings> {
  const before = meetings ?? NOBODY;
  const room = roomOf(before, one);
  if (room === undefined || room.until === null || partnerOf(room, one) !== other) return NOTHING_CHANGES;
  const rooms = before.rooms.map((each) => (each === room ? { ...room, until: null } : each));
  return { ...NOTHING_CHANGES, changes: { meetings: timed({ ...before, rooms }) } };
}

/** The sweep's rule: whoever has waited for too long is told, in a room both. */
export function expire({ meetings }: Meetings, now: number): Outcome<Meetings, Closed> {
  const before = meetings ?? NOBODY;
  const isOver = ({ until }: { readonly until: number | null }) => until !== null && until <= now;
  const closed = before.rooms.filter(isOver);
  const given = before.waiting.filter(isOver);
  if (closed.length + given.length === 0) return { ...NOTHING_CHANGES, value: [] };
  return {
    changes: {
      meetings: timed({
        ...before,
        waiting: before.waiting.filter((each) => !isOver(each)),
        rooms: before.rooms.filter((each) => !isOver(each)),
      }),
    },
    notices: [
      ...given.map(({ user }) => endedNotice(user, 'waited_too_long')),
      ...closed.flatMap((room) => room.people.map((user) => leftNotice(room, user, 'waited_too_long'))),
    ],
    value: closed,
  };
}
