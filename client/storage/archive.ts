import type { MessageId, UserId } from '../../protocol/ids.ts';
import type { Advance, Contact, StoredMessage, StoredState } from './records.ts';

/** The port to what this browser keeps. What a promise has resolved for is stored, as durably as the browser can. */
export interface Archive {
  /** False where everything is gone with the tab. */
  readonly kept: boolean;
  contacts(): Promise<readonly Contact[]>;
  putContact(contact: Contact): Promise<void>;
  /**
   * Stores a message once, or what it changes in another, or what is better known of a call.
   * @returns false where its id was known already, and nothing changes
   */
  addMessage(message: StoredMessage): Promise<boolean>;
  /** Stores several like that. @returns those that changed something, in their order here */
  addMessages(messages: readonly StoredMessage[]): Promise<readonly StoredMessage[]>;
  /** Moves messages forward to a state. @returns those that changed; unknown ones and backward moves are left alone */
  advance(ids: readonly MessageId[], state: StoredState, change?: Advance): Promise<readonly StoredMessage[]>;
  /** The newest messages of a conversation, in order. */
  latest(peer: UserId, limit: number): Promise<readonly StoredMessage[]>;
  /** The highest clock this conversation ever had here, 0 where it had none. Removing messages does not turn it back. */
  lastClock(peer: UserId): Promise<number>;
  /** How many of their messages were never on screen. */
  countUnread(peer: UserId): Promise<number>;
  /** Their messages that were never on screen, in order. */
  unread(peer: UserId): Promise<readonly StoredMessage[]>;
  /** Mine that nobody has confirmed, in order; of one person, or of all. */
  outbox(peer?: UserId): Promise<readonly StoredMessage[]>;
  /** Theirs that are read but whose sender was never told; of one person, or of all. */
  untold(peer?: UserId): Promise<readonly StoredMessage[]>;
}
