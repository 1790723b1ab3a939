/** Who is here, as the server tells it: a first page, further pages fetched after it, and batched changes. */
import { Store, type Readable } from '../base/store.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { PeoplePage, Person, PresenceChanges } from '../../protocol/presence.ts';

export interface RosterState {
  readonly loading: boolean;
  readonly people: ReadonlyMap<UserId, Person>;
}

export class Roster {
  readonly #state = new Store<RosterState>({ loading: true, people: new Map() });
  readonly #signaling: Signaling;
  /** Counts snapshots, so that pages of an older connection are not added to a newer one. */
  #generation = 0;
  /** Whom changes have named since the snapshot: every one of them is newer than a page that was asked for before it. */
  readonly #changed = new Set<UserId>();

  constructor(signaling: Signaling) {
    this.#signaling = signaling;
    signaling.notices.on('online_users_list', (page) => void this.#onSnapshot(page));
    signaling.notices.on('online_users_changed', (changes) => this.#onChanges(changes));
  }

  get state(): Readable<RosterState> {
    return this.#state;
  }

  get(id: UserId): Person | undefined {
    return this.#state.get().people.get(id);
  }

  async #onSnapshot(first: PeoplePage): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    this.#changed.clear();
    this.#state.set({ loading: false, people: new Map(first.people.map((person) => [person.id, person])) });
    let { next } = first;
    while (next !== null) {
      const page = await this.#signaling.request('get_online_users', { after: next }).catch(() => null);
      if (page === null || generation !== this.#generation) return;
      this.#merge(page.people.filter(({ id }) => !this.#changed.has(id)));
      next = page.next;
    }
  }

  #onChanges({ joined, updated, left }: PresenceChanges): void {
    for (const { id } of [...joined, ...updated]) this.#changed.add(id);
    for (const id of left) this.#changed.add(id);
    this.#merge([...joined, ...updated], left);
  }

  #merge(people: readonly Person[], left: readonly UserId[] = []): void {
    const merged = new Map(this.#state.get().people);
    for (const person of people) merged.set(person.id, person);
    for (const id of left) merged.delete(id);
    this.#state.set({ loading: false, people: merged });
  }
}
