/** The records that rules work on. `expiresAt` is when the sweep ends what waits. */
import type { CallMedia, CallRole } from '../../protocol/calls.ts';
import type { CallId, ChatRequestId, RoomId, TabId, UserId } from '../../protocol/ids.ts';
import type { MeetingMedia } from '../../protocol/meetings.ts';
import type { ChosenStatus } from '../../protocol/presence.ts';
import type { HeardRing } from './ring-limit.ts';

export interface TabRecord {
  readonly id: TabId;
  readonly idle: boolean;
}

export interface UserRecord {
  readonly id: UserId;
  readonly name: string;
  readonly foldedName: string;
  readonly chosen: ChosenStatus;
  /** A program with a key, by HTTP. */
  readonly bot: boolean;
  /** Connected tabs of all devices. */
  readonly tabs: readonly TabRecord[];
  /** The one call this person is in, ringing or active. */
  readonly call: { readonly peer: UserId; readonly active: boolean } | null;
  /** People with a pending request from, and to, this person. */
  readonly asked: readonly UserId[];
  readonly askedBy: readonly UserId[];
  /** Calls of the last minutes that made the devices of this person ring. */
  readonly heardRings: readonly HeardRing[];
  /** A call that this person says they hold, and that the server forgot when it was started anew. */
  readonly resuming: {
    readonly id: CallId;
    readonly peer: UserId;
    readonly role: CallRole;
    readonly tab: TabId;
    /** The page was loaded anew since. */
    readonly fresh: boolean;
    readonly expiresAt: number;
  } | null;
  /** End of the grace, while no tab is connected. */
  readonly expiresAt: number | null;
}

/** Who holds a name; its key is the folded name. */
export interface NameRecord {
  readonly owner: UserId;
  readonly expiresAt: null;
}

export interface ChatRequestRecord {
  readonly id: ChatRequestId;
  readonly from: UserId;
  readonly to: UserId;
  readonly note: string;
  /** `declined` is kept until the cool-down is over. `hidden` is a request to somebody who blocked the sender: it is never shown, and only expires. */
  readonly phase: 'pending' | 'hidden' | 'declined';
  readonly expiresAt: number;
}

/** One call of one pair of people; its key is the pair, so that two people who call each other meet in one record. */
export interface CallRecord {
  readonly id: CallId;
  /** Former ids, the oldest first: a page that was loaded anew within the call gives it another. */
  readonly was: readonly CallId[];
  /** The run of the server that it belongs to. */
  readonly run: string;
  readonly media: CallMedia;
  readonly caller: { readonly user: UserId; readonly tab: TabId };
  readonly callee: { readonly user: UserId; readonly tab: TabId | null };
  readonly phase: 'ringing' | 'active';
  /** The caller rang this person so often that this call is only shown. */
  readonly tooOften: boolean;
  /** When an unanswered call stops ringing. */
  readonly ringEndsAt: number;
  /** Parties whose tab of this call lost its connection. */
  readonly lost: readonly UserId[];
  /** The earlier of `ringEndsAt` and the end of a lost party's grace; null while an active call lacks nobody. */
  readonly expiresAt: number | null;
}

/** Somebody who waits for whoever else waits for the same. */
export interface WaitingPerson {
  readonly user: UserId;
  readonly media: MeetingMedia;
  readonly until: number;
  /** Whom they have just moved on from, or who from them: not the same again in this wait. */
  readonly not: UserId | null;
}

/** Two people who have met. */
export interface RoomRecord {
  readonly id: RoomId;
  readonly media: MeetingMedia;
  readonly occasion?: 'coffee';
  readonly people: readonly [UserId, UserId];
  readonly since: number;
  /** When it ends unless a call has come of it; null where it waits for none. */
  readonly until: number | null;
}

/** Everybody who waits, all rooms, and who has met whom: one record, so that whoever is paired is looked for among all of them. */
export interface MeetingsRecord {
  /** The longest first. */
  readonly waiting: readonly WaitingPerson[];
  readonly rooms: readonly RoomRecord[];
  /** When two people have met last, by both ids in order; the longest ago first. */
  readonly met: ReadonlyMap<string, number>;
  /** The first end of what waits. */
  readonly expiresAt: number | null;
}
