/** Who is told what about meeting by chance. */
import type { UserId } from '../../protocol/ids.ts';
import type { CurrentMeeting, FoundPartner, MeetingEnd, PartnerEnd } from '../../protocol/meetings.ts';
import { personOf } from './presence.ts';
import type { MeetingsRecord, RoomRecord, UserRecord, WaitingPerson } from './records.ts';
import { toUser, type Notice } from './rule.ts';

const waitOf = ({ media, until }: WaitingPerson, now: number) => ({ media, expiresInMs: until - now });

export const waitingNotice = (waiting: WaitingPerson, now: number): Notice => ({
  to: toUser(waiting.user),
  name: 'waiting_for_partner',
  payload: waitOf(waiting, now),
});

const found = ({ id, media, occasion, until }: RoomRecord, peer: UserRecord, now: number): FoundPartner => ({
  roomId: id,
  peer: personOf(peer),
  media,
  ...(occasion && { occasion }),
  expiresInMs: until === null ? null : until - now,
});

export const foundNotices = (room: RoomRecord, one: UserRecord, other: UserRecord, now: number): Notice[] => [
  { to: toUser(one.id), name: 'partner_found', payload: found(room, other, now) },
  { to: toUser(other.id), name: 'partner_found', payload: found(room, one, now) },
];

export const leftNotice = (room: RoomRecord, told: UserId, reason: PartnerEnd): Notice => ({
  to: toUser(told),
  name: 'partner_left',
  payload: { roomId: room.id, peer: partnerOf(room, told), reason },
});

export const disconnectedNotice = (room: RoomRecord, told: UserId): Notice => ({
  to: toUser(told),
  name: 'partner_disconnected',
  payload: { roomId: room.id, peer: partnerOf(room, told) },
});

export const endedNotice = (user: UserId, reason: MeetingEnd): Notice => ({
  to: toUser(user),
  name: 'meeting_ended',
  payload: { reason },
});

export const partnerOf = ({ people: [one, other] }: RoomRecord, user: UserId): UserId =>
  one === user ? other : one;

export const roomOf = ({ rooms }: MeetingsRecord, user: UserId): RoomRecord | undefined =>
  rooms.find(({ people }) => people.includes(user));

/** For a tab that connects; `partner` is whom this person has met, if anybody. */
export function currentMeeting(
  meetings: MeetingsRecord,
  user: UserId,
  partner: UserRecord | null,
  now: number,
): CurrentMeeting | null {
  const room = roomOf(meetings, user);
  if (room !== undefined) return partner && { phase: 'found', ...found(room, partner, now) };
  const waiting = meetings.waiting.find((each) => each.user === user);
  return waiting === undefined ? null : { phase: 'waiting', ...waitOf(waiting, now) };
}
