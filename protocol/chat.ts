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

export interface MessageDraft {
  readonly to: UserId;
  readonly messageId: MessageId;
  /** Lamport clock of the conversation (Lamport 1978): greater than every clock seen in it before. Orders messages together with the sender's id. */
  readonly clock: number;
  /** Milliseconds since 1970 by the server's clock as the sender's page knows it. For display only, never for order. */
  readonly sentAt: number;
  readonly text: string;
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
