/** Runs a rule over the store and sends the notices it returns, in order. */
import type { Clock } from '../clock.ts';
import type { Notice, Outcome } from '../domain/rule.ts';
import type { Expiring, Key, Keys, RecordsOf, StateStore } from './state-store.ts';

export class RuleRunner {
  readonly #store: StateStore;
  readonly #clock: Clock;
  readonly #send: (notice: Notice) => void;

  constructor(options: {
    readonly store: StateStore;
    readonly clock: Clock;
    readonly send: (notice: Notice) => void;
  }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#send = options.send;
  }

  read<R extends Expiring>(key: Key<R>): Promise<R | null> {
    return this.#store.read(key);
  }

  /** @returns the rule's value. @throws what the rule throws */
  async run<K extends Keys, V>(
    keys: K,
    rule: (records: RecordsOf<K>, now: number) => Outcome<RecordsOf<K>, V>,
  ): Promise<V> {
    const now = this.#clock.now();
    const outcome = await this.#store.transact(keys, (records) => rule(records, now));
    for (const notice of outcome.notices) this.#send(notice);
    return outcome.value;
  }
}
