/**
 * What a reader has to know about a name: that somebody unknown has the name of a contact, and that a contact had another one. A
 * name is no proof of anything; an identity is known by its id. Pure.
 */
import type { Contact } from '../storage/records.ts';
import type { UserId } from '../../protocol/ids.ts';

export type IdentityNotice =
  /** Not the one who was accepted, or blocked, under this name. */
  | { readonly kind: 'namesake'; readonly of: 'accepted' | 'blocked' }
  | { readonly kind: 'renamed'; readonly was: string };

export type NamedPerson = Pick<Contact, 'name'> & { readonly id: UserId };

/** For so long the former name is shown. */
const SHOWN_MS = 7 * 86_400_000;

/** The contact under their new name. Of several names in a short time the one that was known stays the former one. */
export function renamed({ former, ...contact }: Contact, name: string, now: number): Contact {
  if (contact.mine !== 'accepted' || contact.name === '') return { ...contact, name };
  const known = former !== undefined && now - former.until < SHOWN_MS ? former.name : contact.name;
  return known === name ? { ...contact, name } : { ...contact, name, former: { name: known, until: now } };
}

/** Everybody's contacts by their name, as `fold` makes look-alikes one. */
export type ContactsByName = ReadonlyMap<string, readonly Contact[]>;

export function byFoldedName(contacts: Iterable<Contact>, fold: (name: string) => string): ContactsByName {
  const named = new Map<string, Contact[]>();
  for (const contact of contacts) {
    if (contact.mine === 'none' || contact.name === '') continue;
    const name = fold(contact.name);
    named.set(name, [...(named.get(name) ?? []), contact]);
  }
  return named;
}

interface NoticeFacts {
  readonly person: NamedPerson;
  /** The person, where this browser knows them. */
  readonly contact: Contact | undefined;
  /** Everybody with a name that looks like theirs. */
  readonly alike: readonly Contact[];
  readonly now: number;
}

export function identityNotice({ alike, contact, now, person }: NoticeFacts): IdentityNotice | null {
  const others = alike.filter(({ peer }) => peer !== person.id);
  const namesakeOf = (mine: Contact['mine']) => others.find((other) => other.mine === mine);
  if (contact?.mine === 'accepted') {
    const { former } = contact;
    if (former === undefined) return null;
    // A known person who took the name of another known one: it is the other who had it first.
    if (namesakeOf('accepted')?.former === undefined && namesakeOf('accepted') !== undefined) {
      return { kind: 'namesake', of: 'accepted' };
    }
    return now - former.until < SHOWN_MS ? { kind: 'renamed', was: former.name } : null;
  }
  if (namesakeOf('accepted') !== undefined) return { kind: 'namesake', of: 'accepted' };
  if (contact?.mine !== 'blocked' && namesakeOf('blocked') !== undefined) {
    return { kind: 'namesake', of: 'blocked' };
  }
  return null;
}
