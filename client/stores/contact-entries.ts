/** Everybody whom this browser accepted or blocked, here or away, as a list. Pure. */
import type { Contact } from '../storage/records.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { Person, PresenceStatus } from '../../protocol/presence.ts';

export interface ContactEntry {
  readonly id: UserId;
  readonly name: string;
  readonly status: PresenceStatus | 'offline';
  readonly blocked: boolean;
  /** Both accepted each other. */
  readonly mutual: boolean;
}

const collator = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

/** By name; the blocked last. `search`: words that the name has to hold. */
export function contactEntries(
  contacts: ReadonlyMap<UserId, Contact>,
  here: ReadonlyMap<UserId, Person>,
  search = '',
): readonly ContactEntry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return [...contacts.values()]
    .filter(({ mine, name }) => mine !== 'none' && words.every((word) => name.toLowerCase().includes(word)))
    .map(({ mine, name, peer, theirs }) => ({
      id: peer,
      name,
      status: here.get(peer)?.status ?? ('offline' as const),
      blocked: mine === 'blocked',
      mutual: mine === 'accepted' && theirs,
    }))
    .sort(
      (a, b) =>
        Number(a.blocked) - Number(b.blocked) || collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1),
    );
}
