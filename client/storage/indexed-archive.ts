/** The archive in IndexedDB: one database of this origin, shared by all its tabs. */
import type { IDBPDatabase, IDBPTransaction } from 'idb';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { settle, targetOf } from './annotations.ts';
import type { Archive } from './archive.ts';
import type { History, HistorySize } from './history.ts';
import type { Holdings, Portable } from './holdings.ts';
import { openDatabase, type StorageListeners } from './indexed-database.ts';
import { IndexedHistory } from './indexed-history.ts';
import { IndexedRetention } from './indexed-retention.ts';
import { fromRow, toAnnotationRow, toRow, type Schema } from './indexed-rows.ts';
import {
  advanced,
  betterKnown,
  inOrder,
  isAnnotation,
  type Advance,
  type Contact,
  type Position,
  type StoredMessage,
  type StoredState,
} from './records.ts';
import type { Keep, Keeping, Past, Retention } from './retention.ts';

const STRICT = { durability: 'strict' } as const;

type Adding = IDBPTransaction<Schema, ('messages' | 'annotations' | 'removed')[], 'readwrite'>;

interface IndexedArchiveOptions extends StorageListeners {
  readonly now?: () => number;
}

export async function openIndexedArchive(
  name = 'earshot',
  { now, ...listeners }: IndexedArchiveOptions = {},
): Promise<IndexedArchive> {
  return new IndexedArchive(await openDatabase(name, listeners), now);
}

export class IndexedArchive implements Archive, History, Portable, Retention {
  readonly kept = true;
  readonly #database: IDBPDatabase<Schema>;
  readonly #history: IndexedHistory;
  readonly #retention: IndexedRetention;
  readonly #now: () => number;

  constructor(database: IDBPDatabase<Schema>, now = () => Date.now()) {
    this.#database = database;
    this.#history = new IndexedHistory(database);
    this.#retention = new IndexedRetention(database);
    this.#now = now;
  }

  contacts(): Promise<readonly Contact[]> {
    return this.#database.getAll('contacts');
  }

  async putContact(contact: Contact): Promise<void> {
    const change = this.#database.transaction('contacts', 'readwrite', STRICT);
    await Promise.all([change.store.put(contact), change.done]);
  }

  async addMessage(message: StoredMessage): Promise<boolean> {
    return (await this.addMessages([message])).length > 0;
  }

  async addMessages(given: readonly StoredMessage[]): Promise<readonly StoredMessage[]> {
    const change = this.#database.transaction(['messages', 'annotations', 'removed'], 'readwrite', STRICT);
    const fresh: StoredMessage[] = [];
    // One after the other: what one says may be about another.
    for (const message of given) if (await this.#add(change, message)) fresh.push(message);
    await change.done;
    return fresh;
  }

  async advance(
    ids: readonly MessageId[],
    state: StoredState,
    change?: Advance,
  ): Promise<readonly StoredMessage[]> {
    const writing = this.#database.transaction(['messages', 'annotations'], 'readwrite', STRICT);
    const messages = writing.objectStore('messages');
    const annotations = writing.objectStore('annotations');
    const changed: StoredMessage[] = [];
    for (const id of ids) {
      const row = await messages.get(id);
      const annotation = row === undefined ? await annotations.get(id) : undefined;
      const before = row ?? annotation;
      const next = before && advanced(fromRow(before), state, change);
      if (!next) continue;
      await (row === undefined
        ? annotations.put(toAnnotationRow(next))
        : messages.put({ ...toRow(next), ...keptAtOf(row) }));
      changed.push(next);
    }
    await writing.done;
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

  async outbox(peer?: UserId): Promise<readonly StoredMessage[]> {
    const reading = this.#database.transaction(['messages', 'annotations']);
    const rows = await Promise.all([
      reading.objectStore('messages').index('outbox').getAll(peer),
      reading.objectStore('annotations').index('outbox').getAll(peer),
    ]);
    return rows.flat().map(fromRow).sort(inOrder);
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

  withIds(peer: UserId, ids: readonly MessageId[]): Promise<readonly StoredMessage[]> {
    return this.#history.withIds(peer, ids);
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

  size(): Promise<HistorySize> {
    return this.#history.size();
  }

  firstSince(peer: UserId, sentAt: number): Promise<StoredMessage | null> {
    return this.#history.firstSince(peer, sentAt);
  }

  times(peer: UserId): Promise<readonly [first: number, last: number] | null> {
    return this.#history.times(peer);
  }

  keeping(): Promise<Keeping> {
    return this.#retention.keeping();
  }

  keep(peer: UserId, keep: Keep): Promise<void> {
    return this.#retention.keep(peer, keep);
  }

  keepFresh(keep: Keep): Promise<void> {
    return this.#retention.keepFresh(keep);
  }

  peers(): Promise<readonly UserId[]> {
    return this.#retention.peers();
  }

  expire(peer: UserId, past: Past, limit: number): Promise<number> {
    return this.#retention.expire(peer, past, limit);
  }

  /** @returns false where it is known */
  async #add(change: Adding, message: StoredMessage): Promise<boolean> {
    const messages = change.objectStore('messages');
    const annotations = change.objectStore('annotations');
    const target = targetOf(message);
    const changes = target !== message.id;
    const [stored, about, ...keys] = await Promise.all([
      changes ? messages.get(target) : undefined,
      annotations.index('about').getAll(target),
      messages.getKey(message.id),
      annotations.getKey(message.id),
      change.objectStore('removed').getKey(message.id),
      // Nothing comes back by what is said about it.
      change.objectStore('removed').getKey(target),
    ]);
    if (keys.some((key) => key !== undefined)) {
      const known = message.call && (await messages.get(message.id));
      const better = known && betterKnown(fromRow(known), message);
      if (better) await messages.put({ ...toRow(better), ...keptAtOf(known) });
      return Boolean(better);
    }
    const all = [...about.map(fromRow), ...(changes ? [message] : [])];
    const settled = settle(changes ? stored && fromRow(stored) : message, all);
    const keptAt = stored === undefined ? { keptAt: this.#now() } : keptAtOf(stored);
    // The last one for an id is what stays.
    const puts = [...(changes ? [message] : []), ...settled].map((each) =>
      isAnnotation(each)
        ? annotations.put(toAnnotationRow(each))
        : messages.put({ ...toRow(each), ...keptAt }),
    );
    await Promise.all(puts);
    return true;
  }

  async holdings(): Promise<Holdings> {
    const { IndexedHoldings } = await import('./indexed-holdings.ts');
    return new IndexedHoldings(this.#database);
  }

  async #all(index: 'untold' | 'unread', peer: UserId | undefined): Promise<readonly StoredMessage[]> {
    return (await this.#database.getAllFromIndex('messages', index, peer)).map(fromRow).sort(inOrder);
  }
}

const keptAtOf = ({ keptAt }: { readonly keptAt?: number }) => (keptAt === undefined ? {} : { keptAt });
