/** The archive in IndexedDB: one database of this origin, shared by all its tabs. */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import type { Archive } from './archive.ts';
import { inOrder, isLater, type Contact, type StoredMessage, type StoredState } from './records.ts';

/** A message with what its indexes need: IndexedDB leaves out of an index whatever lacks the member it is made of. */
interface Row extends StoredMessage {
  /** Only on mine that are unconfirmed. */
  readonly outboxOf?: UserId;
  /** Only on theirs that are unread. */
  readonly unreadOf?: UserId;
  /** Only on theirs that are read, untold. */
  readonly untoldOf?: UserId;
}

interface Schema extends DBSchema {
  contacts: { key: UserId; value: Contact };
  messages: {
    key: MessageId;
    value: Row;
    indexes: {
      inOrder: [UserId, number, UserId, MessageId];
      outbox: UserId;
      unread: UserId;
      untold: UserId;
    };
  };
}

const STRICT = { durability: 'strict' } as const;

function toRow(message: StoredMessage): Row {
  const { peer, from, state, told } = message;
  const mine = from !== peer;
  return {
    ...message,
    ...(mine && !isLater(state, 'sent') ? { outboxOf: peer } : {}),
    ...(!mine && state !== 'read' ? { unreadOf: peer } : {}),
    ...(!mine && state === 'read' && !told ? { untoldOf: peer } : {}),
  };
}

const fromRow = ({ id, peer, from, clock, sentAt, text, state, told }: Row): StoredMessage => ({
  id,
  peer,
  from,
  clock,
  sentAt,
  text,
  state,
  told,
});

export async function openIndexedArchive(name = 'earshot'): Promise<IndexedArchive> {
  const database = await openDB<Schema>(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('contacts', { keyPath: 'peer' });
      const messages = fresh.createObjectStore('messages', { keyPath: 'id' });
      messages.createIndex('inOrder', ['peer', 'clock', 'from', 'id']);
      messages.createIndex('outbox', 'outboxOf');
      messages.createIndex('unread', 'unreadOf');
      messages.createIndex('untold', 'untoldOf');
    },
    // A newer page wants to change the database: let it.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  return new IndexedArchive(database);
}

export class IndexedArchive implements Archive {
  readonly kept = true;
  readonly #database: IDBPDatabase<Schema>;

  constructor(database: IDBPDatabase<Schema>) {
    this.#database = database;
  }

  contacts(): Promise<readonly Contact[]> {
    return this.#database.getAll('contacts');
  }

  async putContact(contact: Contact): Promise<void> {
    const change = this.#database.transaction('contacts', 'readwrite', STRICT);
    await Promise.all([change.store.put(contact), change.done]);
  }

  async addMessage(message: StoredMessage): Promise<boolean> {
    const change = this.#database.transaction('messages', 'readwrite', STRICT);
    const known = (await change.store.getKey(message.id)) !== undefined;
    await Promise.all([known ? undefined : change.store.put(toRow(message)), change.done]);
    return !known;
  }

  async advance(
    ids: readonly MessageId[],
    state: StoredState,
    told = false,
  ): Promise<readonly StoredMessage[]> {
    const change = this.#database.transaction('messages', 'readwrite', STRICT);
    const changed: StoredMessage[] = [];
    for (const id of ids) {
      const row = await change.store.get(id);
      if (row === undefined || !(isLater(state, row.state) || (told && !row.told))) continue;
      const next = { ...fromRow(row), state: isLater(state, row.state) ? state : row.state, told };
      await change.store.put(toRow(next));
      changed.push(next);
    }
    await change.done;
    return changed;
  }

  async latest(peer: UserId, limit: number): Promise<readonly StoredMessage[]> {
    const found: StoredMessage[] = [];
    // Arrays sort after every number and string, so this is the end of the conversation.
    const range = IDBKeyRange.bound([peer], [peer, []]);
    const index = this.#database.transaction('messages').store.index('inOrder');
    let cursor = await index.openCursor(range, 'prev');
    while (cursor !== null && found.length < limit) {
      found.push(fromRow(cursor.value));
      cursor = await cursor.continue();
    }
    return found.reverse();
  }

  countUnread(peer: UserId): Promise<number> {
    return this.#database.countFromIndex('messages', 'unread', peer);
  }

  outbox(peer?: UserId): Promise<readonly StoredMessage[]> {
    return this.#all('outbox', peer);
  }

  untold(peer?: UserId): Promise<readonly StoredMessage[]> {
    return this.#all('untold', peer);
  }

  async #all(index: 'outbox' | 'untold', peer: UserId | undefined): Promise<readonly StoredMessage[]> {
    return (await this.#database.getAllFromIndex('messages', index, peer)).map(fromRow).sort(inOrder);
  }
}
