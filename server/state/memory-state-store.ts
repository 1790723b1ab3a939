/** Records of one process, in a Map. Everything is gone when the process ends, which is a promise (design.md, 1.5). */
import type { Outcome } from '../domain/rule.ts';
import type { Expiring, Key, Keys, Kind, RecordsOf, StateStore } from './state-store.ts';

export class MemoryStateStore implements StateStore {
  readonly #records = new Map<string, Expiring>();
  /** Keys of the records that have an end, so that the sweep looks at nothing else. */
  readonly #ending = new Set<string>();
  #begun = () => {};

  read<R extends Expiring>(key: Key<R>): Promise<R | null> {
    return Promise.resolve(this.#get(key));
  }

  transact<K extends Keys, V>(
    keys: K,
    rule: (records: RecordsOf<K>) => Outcome<RecordsOf<K>, V>,
  ): Promise<Outcome<RecordsOf<K>, V>> {
    return new Promise((resolve) => {
      const names = Object.keys(keys);
      // Built from exactly the names of K; Object.fromEntries cannot carry that through.
      const records = Object.fromEntries(names.map((name) => [name, this.#get(keys[name]!)])) as RecordsOf<K>;
      const outcome = rule(records);
      for (const name of names) {
        const change = outcome.changes[name as keyof K];
        if (change !== undefined) this.#put(keys[name]!, change);
      }
      resolve(outcome);
    });
  }

  due(now: number): Promise<readonly string[]> {
    const at = (key: string) => this.#records.get(key)?.expiresAt ?? Infinity;
    return Promise.resolve([...this.#ending].filter((key) => at(key) <= now).sort((a, b) => at(a) - at(b)));
  }

  whenEnding(begun: () => void): void {
    this.#begun = begun;
  }

  ending(): Promise<number> {
    return Promise.resolve(this.#ending.size);
  }

  size(): Promise<number> {
    return Promise.resolve(this.#records.size);
  }

  count<R extends Expiring>(kind: Kind<R>, fits: (record: R) => boolean): Promise<number> {
    let found = 0;
    // As in `#get`: what a key begins with fixes its record's type.
    for (const [key, record] of this.#records) if (key.startsWith(kind) && fits(record as R)) found += 1;
    return Promise.resolve(found);
  }

  #get<R extends Expiring>(key: Key<R>): R | null {
    // A key is made only by the function that also fixes its record's type.
    return (this.#records.get(key) as R | undefined) ?? null;
  }

  #put(key: string, record: Expiring | null): void {
    if (record === null) this.#records.delete(key);
    else this.#records.set(key, record);
    const wasNone = this.#ending.size === 0;
    if (record !== null && record.expiresAt !== null) this.#ending.add(key);
    else this.#ending.delete(key);
    if (wasNone && this.#ending.size > 0) this.#begun();
  }
}
