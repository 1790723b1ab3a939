/** The second port to what this browser keeps: reading conversations back in pages, finding words in them, and removing them. */
import type { UserId } from '../../protocol/ids.ts';
import type { Position, StoredMessage } from './records.ts';

/** Of a search. */
export const MOST_FOUND = 100;

/** Messages come in the order of their conversation, except where it says otherwise. */
export interface History {
  /** The last ones before a position, which itself is not among them. */
  before(peer: UserId, position: Position, limit: number): Promise<readonly StoredMessage[]>;
  /** The first ones from a position on, which itself is among them. */
  since(peer: UserId, position: Position, limit: number): Promise<readonly StoredMessage[]>;
  /** Both ends are among them; null is the end of the conversation on that side. */
  between(peer: UserId, first: Position | null, last: Position | null): Promise<readonly StoredMessage[]>;
  /**
   * Messages in which every word of the text begins a word, of one conversation or of all. At most MOST_FOUND, newest first by
   * the time in their ids.
   */
  search(text: string, peer?: UserId): Promise<readonly StoredMessage[]>;
  /** Messages that are sent again later stay removed. What is in the outbox is not sent any more. */
  removeConversation(peer: UserId): Promise<void>;
  /** Every conversation. Contacts stay, because a block has to hold. */
  removeEverything(): Promise<void>;
}
