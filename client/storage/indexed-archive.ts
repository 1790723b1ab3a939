/** The archive in IndexedDB: one database of this origin, shared by all its tabs. */
import { openDB, type IDBPDatabase } from 'idb';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import type { Archive } from './archive.ts';
import type { History } from './history.ts';
import { IndexedHistory } from './indexed-history.ts';
import { fromRow, toRow, type Schema } from './indexed-rows.ts';
import {
  inOrder,
  isLater,
  type Advance,
  type Contact,
  type Position,
  type StoredMessage,
  type StoredState,
} from './records.ts';

const STRICT = { durability: 'strict' } as const;

export async function openIndexedArchive(name = 'earshot'): Promise<IndexedArchive> {
  const database = await openDB<Schema>(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('contacts', { keyPath: 'peer' });
      const messages = fresh.createObjectStore('messages', { keyPath: 'id' });
      messages.createIndex('inOrder', ['peer', 'clock', 'from', 'id']);
      messages.createIndex('outbox', 'outboxOf');
      messages.createIndex('unread', 'unreadOf');
      messages.createIndex('untold', 'untoldOf');
      messages.createIndex('words', 'words', { multiEntry: true });
      fresh.createObjectStore('removed');
      fresh.createObjectStore('clocks');
    },
    // A newer page wants to change the database: let it.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  return new IndexedArchive(database);
}

export class IndexedArchive implements Archive, History {
  readonly kept = true;
  readonly #database: IDBPDatabase<Schema>;
  readonly #history: IndexedHistory;

  constructor(database: IDBPDatabase<Schema>) {
    this.#database = database;
    this.#history = new IndexedHistory(database);
  }

  contacts(): Promise<readonly Contact[]> {
    return this.#database.getAll('contacts');
  }

  async putContact(contact: Contact): Promise<void> {
    const change = this.#database.transaction('contacts', 'readwrite', STRICT);
    await Promise.all([change.store.put(contact), change.done]);
  }

  async addMessage(message: StoredMessage): Promise<boolean> {
    const change = this.#database.transaction(['messages', 'removed'], 'readwrite', STRICT);
    const messages = change.objectStore('messages');
    const places = [messages.getKey(message.id), change.objectStore('removed').getKey(message.id)];
    const known = (await Promise.all(places)).some((key) => key !== undefined);
    await Promise.all([known ? undefined : messages.put(toRow(message)), change.done]);
    return !known;
  }

  async advance(
    ids: readonly MessageId[],
    state: StoredState,
    { told = false }: Advance = {},
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

  latest(peer: UserId, limit: number): Promise<readonly StoredMessage[]> {
    return this.#history.before(peer, null, limit);
  }

  lastClock(peer: UserId): Promise<number> {
    return this.#history.lastClock(peer);
  }

  countUnread(peer: UserId): Promise<number> {
    return this.#database.countFromIndex('messages', 'unread', peer);
  }

  unread(peer: UserId): Promise<readonly StoredMessage[]> {
    return this.#all('unread', peer);
  }

  outbox(peer?: UserId): Promise<readonly StoredMessage[]> {
    return this.#all('outbox', peer);
  }

  untold(peer?: UserId): Promise<readonly StoredMessage[]> {
    return this.#all('untold', peer);
  }

  before(peer: UserId, position: Position, limit: number): Promise<readonly StoredMessage[]> {
    return this.#history.before(peer, position, limit);
  }

  since(peer: UserId, position: Position, limit: number): Promise<readonly StoredMessage[]> {
    return this.#history.between(peer, position, null, limit);
  }

  between(peer: UserId, first: Position | null, last: Position | null): Promise<readonly StoredMessage[]> {
    return this.#history.between(peer, first, last);
  }

  search(text: string, peer?: UserId): Promise<readonly StoredMessage[]> {
    return this.#history.search(text, peer);
  }

  removeConversation(peer: UserId): Promise<void> {
    return this.#history.remove([peer]);
  }

  removeEverything(): Promise<void> {
    return this.#history.remove(null);
  }

  async #all(
    index: 'outbox' | 'untold' | 'unread',
    peer: UserId | undefined,
  ): Promise<readonly StoredMessage[]> {
    return (await this.#database.getAllFromIndex('messages', index, peer)).map(fromRow).sort(inOrder);
  }
}
