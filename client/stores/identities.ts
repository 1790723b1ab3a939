/** Tells of each person what there is to know about their name, by the contacts of this browser. */
import { Store, type Readable } from '../base/store.ts';
import type { Contacts } from './contacts.ts';
import { byFoldedName, identityNotice, type IdentityNotice, type NamedPerson } from './identity-notice.ts';

/** Another one each time the contacts have changed. */
export type NoticeOf = (person: NamedPerson) => IdentityNotice | null;
type Fold = (name: string) => string;

/** Until the table of look-alikes is there. */
const foldCase: Fold = (name) => name.normalize('NFKC').toLowerCase();

interface IdentitiesOptions {
  readonly contacts: Contacts;
  readonly now: () => number;
}

export class Identities {
  readonly #options: IdentitiesOptions;
  readonly #noticeOf: Store<NoticeOf>;
  #fold = foldCase;

  constructor(options: IdentitiesOptions) {
    this.#options = options;
    this.#noticeOf = new Store(this.#rule());
    options.contacts.state.subscribe(() => this.#noticeOf.set(this.#rule()));
  }

  get noticeOf(): Readable<NoticeOf> {
    return this.#noticeOf;
  }

  foldBy(fold: Fold): void {
    this.#fold = fold;
    this.#noticeOf.set(this.#rule());
  }

  #rule(): NoticeOf {
    const { contacts, now } = this.#options;
    const [fold, all] = [this.#fold, contacts.state.get()];
    const named = byFoldedName(all.values(), fold);
    return (person) =>
      identityNotice({
        person,
        contact: all.get(person.id),
        alike: named.get(fold(person.name)) ?? [],
        now: now(),
      });
  }
}
