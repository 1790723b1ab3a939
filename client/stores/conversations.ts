import type { Readable } from '../base/store.ts';
import type { ChatRequestId, MessageId, UserId } from '../../protocol/ids.ts';
import type { PersonEntry } from './people.ts';

/** `waiting`: still only here. `sent`: the server passed it on. */
export type MessageState = 'waiting' | 'sent' | 'delivered' | 'read';

export interface MessageView {
  readonly id: MessageId;
  readonly mine: boolean;
  readonly text: string;
  readonly at: number;
  /** Null for the other person's messages. */
  readonly state: MessageState | null;
}

export interface IncomingRequestView {
  readonly requestId: ChatRequestId;
  readonly from: UserId;
  readonly name: string;
  readonly note: string;
}

/** The conversation on screen. An action that is impossible right now is null. */
export interface ConversationView {
  readonly person: PersonEntry;
  readonly messages: readonly MessageView[];
  readonly typing: boolean;
  /** Milliseconds of the clock until which a new request is refused after a decline; null where asking is possible or needless. */
  readonly askAgainAt: number | null;
  readonly ask: ((note: string) => void) | null;
  readonly withdraw: (() => void) | null;
  readonly respond: ((answer: 'accept' | 'decline' | 'block') => void) | null;
  readonly send: ((text: string) => void) | null;
  readonly block: (() => void) | null;
  readonly unblock: (() => void) | null;
}

export interface Conversations {
  readonly current: Readable<ConversationView | null>;
  /** Requests waiting for an answer here, oldest first. The first one is shown as a dialog. */
  readonly requests: Readable<readonly IncomingRequestView[]>;
  /** False where the browser keeps nothing (private mode): messages are gone with the tab, and the screen says so. */
  readonly kept: Readable<boolean>;
  open(peer: UserId): void;
  close(): void;
  respond(requestId: ChatRequestId, answer: 'accept' | 'decline' | 'block'): void;
  /** Says "is typing" to the other; ends by itself after a pause. */
  typed(): void;
}
