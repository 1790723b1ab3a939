/** What this browser keeps. */
import type { CallMedia } from '../../protocol/calls.ts';
import type { Consent, MessageAbout } from '../../protocol/chat.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';

export interface Contact {
  readonly peer: UserId;
  /** The name under which this identity was last seen. */
  readonly name: string;
  /** What I grant them. */
  readonly mine: Consent;
  /** Whether they granted me; known from their acceptance until the server says otherwise. */
  readonly theirs: boolean;
  /** A program, as the server said when it was here last. */
  readonly bot?: true;
  /** Of one whom I accepted: the name I knew, and when another took its place, by this browser's clock. */
  readonly former?: { readonly name: string; readonly until: number };
}

/** Mine: `waiting` until the server passed it on, and in the outbox until `delivered`. Theirs: `delivered` is stored here, `read` was on screen. */
export type StoredState = 'waiting' | 'sent' | 'delivered' | 'read';

export interface StoredMessage {
  readonly id: MessageId;
  /** The other person of the conversation. */
  readonly peer: UserId;
  readonly from: UserId;
  readonly clock: number;
  readonly sentAt: number;
  readonly text: string;
  readonly about?: MessageAbout;
  readonly state: StoredState;
  /** Theirs and read: whether they have been told. */
  readonly told: boolean;
  /** Mine: when its recipient's receipts came, by the server's clock; unknown where they did not come to this browser. */
  readonly deliveredAt?: number;
  readonly readAt?: number;
  /** When it was last edited. */
  readonly editedAt?: number;
  /** The last one of each person, in their order. */
  readonly reactions?: readonly StoredReaction[];
  /** This is no message but a call, as this browser saw it: under the id of the call, without a text, and never sent to anybody. */
  readonly call?: StoredCall;
}

/**
 * How a call went. Several tabs and devices see the same one, and the later in this list is the better knowledge: whoever had the
 * call knows more than who only heard it ring.
 */
export const CALL_OUTCOMES = [
  'unreachable',
  'cancelled',
  'no_answer',
  'busy',
  'declined',
  'answered_elsewhere',
  'failed',
  'answered',
] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

export interface StoredCall {
  readonly media: CallMedia;
  readonly outcome: CallOutcome;
  /** How long it was talked; missing where it was not, or where that is not known here. */
  readonly seconds?: number;
}

const MISSED: readonly CallOutcome[] = ['cancelled', 'no_answer', 'busy'];

/** They called, and nobody here took it or said no. */
export const isMissed = ({ outcome }: StoredCall, mine: boolean): boolean =>
  !mine && MISSED.includes(outcome);

const knowledge = ({ outcome, seconds = -1 }: StoredCall): number =>
  CALL_OUTCOMES.indexOf(outcome) * 1e9 + seconds;

/** @returns what is known of a call with something new about it, null where that is nothing */
export function betterKnown(known: StoredMessage, { call, state }: StoredMessage): StoredMessage | null {
  if (!known.call || !call || knowledge(call) <= knowledge(known.call)) return null;
  return { ...known, call, state: isLater(state, known.state) ? state : known.state };
}

export interface StoredReaction {
  readonly from: UserId;
  readonly emoji: string;
}

/** One that only changes another and is no row on the screen; a deleted message still is one. */
export const isAnnotation = ({ id, about }: Pick<StoredMessage, 'id' | 'about'>): boolean =>
  about !== undefined && about.kind !== 'reply' && about.message !== id;

/** Mine, and nobody has confirmed it. */
export const isInOutbox = ({ from, peer, state }: Pick<StoredMessage, 'from' | 'peer' | 'state'>): boolean =>
  from !== peer && !isLater(state, 'sent');

/** What else is known when a message moves on. */
export interface Advance {
  /** They have been told that it was read. */
  readonly told?: boolean;
  /** When, in milliseconds since 1970 by the server's clock. */
  readonly at?: number;
}

/** @returns what becomes of a message by a receipt, null where that is nothing */
export function advanced(
  message: StoredMessage,
  state: StoredState,
  { told = false, at }: Advance = {},
): StoredMessage | null {
  const moves = isLater(state, message.state);
  if (!moves && (!told || message.told)) return null;
  const time = moves && at !== undefined && state !== 'sent' && { [`${state}At`]: at };
  return { ...message, state: moves ? state : message.state, told: told || message.told, ...time };
}

/** Where a message stands in its conversation. */
export type Position = Pick<StoredMessage, 'clock' | 'from' | 'id'>;

/** The one order in which both sides show a conversation: by logical clock, then sender, then id. */
export function inOrder(a: Position, b: Position): number {
  return a.clock - b.clock || compare(a.from, b.from) || compare(a.id, b.id);
}
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const STATES: readonly StoredState[] = ['waiting', 'sent', 'delivered', 'read'];
/** States only move forward: a late receipt never takes back a later one. */
export const isLater = (next: StoredState, than: StoredState): boolean =>
  STATES.indexOf(next) > STATES.indexOf(than);
