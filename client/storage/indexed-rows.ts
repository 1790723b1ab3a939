/** How messages lie in IndexedDB: each with what its indexes need. */
import type { DBSchema } from 'idb';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { isDeleted } from './annotations.ts';
import { wordsOf } from './words-of.ts';
import { isLater, type Contact, type Position, type StoredMessage } from './records.ts';
import type { Keep } from './retention.ts';

/** IndexedDB leaves out of an index whatever lacks the member it is made of. */
interface OutboxRow extends StoredMessage {
  /** Only on mine that are unconfirmed. */
  readonly outboxOf?: UserId;
}

interface MessageRow extends OutboxRow {
  /** Only on theirs that are unread. */
  readonly unreadOf?: UserId;
  /** Only on theirs that are read, untold. */
  readonly untoldOf?: UserId;
  /** Each word after its conversation, so that one conversation is searched without the others. */
  readonly words: readonly string[];
  /** When it was stored, by this browser's clock; missing on those of an older version. */
  readonly keptAt?: number;
}

type OrderKey = [UserId, number, UserId, MessageId];

export interface Schema extends DBSchema {
  contacts: { key: UserId; value: Contact };
  /** What is a row on the screen. */
  messages: {
    key: MessageId;
    value: MessageRow;
    indexes: {
      inOrder: OrderKey;
      outbox: UserId;
      unread: UserId;
      untold: UserId;
      words: string;
      said: [UserId, number];
      kept: [UserId, number];
    };
  };
  /** What only changes a message: edits, deletes and reactions. */
  annotations: {
    key: MessageId;
    value: OutboxRow;
    indexes: { inOrder: OrderKey; outbox: UserId; about: MessageId };
  };
  /** Ids of removed messages that may be sent again. */
  removed: { key: MessageId; value: true };
  /** The last clock of conversations from which messages were removed. */
  clocks: { key: UserId; value: number };
  /** For how long, where somebody has chosen. */
  keeping: { key: UserId | 'fresh'; value: Keep };
}

export const keyOf = (peer: UserId, { clock, from, id }: Position): OrderKey => [peer, clock, from, id];
/** Arrays sort after every number and string, so this is the end of the conversation. The schema's type knows no such key. */
export const endOf = (peer: UserId): OrderKey => [peer, []] as unknown as OrderKey;
export const rangeOf = (peer: UserId): IDBKeyRange => IDBKeyRange.bound([peer], endOf(peer));

/** What peersOf needs of the index of messages in their order. */
interface KeyCursor {
  readonly key: OrderKey;
  continue(key: OrderKey): Promise<KeyCursor | null>;
}

/** Everybody with whom there is a conversation, by jumping from the one's last message to the next one's first. */
export async function peersOf(inOrder: { openKeyCursor(): Promise<KeyCursor | null> }): Promise<UserId[]> {
  const peers: UserId[] = [];
  let cursor = await inOrder.openKeyCursor();
  while (cursor !== null) {
    const [peer] = cursor.key;
    peers.push(peer);
    cursor = await cursor.continue(endOf(peer));
  }
  return peers;
}

/** What the index of words holds for a word; all user ids are of one length. */
export const wordKey = (peer: UserId, word: string): string => peer + word;

export function toAnnotationRow(message: StoredMessage): OutboxRow {
  const { peer, from, state } = message;
  return { ...message, ...(from !== peer && !isLater(state, 'sent') ? { outboxOf: peer } : {}) };
}

export function toRow(message: StoredMessage): MessageRow {
  const { peer, from, state, told, text } = message;
  const theirs = from === peer;
  return {
    ...toAnnotationRow(message),
    words: wordsOf(text).map((word) => wordKey(peer, word)),
    ...(theirs && state !== 'read' && !isDeleted(message) ? { unreadOf: peer } : {}),
    ...(theirs && state === 'read' && !told ? { untoldOf: peer } : {}),
  };
}

export const fromRow = ({ outboxOf, ...row }: OutboxRow): StoredMessage => {
  // Of the two kinds of rows only messages have these.
  const { keptAt, unreadOf, untoldOf, words, ...message }: Partial<MessageRow> & StoredMessage = row;
  return message;
};
