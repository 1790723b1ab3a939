/** What can be done with accounts and sessions, and what it takes. Knows no request and no cookie. */
import type { AccountLink, ListedAccount, Registration } from '../../protocol/accounts.ts';
import { foldName } from '../../protocol/fold-name.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import { cleanName } from '../domain/names.ts';
import { PasscodeTries } from '../transport/passcode-tries.ts';
import { AccountError } from './account-error.ts';
import type { Account, AccountStore } from './account-store.ts';
import { tidy, transaction, type Database } from './database.ts';
import type { LinkStore } from './link-store.ts';
import type { LoginTries } from './login-tries.ts';
import { checkPassword } from './password-rules.ts';
import type { Passwords } from './passwords.ts';
import { RefreshPace } from './refresh-pace.ts';
import type { OpenSession, SessionStore } from './session-store.ts';

/** Who asks, before anybody has logged in. */
export interface Visitor {
  readonly address: string;
  /** Whose this browser was until now. */
  readonly browser: UserId | null;
}

export interface LoggedIn {
  readonly account: Account;
  readonly open: OpenSession;
}

interface AccountsOptions {
  readonly database: Database;
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly links: LinkStore;
  readonly passwords: Passwords;
  readonly tries: LoginTries;
  readonly registration: Registration;
  /** Who is here under a name like this one, account or not. */
  readonly holderOf: (folded: string) => Promise<UserId | null>;
  readonly newUserId: () => UserId;
  readonly clock: Pick<Clock, 'now'>;
  /** Sessions have ended: so are to be their connections. */
  readonly onEnded: () => void;
}

export class Accounts {
  readonly #options: AccountsOptions;
  /** Begun without an invitation, by address. */
  readonly #made: PasscodeTries;
  readonly #pace: RefreshPace;

  constructor(options: AccountsOptions) {
    this.#options = options;
    this.#made = new PasscodeTries(options.clock);
    this.#pace = new RefreshPace(options.clock);
  }

  /** @throws AccountError, AppError `name_invalid` */
  async register(
    wanted: { readonly name: string; readonly password: string; readonly link?: string | undefined },
    { address, browser }: Visitor,
  ): Promise<LoggedIn> {
    const { database, accounts, links, passwords, registration, newUserId, clock } = this.#options;
    const { link: secret, password } = wanted;
    const link = secret === undefined ? null : this.#linkOf(secret, 'invite');
    if (registration === 'closed' && link?.administrator !== true)
      throw new AccountError('registration_closed');
    if (registration === 'invite' && link === null) throw new AccountError('registration_closed');
    const name = cleanName(wanted.name);
    checkPassword(password, name);
    const id = await this.#idFor(browser, foldName(name));
    // Counted before the work, so that many at once are no more than one after the other.
    if (link === null) this.#admitNew(address);
    const hash = await passwords.hash(password);
    const account = transaction(database, () => {
      // Taken together: of two that register with one link, or under one name, one finds that it is too late.
      if (secret !== undefined && !links.use(secret)) throw new AccountError('link_invalid');
      const made = {
        // Of two that register in one browser at once, one is somebody new.
        id: accounts.of(id) === null ? id : newUserId(),
        name,
        password: hash,
        administrator: link?.administrator ?? false,
      };
      accounts.add({ ...made, madeAt: clock.now() });
      if (made.administrator) links.forgetAdministrators();
      return made;
    });
    return this.#logIn({ ...account, disabled: false });
  }

  /** @throws AccountError `login_wrong`, `account_disabled`, `rate_limited` */
  async login(
    given: { readonly name: string; readonly password: string },
    visitor: Visitor,
  ): Promise<LoggedIn> {
    const { accounts, passwords, tries } = this.#options;
    const name = foldName(given.name.trim().replace(/\s+/g, ' '));
    const account = accounts.named(name);
    const known = account !== null && visitor.browser === account.id;
    const attempt = tries.of({ name, address: visitor.address, known });
    attempt.admit();
    const isRight = await passwords.verify(account?.password ?? null, given.password, attempt);
    if (!isRight || account === null) throw new AccountError('login_wrong');
    // As it is by now: it may have been changed while the password was looked at.
    const current = accounts.of(account.id);
    if (current === null || current.password !== account.password) throw new AccountError('login_wrong');
    if (current.disabled) throw new AccountError('account_disabled');
    return this.#logIn(current);
  }

  /** Whoever wants to end the session is not kept waiting. @throws AccountError `login_required`, `rate_limited` */
  refresh(token: string, toEnd = false): LoggedIn {
    const { accounts, sessions, clock } = this.#options;
    const [session = ''] = token.split('.');
    if (!toEnd && sessions.userOf(session) !== null) this.#pace.admit(session);
    const rotation = sessions.rotate(token, clock.now());
    if (rotation.kind === 'reused') this.#options.onEnded();
    if (rotation.kind !== 'rotated')
      throw new AccountError('login_required', rotation.kind === 'expired' ? 'expired' : 'ended');
    const account = accounts.of(rotation.user);
    if (account === null) throw new AccountError('login_required', 'ended');
    if (account.disabled) throw new AccountError('login_required', 'disabled');
    return { account, open: rotation.open };
  }

  /** Whoever this session is of. @throws AccountError `login_required` */
  of(session: string): Account {
    const user = this.#options.sessions.userOf(session);
    const account = user === null ? null : this.#options.accounts.of(user);
    if (account === null) throw new AccountError('login_required', 'ended');
    if (account.disabled) throw new AccountError('login_required', 'disabled');
    return account;
  }

  isOpen(session: string): boolean {
    try {
      return this.of(session) !== null;
    } catch (error) {
      if (error instanceof AccountError) return false;
      throw error;
    }
  }

