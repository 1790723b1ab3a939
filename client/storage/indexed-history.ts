/** Reading, searching and removing what lies in IndexedDB, never by going through all of it. */
import type { IDBPDatabase, IDBPTransaction } from 'idb';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { wordsOf } from './words-of.ts';
import { MOST_FOUND, type HistorySize } from './history.ts';
import { endOf, fromRow, keyOf, peersOf, rangeOf, wordKey, type Schema } from './indexed-rows.ts';
import { inOrder, type Position, type StoredMessage } from './records.ts';

/** The newest of a removed conversation whose ids are remembered: one that nobody confirmed to its sender is sent again. */
const REMEMBERED = 1_000;

const REMOVING = ['messages', 'annotations', 'removed', 'clocks', 'contacts'] as const;

type Removing = IDBPTransaction<Schema, (typeof REMOVING)[number][], 'readwrite'>;
interface Traces {
  readonly ids: MessageId[];
  readonly clocks: (readonly [peer: UserId, clock: number])[];
}

/** Sorts after every text that begins alike. */
const LAST_CHARACTER = '\uffff';

export class IndexedHistory {
  readonly #database: IDBPDatabase<Schema>;

  constructor(database: IDBPDatabase<Schema>) {
    this.#database = database;
  }

  /** The last ones before a position, or before the end. */
  async before(peer: UserId, position: Position | null, limit: number): Promise<readonly StoredMessage[]> {
    const found: StoredMessage[] = [];
    const range = IDBKeyRange.bound(
      [peer],
      position === null ? endOf(peer) : keyOf(peer, position),
      true,
      true,
    );
    const index = this.#database.transaction('messages').store.index('inOrder');
    let cursor = await index.openCursor(range, 'prev');
    while (cursor !== null) {
      found.push(fromRow(cursor.value));
      if (found.length >= limit) break;
      cursor = await cursor.continue();
    }
    return found.reverse();
  }

  async between(
    peer: UserId,
    first: Position | null,
    last: Position | null,
    limit?: number,
  ): Promise<readonly StoredMessage[]> {
    const range = IDBKeyRange.bound(
      first === null ? [peer] : keyOf(peer, first),
      last === null ? endOf(peer) : keyOf(peer, last),
    );
    return (await this.#database.getAllFromIndex('messages', 'inOrder', range, limit)).map(fromRow);
  }

  async lastClock(peer: UserId): Promise<number> {
    const reading = this.#database.transaction(['messages', 'annotations', 'clocks']);
    const [message, annotation, removed] = await Promise.all([
      reading.objectStore('messages').index('inOrder').openKeyCursor(rangeOf(peer), 'prev'),
      reading.objectStore('annotations').index('inOrder').openKeyCursor(rangeOf(peer), 'prev'),
      reading.objectStore('clocks').get(peer),
    ]);
    return Math.max(message?.key[1] ?? 0, annotation?.key[1] ?? 0, removed ?? 0);
  }

  async withIds(peer: UserId, ids: readonly MessageId[]): Promise<readonly StoredMessage[]> {
    const { store } = this.#database.transaction('messages');
    const rows = await Promise.all(Array.from(new Set(ids), (id) => store.get(id)));
    const known = rows.filter((row) => row !== undefined).filter((row) => row.peer === peer);
    return known.map(fromRow).sort(inOrder);
  }

  async search(text: string, peer?: UserId): Promise<readonly StoredMessage[]> {
    const starts = wordsOf(text);
    if (starts.length === 0) return [];
    const reading = this.#database.transaction(['messages', 'removed', 'clocks']);
    const messages = reading.objectStore('messages');
    const peers = peer === undefined ? await peersOf(messages.index('inOrder')) : [peer];
    const startingWith = async (start: string): Promise<Set<MessageId>> => {
      const keys = peers.map((one) => {
        const begin = wordKey(one, start);
        return messages.index('words').getAllKeys(IDBKeyRange.bound(begin, begin + LAST_CHARACTER));
      });
      return new Set((await Promise.all(keys)).flat());
    };
    const [first = new Set<MessageId>(), ...others] = await Promise.all(starts.map(startingWith));
    const ids = [...first].filter((id) => others.every((ids) => ids.has(id)));
    const newest = ids.sort((a, b) => (a < b ? 1 : -1)).slice(0, MOST_FOUND);
    const rows = await Promise.all(newest.map((id) => messages.get(id)));
    return rows.filter((row) => row !== undefined).map(fromRow);
  }

  /** Null is everybody. */
  async remove(peers: readonly UserId[] | null): Promise<void> {
    try {
      const change = this.#beginRemoving();
      const all = forget(change, peers).then((traces) => remember(change, traces));
      await Promise.all([all, change.done]);
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'QuotaExceededError') throw error;
      // To remember takes room, which there is only when they are gone.
      const change = this.#beginRemoving();
      const [traces] = await Promise.all([forget(change, peers), change.done]);
      // Where there still is none, one that nobody confirmed may come again; they are gone all the same.
      await this.#remember(traces).catch(() => undefined);
    }
  }

