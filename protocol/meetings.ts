/** Meeting somebody by chance: what is chosen, what is told, and how it ends. */
import type { RoomId, UserId } from './ids.ts';
import type { Person } from './presence.ts';

export const MEETING_MEDIA = ['text', 'video'] as const;
export type MeetingMedia = (typeof MEETING_MEDIA)[number];

/** `next`: one of the two wanted somebody else, and both wait again. `waited_too_long`: no call came of a video meeting in time. */
export const PARTNER_ENDS = ['left', 'next', 'waited_too_long'] as const;
export type PartnerEnd = (typeof PARTNER_ENDS)[number];

/** Why one neither waits nor meets any more, said to one's own tabs. `no_coffee`: nobody was left to have it with. */
export type MeetingEnd = 'left' | 'waited_too_long' | 'no_coffee';

export interface WaitingForPartner {
  readonly media: MeetingMedia;
  readonly expiresInMs: number;
}

/** Two people who have met share a room until one of them goes. */
export interface FoundPartner {
  readonly roomId: RoomId;
  readonly peer: Person;
  readonly media: MeetingMedia;
  /** Left out where the two waited for somebody. */
  readonly occasion?: 'coffee';
  /** Until when a video meeting waits for its first call; null where it waits for nothing. */
  readonly expiresInMs: number | null;
}

export interface LeftPartner {
  readonly roomId: RoomId;
  readonly peer: UserId;
  readonly reason: PartnerEnd;
}

/** What a tab that connects finds going on. */
export type CurrentMeeting =
  ({ readonly phase: 'waiting' } & WaitingForPartner) | ({ readonly phase: 'found' } & FoundPartner);
