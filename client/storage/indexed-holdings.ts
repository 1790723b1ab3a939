/** All that lies in IndexedDB, read and removed as a whole. */
import type { IDBPDatabase } from 'idb';
import type { Holdings, Traces } from './holdings.ts';
import { fromRow, keyOf, type Schema } from './indexed-rows.ts';
import { isAnnotation, type StoredMessage } from './records.ts';

const STRICT = { durability: 'strict' } as const;

export class IndexedHoldings implements Holdings {
  readonly #database: IDBPDatabase<Schema>;

  constructor(database: IDBPDatabase<Schema>) {
    this.#database = database;
  }

  async count(): Promise<number> {
    const counts = [this.#database.count('messages'), this.#database.count('annotations')];
    return (await Promise.all(counts)).reduce((sum, count) => sum + count);
  }

  async after(last: StoredMessage | null, limit: number): Promise<readonly StoredMessage[]> {
    const range = last === null ? undefined : IDBKeyRange.lowerBound(keyOf(last.peer, last), true);
    const [first, rest] = this.#stores();
    if (last !== null && isAnnotation(last)) return rest(range, limit);
    const messages = await first(range, limit);
    const missing = limit - messages.length;
    return missing > 0 ? [...messages, ...(await rest(undefined, missing))] : messages;
  }

  async traces(): Promise<Traces> {
    const reading = this.#database.transaction(['clocks', 'removed']);
    const clocks = reading.objectStore('clocks');
    const [peers, values, removed] = await Promise.all([
      clocks.getAllKeys(),
      clocks.getAll(),
      reading.objectStore('removed').getAllKeys(),
    ]);
    return { clocks: peers.map((peer, index) => [peer, values[index] ?? 0]), removed };
  }

  async addTraces({ clocks, removed }: Traces): Promise<void> {
    const change = this.#database.transaction(['clocks', 'removed'], 'readwrite', STRICT);
    const store = change.objectStore('clocks');
    await Promise.all([
      ...clocks.map(async ([peer, clock]) => store.put(Math.max(clock, (await store.get(peer)) ?? 0), peer)),
      ...removed.map((id) => change.objectStore('removed').put(true, id)),
      change.done,
    ]);
  }

  async erase(): Promise<void> {
    const names = [...this.#database.objectStoreNames];
    const change = this.#database.transaction(names, 'readwrite', STRICT);
    await Promise.all([...names.map((name) => change.objectStore(name).clear()), change.done]);
  }

  #stores() {
    const read =
      (store: 'messages' | 'annotations') =>
      async (range: IDBKeyRange | undefined, limit: number): Promise<StoredMessage[]> =>
        (await this.#database.getAllFromIndex(store, 'inOrder', range, limit)).map(fromRow);
    return [read('messages'), read('annotations')] as const;
  }
}