  async #remember(traces: Traces): Promise<void> {
    const change = this.#beginRemoving();
    await Promise.all([remember(change, traces), change.done]);
  }

  #beginRemoving(): Removing {
    return this.#database.transaction(REMOVING, 'readwrite', { durability: 'strict' });
  }

  async size(): Promise<HistorySize> {
    const { store } = this.#database.transaction('messages');
    const [messages, peers] = await Promise.all([store.count(), peersOf(store.index('inOrder'))]);
    return { conversations: peers.length, messages };
  }

  /** By the index of the times, so that it takes no longer in a long conversation. */
  async firstSince(peer: UserId, sentAt: number): Promise<StoredMessage | null> {
    const index = this.#database.transaction('messages').store.index('said');
    const [row] = await index.getAll(IDBKeyRange.bound([peer, sentAt], endOf(peer)), 1);
    return row === undefined ? null : fromRow(row);
  }

  async times(peer: UserId): Promise<readonly [first: number, last: number] | null> {
    const index = this.#database.transaction('messages').store.index('said');
    const [first, last] = await Promise.all([
      index.openKeyCursor(rangeOf(peer)),
      index.openKeyCursor(rangeOf(peer), 'prev'),
    ]);
    return first === null || last === null ? null : [first.key[1], last.key[1]];
  }
}

/** Removes them, and says what is to be remembered: their ids, and the last clock of each conversation. */
async function forget(change: Removing, peers: readonly UserId[] | null): Promise<Traces> {
  const traces: Traces = { ids: [], clocks: [] };
  for (const name of ['messages', 'annotations'] as const) {
    const store = change.objectStore(name);
    const index = store.index('inOrder');
    for (const peer of peers ?? (await peersOf(index))) {
      const [last, ids] = await Promise.all([
        index.openKeyCursor(rangeOf(peer), 'prev'),
        index.getAllKeys(rangeOf(peer)),
      ]);
      if (last === null) continue;
      traces.clocks.push([peer, last.key[1]]);
      traces.ids.push(...ids.slice(-REMEMBERED));
      if (peers !== null) await Promise.all(ids.map((id) => store.delete(id)));
    }
    if (peers === null) await store.clear();
  }
  if (peers === null) {
    const contacts = change.objectStore('contacts');
    const strangers = (await contacts.getAll()).filter(({ mine }) => mine === 'none');
    await Promise.all(strangers.map(({ peer }) => contacts.delete(peer)));
  }
  return traces;
}

async function remember(change: Removing, { ids, clocks }: Traces): Promise<void> {
  const [removed, known] = [change.objectStore('removed'), change.objectStore('clocks')];
  for (const [peer, clock] of clocks) {
    // A late message of theirs may have a lower clock than those removed before.
    await known.put(Math.max(clock, (await known.get(peer)) ?? 0), peer);
  }
  await Promise.all(ids.map((id) => removed.put(true, id)));
}
