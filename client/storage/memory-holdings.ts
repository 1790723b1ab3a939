/** All that a browser has in memory which keeps nothing. */
import type { MessageId, UserId } from '../../protocol/ids.ts';
import type { Holdings, Traces } from './holdings.ts';
import { inOrder, isAnnotation, type StoredMessage } from './records.ts';

interface Contents {
  readonly messages: ReadonlyMap<MessageId, StoredMessage>;
  readonly clocks: Map<UserId, number>;
  readonly removed: Set<MessageId>;
  readonly clear: () => void;
}

export class MemoryHoldings implements Holdings {
  readonly #contents: Contents;

  constructor(contents: Contents) {
    this.#contents = contents;
  }

  count(): Promise<number> {
    return Promise.resolve(this.#contents.messages.size);
  }

  after(last: StoredMessage | null, limit: number): Promise<readonly StoredMessage[]> {
    const later = [...this.#contents.messages.values()].filter(
      (each) => last === null || order(each, last) > 0,
    );
    return Promise.resolve(later.sort(order).slice(0, limit));
  }

  traces(): Promise<Traces> {
    const { clocks, removed } = this.#contents;
    return Promise.resolve({ clocks: [...clocks], removed: [...removed] });
  }

  addTraces(traces: Traces): Promise<void> {
    const { clocks, removed } = this.#contents;
    for (const [peer, clock] of traces.clocks) clocks.set(peer, Math.max(clock, clocks.get(peer) ?? 0));
    for (const id of traces.removed) removed.add(id);
    return Promise.resolve();
  }

  erase(): Promise<void> {
    this.#contents.clear();
    return Promise.resolve();
  }
}

function order(a: StoredMessage, b: StoredMessage): number {
  const kinds = Number(isAnnotation(a)) - Number(isAnnotation(b));
  if (kinds !== 0) return kinds;
  return a.peer === b.peer ? inOrder(a, b) : a.peer < b.peer ? -1 : 1;
}
