/** Who has been heard of, and for how long that counts. Pure: time comes in as ticks. */
import { MAX_ADDRESSES, type Neighbour, type Sighting } from './neighbour.ts';

const MAX_NEIGHBOURS = 32;

interface Entry {
  readonly neighbour: Neighbour;
  /**
   * Ticks left by address, in the order of their first sighting. A server says on each of its networks only the address it
   * has there, so a single sighting is not the whole truth; and one that has moved no longer says the old one.
   */
  readonly addresses: Map<string, number>;
}

export class NeighbourTable {
  readonly #ownId: string;
  readonly #lifeTicks: number;
  readonly #entries = new Map<string, Entry>();
  #list: readonly Neighbour[] = [];

  /** What is not heard of during `lifeTicks` ticks is dropped, be it a neighbour or one of its addresses. */
  constructor(ownId: string, lifeTicks: number) {
    this.#ownId = ownId;
    this.#lifeTicks = lifeTicks;
  }

  /** Sorted by name; the newest address of each first. The same array as long as nothing changes. */
  get list(): readonly Neighbour[] {
    return this.#list;
  }

  hear(sightings: readonly Sighting[]): void {
    for (const sighting of sightings) {
      if (sighting.kind === 'gone') this.#entries.delete(sighting.id);
      else if (sighting.id !== this.#ownId) this.#keep(sighting);
    }
    this.#relist();
  }

  tick(): void {
    for (const [id, { addresses }] of this.#entries) {
      for (const [address, ticksLeft] of addresses) {
        if (ticksLeft > 1) addresses.set(address, ticksLeft - 1);
        else addresses.delete(address);
      }
      if (addresses.size === 0) this.#entries.delete(id);
    }
    this.#relist();
  }

  #keep(neighbour: Neighbour): void {
    const known = this.#entries.get(neighbour.id);
    // Somebody who invents servers crowds out at most those that come after, not those that were here before.
    if (known === undefined && this.#entries.size >= MAX_NEIGHBOURS) return;
    const addresses = known?.addresses ?? new Map<string, number>();
    for (const address of neighbour.addresses) {
      if (addresses.has(address) || addresses.size < MAX_ADDRESSES) addresses.set(address, this.#lifeTicks);
    }
    this.#entries.set(neighbour.id, { neighbour, addresses });
  }

  #relist(): void {
    const list = [...this.#entries.values()]
      .map(({ neighbour: { id, name, host, port }, addresses }) => ({
        ...{ id, name, host, port },
        addresses: [...addresses.keys()].reverse(),
      }))
      .toSorted((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
    if (JSON.stringify(list) !== JSON.stringify(this.#list)) this.#list = list;
  }
}
