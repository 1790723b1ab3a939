/** The second port to what this browser keeps: reading conversations back in pages, finding words in them, and removing them. */
import type { MessageId, UserId } from '../../protocol/ids.ts';
import type { Position, StoredMessage } from './records.ts';

/** Of a search. */
export const MOST_FOUND = 100;

export interface HistorySize {
  readonly conversations: number;
  readonly messages: number;
}

/** Messages come in the order of their conversation, except where it says otherwise; what only changes a message is not among them. */
export interface History {
  /** The last ones before a position, which itself is not among them. */
  before(peer: UserId, position: Position, limit: number): Promise<readonly StoredMessage[]>;
  /** The first ones from a position on, which itself is among them. */
  since(peer: UserId, position: Position, limit: number): Promise<readonly StoredMessage[]>;
  /** Both ends are among them; null is the end of the conversation on that side. */
  between(peer: UserId, first: Position | null, last: Position | null): Promise<readonly StoredMessage[]>;
  /** Those of these that are in the conversation. */
  withIds(peer: UserId, ids: readonly MessageId[]): Promise<readonly StoredMessage[]>;
  /**
   * Messages in which every word of the text begins a word, of one conversation or of all. At most MOST_FOUND, newest first by
   * the time in their ids.
   */
  search(text: string, peer?: UserId): Promise<readonly StoredMessage[]>;
  /** Messages that are sent again later stay removed. What is in the outbox is not sent any more. */
  removeConversation(peer: UserId): Promise<void>;
  /** Every conversation. Whom one accepted or blocked stays, because both have to hold. */
  removeEverything(): Promise<void>;
  /** Of all conversations. */
  size(): Promise<HistorySize>;
  /**
   * The earliest message said at a moment or after it, by the times that are shown. Those are the senders', so what stands
   * before it in the conversation may show a later time where a clock was wrong.
   */
  firstSince(peer: UserId, sentAt: number): Promise<StoredMessage | null>;
  /** When the earliest and the latest message were said. */
  times(peer: UserId): Promise<readonly [first: number, last: number] | null>;
}
