/** The list at the left: everyone who is here, and those this browser knows, with where we stand and what was last said. */
import { Store, type Readable } from '../base/store.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { PresenceStatus } from '../../protocol/presence.ts';
import type { ChatRequests } from './chat-requests.ts';
import type { Contacts } from './contacts.ts';
import type { Roster } from './roster.ts';
import { NO_MESSAGES, type LastSaid, type Summaries } from './summaries.ts';

/** Where two people stand. `asked`: I asked them; `asking`: they asked me. */
export type Relation = 'stranger' | 'asked' | 'asking' | 'accepted' | 'blocked';

export interface PersonEntry {
  readonly id: UserId;
  readonly name: string;
  /** `offline` only for people this browser knows who are not here now. */
  readonly status: PresenceStatus | 'offline';
  /** A program, as the server says while it is here, and this browser remembers of those it knows. */
  readonly bot?: true | undefined;
  readonly relation: Relation;
  readonly unread: number;
  /** The last message, for the second line of the row. */
  readonly last: LastSaid | null;
}

export interface PeopleState {
  readonly loading: boolean;
  readonly search: string;
  /** Without myself. Unread first, then by last message, then by name. */
  readonly entries: readonly PersonEntry[];
  /** How many others are here in all, whatever the search. */
  readonly online: number;
}

export interface People {
  readonly state: Readable<PeopleState>;
  search(text: string): void;
}

interface PeopleOptions {
  readonly roster: Roster;
  readonly contacts: Contacts;
  readonly requests: ChatRequests;
  readonly summaries: Summaries;
  /** Whom one has met by chance, and can write to for as long as both stay. */
  readonly partner: Readable<UserId | null>;
  readonly me: () => UserId | null;
}

const collator = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

export class PeopleList implements People {
  readonly #state = new Store<PeopleState>({ loading: true, search: '', entries: [], online: 0 });
  readonly #options: PeopleOptions;
  #search = '';
  #stale = false;

  constructor(options: PeopleOptions) {
    this.#options = options;
    const { roster, contacts, requests, summaries, partner } = options;
    for (const source of [roster.state, contacts.state, requests.state, summaries.state, partner]) {
      source.subscribe(() => this.#refreshSoon());
    }
  }

  get state(): Readable<PeopleState> {
    return this.#state;
  }

  search(text: string): void {
    this.#search = text;
    this.#refresh();
  }

  /** One person as the list knows them; a stranger who is not here has no entry. */
  entry(id: UserId): PersonEntry | null {
    const { roster, contacts, requests, summaries, partner } = this.#options;
    const person = roster.get(id);
    const contact = contacts.get(id);
    const name = person?.name ?? contact?.name;
    if (name === undefined) return null;
    const { outgoing, incoming } = requests.state.get();
    const relation = (): Relation => {
      if (contact?.mine === 'blocked') return 'blocked';
      if (partner.get() === id) return 'accepted';
      if (incoming.some((request) => request.from === id)) return 'asking';
      if (contact?.mine === 'accepted' && contact.theirs) return 'accepted';
      return outgoing.has(id) ? 'asked' : 'stranger';
    };
    const { unread, last } = summaries.state.get().get(id) ?? NO_MESSAGES;
    return {
      id,
      name,
      status: person?.status ?? 'offline',
      bot: (person ?? contact)?.bot,
      relation: relation(),
      unread,
      last,
    };
  }

  /** Several sources change for one event; the list is made once for all of them. */
  #refreshSoon(): void {
    if (this.#stale) return;
    this.#stale = true;
    queueMicrotask(() => this.#refresh());
  }

  #refresh(): void {
    this.#stale = false;
    const { roster, contacts, summaries, me } = this.#options;
    const { loading, people } = roster.state.get();
    const mine = me();
    const known = [...contacts.state.get().values()]
      .filter((contact) => contact.mine !== 'none' || summaries.state.get().get(contact.peer)?.last)
      .map((contact) => contact.peer);
    const ids = new Set([...people.keys(), ...known]);
    if (mine !== null) ids.delete(mine);
    const words = this.#search.toLowerCase().split(/\s+/).filter(Boolean);
    const before = new Map(this.#state.get().entries.map((entry) => [entry.id, entry]));
    const entries = Array.from(ids, (id) => this.entry(id))
      .filter((entry) => entry !== null)
      .map((entry) => sameAs(before.get(entry.id), entry))
      .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
      .sort(inListOrder);
    const others = [...people.keys()].filter((id) => id !== mine).length;
    this.#state.set({ loading, search: this.#search, entries, online: others });
  }
}

function inListOrder(a: PersonEntry, b: PersonEntry): number {
  return (
    Number(b.relation === 'asking') - Number(a.relation === 'asking') ||
    Number(b.unread > 0) - Number(a.unread > 0) ||
    (b.last?.at ?? 0) - (a.last?.at ?? 0) ||
    Number(a.status === 'offline') - Number(b.status === 'offline') ||
    collator.compare(a.name, b.name) ||
    (a.id < b.id ? -1 : 1)
  );
}

/** The one before where nothing changed, so that what shows it is not drawn again. */
function sameAs(before: PersonEntry | undefined, entry: PersonEntry): PersonEntry {
  const keys = Object.keys(entry) as (keyof PersonEntry)[];
  return before !== undefined && keys.every((key) => before[key] === entry[key]) ? before : entry;
}
