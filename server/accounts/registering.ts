/** How somebody comes to an account, by an invitation or without one, and what a link is for. */
import type { AccountLink } from '../../protocol/accounts.ts';
import { foldName } from '../../protocol/fold-name.ts';
import type { UserId } from '../../protocol/ids.ts';
import { cleanName } from '../domain/names.ts';
import { PasscodeTries } from '../transport/passcode-tries.ts';
import { AccountError } from './account-error.ts';
import type { AccountParts, LoggedIn, Visitor } from './account-parts.ts';
import { transaction } from './database.ts';
import type { Logins } from './logins.ts';
import { checkPassword } from './password-rules.ts';

interface RegisteringParts extends Pick<
  AccountParts,
  | 'database'
  | 'accounts'
  | 'links'
  | 'passwords'
  | 'registration'
  | 'holderOf'
  | 'newUserId'
  | 'clock'
  | 'serverName'
> {
  readonly logins: Pick<Logins, 'open'>;
}

export class Registering {
  readonly #parts: RegisteringParts;
  /** Begun without an invitation, by address. */
  readonly #made: PasscodeTries;

  constructor(parts: RegisteringParts) {
    this.#parts = parts;
    this.#made = new PasscodeTries(parts.clock);
  }

  /** @throws AccountError, AppError `name_invalid` */
  async register(
    wanted: { readonly name: string; readonly password: string; readonly link?: string | undefined },
    { address, browser, session }: Visitor,
  ): Promise<LoggedIn> {
    const { database, accounts, links, passwords, registration, newUserId, clock, logins, serverName } =
      this.#parts;
    const { link: secret, password } = wanted;
    const link = secret === undefined ? null : links.find(secret, clock.now());
    if (secret !== undefined && link?.kind !== 'invite') throw new AccountError('link_invalid');
    const administrator = link?.kind === 'invite' && link.administrator;
    if (registration === 'closed' && !administrator) throw new AccountError('registration_closed');
    if (registration === 'invite' && link === null) throw new AccountError('registration_closed');
    const name = cleanName(wanted.name);
    await checkPassword(password, { own: name, server: serverName });
    const id = await this.#idFor(browser, foldName(name));
    // Counted before the work, so that many at once are no more than one after the other.
    if (link === null) this.#admitNew(address);
    const hash = await passwords.hash(password);
    const account = transaction(database, () => {
      // Taken together: of two that register with one link, or under one name, one finds that it is too late.
      if (secret !== undefined && !links.use(secret)) throw new AccountError('link_invalid');
      // Of two that register in one browser at once, one is somebody new.
      const made = { id: accounts.of(id) === null ? id : newUserId(), name, password: hash, administrator };
      accounts.add({ ...made, madeAt: clock.now() });
      if (administrator) links.forgetAdministrators();
      return { ...made, disabled: false };
    });
    return logins.open(account, session);
  }

  /** @throws AccountError `link_invalid` */
  linkOf(secret: string): AccountLink {
    const { accounts, links, clock } = this.#parts;
    const link = links.find(secret, clock.now());
    if (link === null) throw new AccountError('link_invalid');
    if (link.kind === 'invite') return { kind: 'invite', name: '' };
    return { kind: 'reset', name: accounts.of(link.account)?.name ?? '' };
  }

  /** For the first administrator: good until there is one. Null where there is. */
  inviteFirst(): string | null {
    const { accounts, links, clock } = this.#parts;
    if (accounts.hasAdministrator()) return null;
    links.forgetAdministrators();
    return links.invite(clock.now(), true);
  }

  #admitNew(address: string): void {
    const waitMs = this.#made.waitMs(address);
    if (waitMs > 0) throw new AccountError('rate_limited', String(Math.ceil(waitMs / 1_000)));
    this.#made.count(address);
  }

  /** Who somebody was in this browser they stay, with all that others have accepted of them, unless an account has that already. */
  async #idFor(browser: UserId | null, folded: string): Promise<UserId> {
    const { accounts, holderOf, newUserId } = this.#parts;
    const id = browser !== null && accounts.of(browser) === null ? browser : newUserId();
    const holder = await holderOf(folded);
    if (accounts.named(folded) !== null || (holder !== null && holder !== id))
      throw new AccountError('name_taken');
    return id;
  }
}
