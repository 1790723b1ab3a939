/**
 * Who everyone has been told is here, in the order of names: the read side of presence, made only from changes that were
 * announced. So a snapshot taken from it and the changes announced after it never contradict each other.
 */
import type { UserId } from '../../protocol/ids.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { PeoplePage, Person, PresenceChanges } from '../../protocol/presence.ts';

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });
const inOrder = (a: Person, b: Person): number =>
  collator.compare(a.name, b.name) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export class Directory {
  readonly #people = new Map<UserId, Person>();
  #sorted: Person[] = [];
  #firstPage: PeoplePage | null = null;

  get size(): number {
    return this.#people.size;
  }

  has(id: UserId): boolean {
    return this.#people.has(id);
  }

  apply({ joined, updated, left }: PresenceChanges): void {
    this.#firstPage = null;
    for (const id of left) this.#remove(id);
    for (const person of [...joined, ...updated]) {
      this.#remove(person.id);
      this.#people.set(person.id, person);
      this.#sorted.splice(this.#positionOf(person), 0, person);
    }
  }

  /** What every newcomer gets: one object until something changes, so that it can be encoded once for all of them. */
  firstPage(): PeoplePage {
    return (this.#firstPage ??= this.page({ size: LIMITS.peoplePerPage }));
  }

  /** A page in the order of names; `after` is the `next` of the page before. Search looks for its words anywhere in the name. */
  page({ search = '', after, size }: { search?: string; after?: string; size: number }): PeoplePage {
    const words = search.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
    const matching =
      words.length === 0
        ? this.#sorted
        : this.#sorted.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
    const last = after === undefined ? null : this.#readCursor(after);
    const from = last === null ? 0 : matching.findIndex((person) => inOrder(person, last) > 0);
    const people = from < 0 ? [] : matching.slice(from, from + size);
    const end = people.at(-1);
    const more = end !== undefined && from + people.length < matching.length;
    return { people, total: matching.length, next: more ? `${end.id}${end.name}` : null };
  }

  /** The cursor holds the last person's id and name, so that it works after that person has left. */
  #readCursor(cursor: string): Person {
    // Compared only, never shown or stored; a made-up id finds a place in the order like any other.
    return { id: cursor.slice(0, 26) as UserId, name: cursor.slice(26), status: 'available' };
  }

  #remove(id: UserId): void {
    const person = this.#people.get(id);
    if (person === undefined) return;
    this.#people.delete(id);
    this.#sorted.splice(this.#positionOf(person), 1);
  }

  /** Where the person is, or would stand (binary search). */
  #positionOf(person: Person): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (inOrder(this.#sorted[middle]!, person) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
