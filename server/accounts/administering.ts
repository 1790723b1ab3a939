/** What administrators do with the accounts of others. */
import type { ListedAccount, MadeLink, OpenLink } from '../../protocol/accounts.ts';
import type { UserId } from '../../protocol/ids.ts';
import { AccountError } from './account-error.ts';
import type { AccountParts } from './account-parts.ts';
import { appoint } from './appointing.ts';
import type { Account } from './account-store.ts';
import { transaction } from './database.ts';
import { idOfLink } from './link-store.ts';
import type { Logins } from './logins.ts';

interface AdministeringParts extends Pick<
  AccountParts,
  'database' | 'accounts' | 'links' | 'clock' | 'onEnded'
> {
  readonly logins: Pick<Logins, 'of'>;
}

/** Each takes the session of whoever asks. @throws AccountError `login_required`, `not_administrator` */
export class Administering {
  readonly #parts: AdministeringParts;

  constructor(parts: AdministeringParts) {
    this.#parts = parts;
  }

  list(session: string): readonly ListedAccount[] {
    this.#administrator(session);
    return this.#parts.accounts.list();
  }

  /** Those that somebody can still open. */
  links(session: string): readonly OpenLink[] {
    this.#administrator(session);
    return this.#parts.links.list(this.#parts.clock.now());
  }

  invite(session: string): MadeLink {
    const { links, clock } = this.#parts;
    return this.#changing(session, () => made(links.invite(clock.now())));
  }

  /** @throws AccountError `account_unknown` */
  reset(session: string, user: UserId): MadeLink {
    const { links, clock } = this.#parts;
    return this.#changing(session, () => made(links.reset(this.#other(user).id, clock.now())));
  }

  /** @throws AccountError `link_gone` */
  takeBack(session: string, id: string): void {
    const { links, clock } = this.#parts;
    this.#changing(session, () => {
      if (!links.takeBack(id, clock.now())) throw new AccountError('link_gone');
    });
  }

  /** @throws AccountError `account_unknown`, `bad_payload` for oneself */
  setDisabled(session: string, user: UserId, disabled: boolean): void {
    this.#changing(session, ({ id }) => {
      // Whoever locks themselves out may be the last who could let anybody in.
      if (this.#other(user).id === id) throw new AccountError('bad_payload', 'oneself');
      this.#parts.accounts.setDisabled(user, disabled);
    });
    this.#parts.onEnded();
  }

  /** @throws AccountError `account_unknown`, `last_administrator` */
  appoint(session: string, user: UserId, administrator: boolean): void {
    this.#changing(session, () => appoint(this.#parts, this.#other(user).id, administrator));
  }

  /** Looked at in the same step as what is done: of two who end each other's administration at once, one is too late. */
  #changing<T>(session: string, work: (own: Account) => T): T {
    return transaction(this.#parts.database, () => work(this.#administrator(session)));
  }

  #administrator(session: string): Account {
    const account = this.#parts.logins.of(session);
    if (!account.administrator) throw new AccountError('not_administrator');
    return account;
  }

  #other(user: UserId): Account {
    const found = this.#parts.accounts.of(user);
    if (found === null) throw new AccountError('account_unknown');
    return found;
  }
}

function made(secret: string | null): MadeLink {
  if (secret === null) throw new AccountError('links_full');
  return { link: secret, id: idOfLink(secret) };
}
