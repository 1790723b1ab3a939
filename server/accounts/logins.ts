/** Who is logged in: sessions from the password that opens one to whatever ends it. */
import { AppError } from '../../protocol/errors.ts';
import { foldName } from '../../protocol/fold-name.ts';
import type { UserId } from '../../protocol/ids.ts';
import { cleanName } from '../domain/names.ts';
import { AccountError } from './account-error.ts';
import type { AccountParts, LoggedIn, Visitor } from './account-parts.ts';
import type { Account } from './account-store.ts';
import { tidy } from './database.ts';
import { RefreshPace } from './refresh-pace.ts';

type LoginParts = Pick<
  AccountParts,
  'database' | 'accounts' | 'sessions' | 'passwords' | 'tries' | 'clock' | 'onEnded'
>;

export class Logins {
  readonly #parts: LoginParts;
  readonly #pace: RefreshPace;

  constructor(parts: LoginParts) {
    this.#parts = parts;
    this.#pace = new RefreshPace(parts.clock);
  }

  /** @throws AccountError `login_wrong`, `account_disabled`, `rate_limited` */
  async login(
    given: { readonly name: string; readonly password: string },
    visitor: Visitor,
  ): Promise<LoggedIn> {
    const { accounts, passwords, tries } = this.#parts;
    const name = foldName(asRegistered(given.name));
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
    return this.open(current, visitor.session);
  }

  /** For somebody of whom it is known who they are. What was the session of that browser nobody has a use for any more. */
  open(account: Account, before: string | null): LoggedIn {
    const { sessions, clock } = this.#parts;
    if (before !== null) sessions.end(before);
    const open = sessions.open(account.id, clock.now());
    return { account, open, ended: open.replaces || before !== null };
  }

  endConnections(): void {
    this.#parts.onEnded();
  }

  /** Which session a browser has, by its refresh token, which stays as it is. */
  holding(token: string): string | null {
    return this.#parts.sessions.holding(token, this.#parts.clock.now());
  }

  /** A further session, for a device that this person has let in; null where the account is no more. */
  letIn(user: UserId, before: string | null): LoggedIn | null {
    const account = this.#parts.accounts.of(user);
    if (account === null || account.disabled) return null;
    const entered = this.open(account, before);
    if (entered.ended) this.endConnections();
    return entered;
  }

  /** Whoever wants to end the session is not kept waiting. @throws AccountError `login_required`, `rate_limited` */
  refresh(token: string, toEnd = false): LoggedIn {
    const { accounts, sessions, clock, onEnded } = this.#parts;
    const [session = ''] = token.split('.');
    if (!toEnd && sessions.userOf(session) !== null) this.#pace.admit(session);
    const rotation = sessions.rotate(token, clock.now());
    if (rotation.kind === 'reused') onEnded();
    if (rotation.kind !== 'rotated')
      throw new AccountError('login_required', rotation.kind === 'expired' ? 'expired' : 'ended');
    const account = accounts.of(rotation.user);
    if (account === null) throw new AccountError('login_required', 'ended');
    if (account.disabled) throw new AccountError('login_required', 'disabled');
    return { account, open: rotation.open, ended: false };
  }

  /** Whoever this session is of. @throws AccountError `login_required` */
  of(session: string): Account {
    const user = this.#parts.sessions.userOf(session);
    const account = user === null ? null : this.#parts.accounts.of(user);
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
    this.#parts.sessions.end(session);
    this.#parts.onEnded();
  }

  logoutEverywhere(session: string): void {
    this.#parts.sessions.endAllOf(this.of(session).id);
    this.#parts.onEnded();
  }

  /** The account with all that belongs to it. */
  erase(session: string): void {
    this.#parts.accounts.remove(this.of(session).id);
    tidy(this.#parts.database);
    this.#parts.onEnded();
  }
}

/** What was made of it when they registered. One that can be nobody's is looked up all the same, and takes as long. */
function asRegistered(name: string): string {
  try {
    return cleanName(name);
  } catch (error) {
    if (error instanceof AppError) return name;
    throw error;
  }
}
