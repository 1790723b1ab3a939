/** How messages lie in IndexedDB: each with what its indexes need. */
import type { DBSchema } from 'idb';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { wordsOf } from './words-of.ts';
import { isLater, type Contact, type StoredMessage } from './records.ts';

/** IndexedDB leaves out of an index whatever lacks the member it is made of. */
interface Row extends StoredMessage {
  /** Only on mine that are unconfirmed. */
  readonly outboxOf?: UserId;
  /** Only on theirs that are unread. */
  readonly unreadOf?: UserId;
  /** Only on theirs that are read, untold. */
  readonly untoldOf?: UserId;
  /** Each word after its conversation, so that one conversation is searched without the others. */
  readonly words: readonly string[];
}

export interface Schema extends DBSchema {
  contacts: { key: UserId; value: Contact };
  messages: {
    key: MessageId;
    value: Row;
    indexes: {
      inOrder: [UserId, number, UserId, MessageId];
      outbox: UserId;
      unread: UserId;
      untold: UserId;
      words: string;
    };
  };
  /** Ids of removed messages that may be sent again. */
  removed: { key: MessageId; value: true };
  /** The last clock of conversations from which messages were removed. */
  clocks: { key: UserId; value: number };
}

/** What the index of words holds for a word; all user ids are of one length. */
export const wordKey = (peer: UserId, word: string): string => peer + word;

export function toRow(message: StoredMessage): Row {
  const { peer, from, state, told, text } = message;
  const mine = from !== peer;
  return {
    ...message,
    words: wordsOf(text).map((word) => wordKey(peer, word)),
    ...(mine && !isLater(state, 'sent') ? { outboxOf: peer } : {}),
    ...(!mine && state !== 'read' ? { unreadOf: peer } : {}),
    ...(!mine && state === 'read' && !told ? { untoldOf: peer } : {}),
  };
}

export const fromRow = ({ id, peer, from, clock, sentAt, text, about, state, told }: Row): StoredMessage => ({
  ...(about === undefined ? {} : { about }),
  id,
  peer,
  from,
  clock,
  sentAt,
  text,
  state,
  told,
});
