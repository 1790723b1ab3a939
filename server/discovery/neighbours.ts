/**
 * Finds other Earshot servers on the network, so that two people do not sit alone on two servers. The looking is done by
 * mdns-js in a guarded thread; what comes out of it is checked here.
 */
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { GuardedWorker } from '../guarded-worker.ts';
import type { Lan } from './lan-watcher.ts';
import type { Neighbour } from './neighbour.ts';
import { parseSightings } from './neighbour.ts';
import { NeighbourTable } from './neighbour-table.ts';

const TICK_MS = 5_000;
/** The thread asks every 20 seconds (neighbours-worker.ts), so this is three questions without an answer. */
const LIFE_TICKS = 13;
const STOP_MS = 200;

export interface NeighboursOptions {
  /** The bundle of neighbours-worker.ts. */
  readonly workerUrl: URL;
  readonly lan: Lan;
  /** The id this server advertises, so that it leaves itself out. */
  readonly ownId: string;
  readonly clock: Clock;
  readonly log: Log;
}

export class Neighbours {
  readonly #options: NeighboursOptions;
  readonly #worker: GuardedWorker;
  readonly #table: NeighbourTable;
  readonly #listeners = new Set<() => void>();
  #unwatch: (() => void) | null = null;
  #cancelTick = () => {};

  constructor(options: NeighboursOptions) {
    this.#options = options;
    this.#table = new NeighbourTable(options.ownId, LIFE_TICKS);
    this.#worker = new GuardedWorker({
      name: 'mdns neighbours',
      url: options.workerUrl,
      clock: options.clock,
      log: options.log,
      onMessage: (message) => this.#change(() => this.#table.hear(parseSightings(message))),
    });
  }

  /** Sorted by name. The same array as long as nothing changes. */
  list(): readonly Neighbour[] {
    return this.#table.list;
  }

  /** Told after each change of the list. Returns the undo. */
  onChange(listener: () => void): () => void {
    const own = () => listener();
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  start(): void {
    if (this.#unwatch !== null) return;
    this.#unwatch = this.#options.lan.onChange(() => this.#look());
    this.#look();
    this.#tick();
  }

  async stop(): Promise<void> {
    this.#unwatch?.();
    this.#unwatch = null;
    this.#cancelTick();
    await this.#worker.stop(STOP_MS);
  }

  /** mdns-js knows IPv4 only. Every server of ours has an IPv4 address wherever there is one to be had. */
  #look(): void {
    const addresses = () =>
      this.#options.lan.addresses.flatMap(({ family, address }) => (family === 4 ? address : []));
    if (addresses().length > 0) this.#worker.start(() => ({ addresses: addresses() }));
    else void this.#worker.stop(0);
  }

  #tick(): void {
    this.#cancelTick = this.#options.clock.after(TICK_MS, () => {
      this.#change(() => this.#table.tick());
      this.#tick();
    });
  }

  #change(step: () => void): void {
    const before = this.#table.list;
    step();
    if (this.#table.list === before) return;
    if (this.#table.list.length !== before.length) {
      this.#options.log.info('other servers on this network', { count: this.#table.list.length });
    }
    for (const listener of [...this.#listeners]) listener();
  }
}