  logout(session: string): void {
    this.#options.sessions.end(session);
    this.#options.onEnded();
  }

  logoutEverywhere(session: string): void {
    this.#options.sessions.endAllOf(this.of(session).id);
    this.#options.onEnded();
  }

  /** In all other browsers one has to log in again. @throws AccountError `login_wrong`, `password_invalid`, `rate_limited` */
  async changePassword(
    session: string,
    given: { readonly old: string; readonly password: string },
    address: string,
  ) {
    const { accounts, sessions, passwords, tries } = this.#options;
    const account = this.of(session);
    checkPassword(given.password, account.name);
    const attempt = tries.of({ name: foldName(account.name), address, known: true });
    if (!(await passwords.verify(account.password, given.old, attempt)))
      throw new AccountError('login_wrong');
    const hash = await passwords.hash(given.password);
    this.of(session);
    accounts.setPassword(account.id, hash);
    sessions.endAllOf(account.id, session);
    this.#options.onEnded();
  }

  /** What a link is for. @throws AccountError `link_invalid` */
  linkOf(secret: string): AccountLink {
    const link = this.#linkOf(secret);
    if (link.kind === 'invite') return { kind: 'invite', name: '' };
    return { kind: 'reset', name: this.#options.accounts.of(link.account)?.name ?? '' };
  }

  /** With a link of an administrator. Ends all sessions there were. @throws AccountError `link_invalid`, `password_invalid` */
  async resetPassword({
    link: secret,
    password,
  }: {
    readonly link: string;
    readonly password: string;
  }): Promise<LoggedIn> {
    const { database, accounts, sessions, links, passwords } = this.#options;
    const { account: user } = this.#linkOf(secret, 'reset');
    const before = accounts.of(user);
    if (before === null) throw new AccountError('link_invalid');
    checkPassword(password, before.name);
    const hash = await passwords.hash(password);
    transaction(database, () => {
      if (!links.use(secret)) throw new AccountError('link_invalid');
      accounts.setPassword(user, hash);
      sessions.endAllOf(user);
    });
    this.#options.onEnded();
    const account = accounts.of(user);
    if (account === null) throw new AccountError('link_invalid');
    if (account.disabled) throw new AccountError('account_disabled');
    return this.#logIn(account);
  }

  /** A further session, for a device that this person has let in; null where the account is no more. */
  letIn(user: UserId): LoggedIn | null {
    const account = this.#options.accounts.of(user);
    return account === null || account.disabled ? null : this.#logIn(account);
  }

  erase(session: string): void {
    this.#options.accounts.remove(this.of(session).id);
    tidy(this.#options.database);
    this.#options.onEnded();
  }

  /** @throws AccountError `not_administrator` */
  asAdministrator(session: string): Administration {
    const account = this.of(session);
    if (!account.administrator) throw new AccountError('not_administrator');
    const { database, accounts, links, clock, onEnded } = this.#options;
    const other = (user: UserId) => {
      const found = accounts.of(user);
      if (found === null) throw new AccountError('account_unknown');
      return found;
    };
    const secretOr = (secret: string | null) => {
      if (secret === null) throw new AccountError('rate_limited', '3600');
      return secret;
    };
    return {
      list: () => accounts.list(),
      invite: () => secretOr(links.invite(clock.now())),
      reset: (user) => secretOr(links.reset(other(user).id, clock.now())),
      setDisabled: (user, disabled) => {
        // Whoever locks themselves out may be the last who could let anybody in.
        if (other(user).id === account.id) throw new AccountError('bad_payload', 'oneself');
        transaction(database, () => accounts.setDisabled(user, disabled));
        onEnded();
      },
    };
  }

  /** For the first administrator: good until there is one. Null where there is. */
  inviteFirst(): string | null {
    const { accounts, links, clock } = this.#options;
    if (accounts.hasAdministrator()) return null;
    links.forgetAdministrators();
    return links.invite(clock.now(), true);
  }

  #logIn(account: Account): LoggedIn {
    const { sessions, clock, onEnded } = this.#options;
    const open = sessions.open(account.id, clock.now());
    if (open.replaces) onEnded();
    return { account, open };
  }

  #linkOf(secret: string): Exclude<ReturnType<LinkStore['find']>, null>;
  #linkOf<K extends 'invite' | 'reset'>(
    secret: string,
    kind: K,
  ): Extract<ReturnType<LinkStore['find']>, { kind: K }>;
  #linkOf(secret: string, kind?: 'invite' | 'reset') {
    const link = this.#options.links.find(secret, this.#options.clock.now());
    if (link === null || (kind !== undefined && link.kind !== kind)) throw new AccountError('link_invalid');
    return link;
  }

  #admitNew(address: string): void {
    const waitMs = this.#made.waitMs(address);
    if (waitMs > 0) throw new AccountError('rate_limited', String(Math.ceil(waitMs / 1_000)));
    this.#made.count(address);
  }

  /** Who somebody was in this browser they stay, with all that others have accepted of them, unless an account has that already. */
  async #idFor(browser: UserId | null, folded: string): Promise<UserId> {
    const { accounts, holderOf, newUserId } = this.#options;
    const id = browser !== null && accounts.of(browser) === null ? browser : newUserId();
    const holder = await holderOf(folded);
    if (accounts.named(folded) !== null || (holder !== null && holder !== id))
      throw new AccountError('name_taken');
    return id;
  }
}

export interface Administration {
  list(): readonly ListedAccount[];
  /** @returns the secret of the link */
  invite(): string;
  reset(user: UserId): string;
  setDisabled(user: UserId, disabled: boolean): void;
}
