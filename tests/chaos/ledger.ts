/**
 * What the client processes of a chaos run have said: how much was sent, what waits in which outbox, and how long the outboxes
 * took to empty after each return of the server.
 */
import type { MessageId, UserId } from '../../protocol/ids.ts';
import type { ChaosEvent } from './orders.ts';

const SLOW_MS = 2_000;

/** Sender and recipient. */
type PairKey = `${UserId} ${UserId}`;
const keyOf = (from: UserId, to: UserId): PairKey => `${from} ${to}`;
const peopleOf = (key: PairKey) => key.split(' ') as [UserId, UserId]; // as `keyOf` has put them together

/** One return of the server, and the messages that waited for it. */
interface ServerReturn {
  readonly at: number;
  readonly waiting: Map<PairKey, Set<MessageId>>;
  /** Pairs of whom one lost the connection again, or had none to begin with. */
  readonly unsteady: Set<PairKey>;
  /** Milliseconds until the last message of each of those pairs had left. */
  readonly took: Map<PairKey, number>;
  /** When the server was killed again. */
  until: number | null;
}

export interface DrainFigures {
  /** Returns of the server for which something waited. */
  readonly returns: number;
  /** Milliseconds for the pairs whose two connections held, of those returns that lasted long enough to tell. */
  readonly steady: readonly number[];
  /** How long the other returns lasted: the server was killed again while a pair whose connections held still had something waiting. */
  readonly cutShort: readonly number[];
  /** What is known of the pairs that were slow though their connections held, each beginning with its milliseconds. */
  readonly slow: readonly string[];
  /** The same, with the pairs whose connections were cut or held up meanwhile. */
  readonly all: readonly number[];
  /** Milliseconds from writing to confirmation, of every message, with all times without a connection in it. */
  readonly confirmed: readonly number[];
}

export class Ledger {
  stored = 0;
  /** How many have left an outbox. */
  delivered = 0;
  cameAgain = 0;
  readonly troubles = new Map<string, number>();
  /** Every message a client said it has stored. */
  readonly acknowledged = new Map<UserId, Set<MessageId>>();
  readonly connected = new Set<UserId>();
  readonly #outboxes = new Map<PairKey, Set<MessageId>>();
  readonly #steady: number[] = [];
  readonly #cutShort: number[] = [];
  readonly #slow: string[] = [];
  readonly #connectedAt = new Map<UserId, number>();
  readonly #all: number[] = [];
  readonly #confirmed: number[] = [];
  readonly #storedAt = new Map<MessageId, number>();
  /** People whose connection is dead or held up without their knowing. */
  readonly #heldUp = new Set<UserId>();
  /** People whose process was killed and is not back. */
  readonly #dead = new Set<UserId>();
  #returns = 0;
  #current: ServerReturn | null = null;

