/** Whom this browser accepted and blocked, and who accepted it: read from the archive at start, stated to the server at every connection. */
import { Emitter, type Listenable } from '../base/emitter.ts';
import { Store, type Readable } from '../base/store.ts';
import type { Archive } from '../storage/archive.ts';
import type { Contact } from '../storage/records.ts';
import type { UserId } from '../../protocol/ids.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { Person } from '../../protocol/presence.ts';
import { renamed } from './identity-notice.ts';

export class Contacts {
  readonly #state = new Store<ReadonlyMap<UserId, Contact>>(new Map());
  readonly #own = new Emitter<{ change: UserId }>();
  readonly #archive: Archive;

  constructor(archive: Archive) {
    this.#archive = archive;
  }

  /** Changes made in this tab, once they are stored; not those read from the archive. */
  get ownChanges(): Listenable<{ change: UserId }> {
    return this.#own;
  }

  get state(): Readable<ReadonlyMap<UserId, Contact>> {
    return this.#state;
  }

  get(peer: UserId): Contact | undefined {
    return this.#state.get().get(peer);
  }

  /** Reads all of them again, at start and when another tab has written. */
  async load(): Promise<void> {
    const before = this.#state.get();
    const contacts = await this.#archive.contacts();
    // Changed here meanwhile, which what was read may not know yet.
    if (this.#state.get() !== before) return this.load();
    this.#state.set(new Map(contacts.map((contact) => [contact.peer, contact])));
  }

  /** Changes one contact, made as a stranger where there is none. @returns false where nothing changed */
  async change(peer: UserId, change: Partial<Omit<Contact, 'peer'>>): Promise<boolean> {
    const before: Contact = this.get(peer) ?? { peer, name: '', mine: 'none', theirs: false };
    const after = { ...before, ...change };
    const same = after.name === before.name && after.mine === before.mine && after.theirs === before.theirs;
    if (same && this.get(peer) !== undefined) return false;
    await this.#put(after);
    return true;
  }

  /** They are here under a name, perhaps as a program. */
  async learn(peer: UserId, { name, bot }: Pick<Person, 'name' | 'bot'>, now: number): Promise<void> {
    const contact = this.get(peer);
    if (contact === undefined || (contact.name === name && (contact.bot || !bot))) return;
    const named = contact.name === name ? contact : renamed(contact, name, now);
    await this.#put(bot ? { ...named, bot } : named);
  }

  async #put(after: Contact): Promise<void> {
    const { peer } = after;
    this.#state.update((contacts) => new Map(contacts).set(peer, after));
    await this.#archive.putContact(after);
    this.#own.emit('change', peer);
  }

  /** What is stated to the server. */
  stated(): { readonly accepted: readonly UserId[]; readonly blocked: readonly UserId[] } {
    const all = [...this.#state.get().values()];
    const ids = (mine: Contact['mine']) =>
      all
        .filter((contact) => contact.mine === mine)
        .slice(-LIMITS.statedPeople)
        .map((contact) => contact.peer);
    return { accepted: ids('accepted'), blocked: ids('blocked') };
  }
}
