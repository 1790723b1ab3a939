/** Who has been heard of, and for how long that counts. Pure: time comes in as ticks. */
import type { Neighbour, Sighting } from './neighbour.ts';

const MAX_NEIGHBOURS = 32;

interface Entry {
  readonly neighbour: Neighbour;
  ticksLeft: number;
}

export class NeighbourTable {
  readonly #ownId: string;
  readonly #lifeTicks: number;
  readonly #entries = new Map<string, Entry>();
  #list: readonly Neighbour[] = [];

  /** A neighbour that is not heard of during `lifeTicks` ticks is dropped. */
  constructor(ownId: string, lifeTicks: number) {
    this.#ownId = ownId;
    this.#lifeTicks = lifeTicks;
  }

  /** Sorted by name. The same array as long as nothing changes. */
  get list(): readonly Neighbour[] {
    return this.#list;
  }

  hear(sightings: readonly Sighting[]): void {
    for (const sighting of sightings) {
      if (sighting.kind === 'gone') this.#entries.delete(sighting.id);
      else if (sighting.id !== this.#ownId) this.#keep(toNeighbour(sighting));
    }
    this.#relist();
  }

  tick(): void {
    for (const [id, entry] of this.#entries) {
      if (--entry.ticksLeft <= 0) this.#entries.delete(id);
    }
    this.#relist();
  }

  #keep(neighbour: Neighbour): void {
    const known = this.#entries.get(neighbour.id);
    // Somebody who invents servers crowds out at most those that come after, not those that were here before.
    if (known === undefined && this.#entries.size >= MAX_NEIGHBOURS) return;
    const same = known !== undefined && JSON.stringify(known.neighbour) === JSON.stringify(neighbour);
    this.#entries.set(neighbour.id, {
      neighbour: same ? known.neighbour : neighbour,
      ticksLeft: this.#lifeTicks,
    });
  }

  #relist(): void {
    const list = [...this.#entries.values()]
      .map(({ neighbour }) => neighbour)
      .toSorted((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
    const same = list.length === this.#list.length && list.every((item, index) => item === this.#list[index]);
    if (!same) this.#list = list;
  }
}

const toNeighbour = ({ id, name, host, addresses, port }: Neighbour): Neighbour => ({
  id,
  name,
  host,
  addresses,
  port,
});
