/**
 * Gathers presence changes for a moment and announces them as one, so that a hundred people joining is a few notices and not ten
 * thousand. The more people there are to tell, the longer the moment: what telling them costs the server stays the same.
 */
import type { Clock } from '../clock.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { Person, PresenceChanges } from '../../protocol/presence.ts';
import type { Directory } from './directory.ts';

const GATHER_MS = 100;
/** No more notices than this each second, however many people are here. */
const NOTICES_PER_SECOND = 5_000;

export class PresenceFeed {
  /** What changed since the last announcement; null for somebody who left. */
  readonly #pending = new Map<UserId, Person | null>();
  readonly #directory: Directory;
  readonly #clock: Clock;
  readonly #announce: (changes: PresenceChanges) => void;

  constructor(options: {
    readonly directory: Directory;
    readonly clock: Clock;
    readonly announce: (changes: PresenceChanges) => void;
  }) {
    this.#directory = options.directory;
    this.#clock = options.clock;
    this.#announce = options.announce;
  }

  add({ joined, updated, left }: PresenceChanges): void {
    const first = this.#pending.size === 0;
    for (const person of [...joined, ...updated]) this.#pending.set(person.id, person);
    for (const id of left) this.#pending.set(id, null);
    if (first) this.#gather(0);
  }

  /** Whoever comes meanwhile is one more to tell. */
  #gather(waitedMs: number): void {
    const people = this.#directory.size + this.#pending.size;
    const ms = Math.max(GATHER_MS, (people * 1_000) / NOTICES_PER_SECOND) - waitedMs;
    if (ms > 0) this.#clock.after(ms, () => this.#gather(waitedMs + ms));
    else this.#flush();
  }

  #flush(): void {
    const changes = { joined: [] as Person[], updated: [] as Person[], left: [] as UserId[] };
    for (const [id, person] of this.#pending) {
      const known = this.#directory.has(id);
      if (person !== null) changes[known ? 'updated' : 'joined'].push(person);
      else if (known) changes.left.push(id);
    }
    this.#pending.clear();
    if (changes.joined.length + changes.updated.length + changes.left.length === 0) return;
    this.#directory.apply(changes);
    this.#announce(changes);
  }
}