  hear(event: ChaosEvent): void {
    const { at, person } = event;
    switch (event.what) {
      case 'opened':
        this.#dead.delete(person);
        for (const key of this.#keysOf(person)) if (peopleOf(key)[0] === person) this.#outboxes.delete(key);
        for (const { peer, id } of event.outbox) this.#boxOf(person, peer).add(id);
        return;
      case 'connected':
        this.connected.add(person);
        this.#connectedAt.set(person, at);
        this.#heldUp.delete(person);
        return;
      case 'disconnected':
        this.connected.delete(person);
        return;
      case 'stored':
        this.stored += 1;
        this.#storedAt.set(event.id, at);
        this.#boxOf(person, event.peer).add(event.id);
        this.acknowledged.set(person, (this.acknowledged.get(person) ?? new Set()).add(event.id));
        // Reports take a moment; what was stored before the return waited for it.
        if (this.#current !== null && at <= this.#current.at && !this.#isDead(keyOf(person, event.peer)))
          this.#waitsFor(this.#current, keyOf(person, event.peer)).add(event.id);
        return;
      case 'left the outbox':
        this.delivered += event.ids.length;
        for (const key of this.#keysOf(person)) this.#onLeft(key, event.ids, at);
        for (const id of event.ids) this.#confirmed.push(at - (this.#storedAt.get(id) ?? at));
        return;
      case 'came again':
        this.cameAgain += 1;
        return;
      case 'trouble':
        this.trouble(event.words);
    }
  }

  trouble(words: string): void {
    this.troubles.set(words, (this.troubles.get(words) ?? 0) + 1);
  }

  /** How many messages nobody has confirmed. */
  get waiting(): number {
    return [...this.#outboxes.values()].reduce((sum, box) => sum + box.size, 0);
  }

  serverKilled(at: number): void {
    if (this.#current !== null) this.#current.until = at;
  }

  serverReturned(at: number): void {
    this.#close();
    const waiting = [...this.#outboxes].filter(([key, box]) => box.size > 0 && !this.#isDead(key));
    this.#current = {
      at,
      waiting: new Map(waiting.map(([key, box]) => [key, new Set(box)])),
      unsteady: new Set(),
      took: new Map(),
      until: null,
    };
    for (const person of this.#heldUp) this.#unsettle(person);
  }

  /** Whether everything that waited for the last return has left, as far as the connections held. */
  get drained(): boolean {
    const current = this.#current;
    if (current === null) return true;
    return [...current.waiting].every(([key, ids]) => ids.size === 0 || current.unsteady.has(key));
  }

  /** A person's connection was interrupted. */
  lost(person: UserId): void {
    this.#unsettle(person);
  }

  /** A person's connection does not work without their knowing, until they are free or connect anew. */
  heldUp(person: UserId): void {
    this.#unsettle(person);
    this.#heldUp.add(person);
  }

  freed(person: UserId): void {
    this.#heldUp.delete(person);
  }

  /** Nothing can be said of pairs with somebody who is not running. */
  died(person: UserId): void {
    this.connected.delete(person);
    this.#heldUp.delete(person);
    this.#dead.add(person);
    for (const key of this.#current?.waiting.keys() ?? []) {
      if (peopleOf(key).includes(person)) this.#forget(key);
    }
  }

  figures(): DrainFigures {
    this.#close();
    return {
      returns: this.#returns,
      steady: this.#steady,
      cutShort: this.#cutShort,
      slow: this.#slow,
      all: this.#all,
      confirmed: this.#confirmed,
    };
  }

  /** Milliseconds until everything that waited for the last return had left; null where something has not. */
  lastReturn(): number | null {
    const current = this.#current;
    if (current === null || [...current.waiting.values()].some((ids) => ids.size > 0)) return null;
    return Math.max(0, ...current.took.values());
  }

  #close(): void {
    const last = this.#current;
    this.#current = null;
    if (last === null || (last.waiting.size === 0 && last.took.size === 0)) return;
    this.#returns += 1;
    const open = [...last.waiting].filter(([, ids]) => ids.size > 0).map(([key]) => key);
    const times = [...last.took];
    for (const [key, ms] of times) this.#noteSlow(last, key, ms);
    const steady = times.filter(([key]) => !last.unsteady.has(key)).map(([, ms]) => ms);
    if (!open.every((key) => last.unsteady.has(key))) {
      const lasted = last.until === null ? 0 : last.until - last.at;
      if (last.until !== null) this.#cutShort.push(lasted);
      for (const key of open) this.#noteSlow(last, key, lasted);
    } else if (steady.length > 0) this.#steady.push(Math.max(...steady));
    if (times.length > 0 && open.length === 0) this.#all.push(Math.max(...times.map(([, ms]) => ms)));
  }

  #noteSlow(last: ServerReturn, key: PairKey, ms: number): void {
    if (ms < SLOW_MS || last.unsteady.has(key)) return;
    const since = (person: UserId) =>
      `after ${Math.round((this.#connectedAt.get(person) ?? 0) - last.at)} ms`;
    const [from, to] = peopleOf(key);
    const left = last.waiting.get(key)?.size ?? 0;
    this.#slow.push(
      `${Math.round(ms)} ms, ${left} left: the sender connected ${since(from)}, the recipient ${since(to)}`,
    );
  }

  #onLeft(key: PairKey, ids: readonly MessageId[], at: number): void {
    const box = this.#outboxes.get(key);
    const waiting = this.#current?.waiting.get(key);
    for (const id of ids) {
      box?.delete(id);
      if (this.#current === null || !waiting?.delete(id)) continue;
      if (waiting.size === 0) this.#current.took.set(key, Math.max(0, at - this.#current.at));
    }
  }

  #unsettle(person: UserId): void {
    if (this.#current === null) return;
    for (const [key, ids] of this.#current.waiting) {
      if (ids.size > 0 && peopleOf(key).includes(person)) this.#current.unsteady.add(key);
    }
  }

  #isDead(key: PairKey): boolean {
    return peopleOf(key).some((person) => this.#dead.has(person));
  }

  #forget(key: PairKey): void {
    this.#current?.waiting.delete(key);
    this.#current?.took.delete(key);
  }

  #waitsFor(current: ServerReturn, key: PairKey): Set<MessageId> {
    const ids = current.waiting.get(key) ?? new Set();
    current.waiting.set(key, ids);
    return ids;
  }

  #boxOf(from: UserId, to: UserId): Set<MessageId> {
    const box = this.#outboxes.get(keyOf(from, to)) ?? new Set();
    this.#outboxes.set(keyOf(from, to), box);
    return box;
  }

  #keysOf(person: UserId): PairKey[] {
    return [...this.#outboxes.keys()].filter((key) => key.startsWith(`${person} `));
  }
}
