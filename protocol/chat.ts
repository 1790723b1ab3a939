import type { ChatRequestId, MessageId, UserId } from './ids.ts';
import type { Person } from './presence.ts';

export interface IncomingChatRequest {
  readonly requestId: ChatRequestId;
  readonly from: Person;
  readonly note: string;
  readonly expiresInMs: number;
}

export const CHAT_ANSWERS = ['accept', 'decline', 'block'] as const;
export type ChatAnswer = (typeof CHAT_ANSWERS)[number];

/** Why a chat request went away without an answer to it here. */
export type ChatRequestEnd = 'withdrawn' | 'expired' | 'answered_elsewhere' | 'left';

/** What one person grants another. `none` withdraws either of the others. */
export const CONSENTS = ['accepted', 'blocked', 'none'] as const;
export type Consent = (typeof CONSENTS)[number];

/**
 * `reply`: a message that answers another. The rest are no messages of their own but change one: `edit` has its new text, `delete` has
 * none, a `reaction` is one emoji, or nothing to take it back. A `delete` about itself is what is left of a message that was deleted
 * before it arrived.
 */
export const ABOUT_KINDS = ['reply', 'edit', 'delete', 'reaction'] as const;
export type AboutKind = (typeof ABOUT_KINDS)[number];

export interface MessageAbout {
  readonly kind: AboutKind;
  readonly message: MessageId;
}

export interface MessageDraft {
  readonly to: UserId;
  readonly messageId: MessageId;
  /** Lamport clock of the conversation (Lamport 1978): greater than every clock seen in it before. Orders messages together with the sender's id. */
  readonly clock: number;
  /** Milliseconds since 1970 by the server's clock as the sender's page knows it. For display only, never for order. */
  readonly sentAt: number;
  readonly text: string;
  readonly about?: MessageAbout;
}

export interface PrivateMessage extends MessageDraft {
  readonly from: UserId;
}

/** `delivered`: stored in a browser of the recipient. `read`: was on screen there. */
export interface MessageReceipt {
  readonly peer: UserId;
  readonly messageIds: readonly MessageId[];
  readonly status: 'delivered' | 'read';
}
