/** Another password: by whoever knows the old one, or by a link of an administrator. */
import { foldName } from '../../protocol/fold-name.ts';
import { AccountError } from './account-error.ts';
import type { AccountParts, LoggedIn } from './account-parts.ts';
import { transaction } from './database.ts';
import type { Logins } from './logins.ts';
import { checkPassword } from './password-rules.ts';

interface PasswordChangesParts extends Pick<
  AccountParts,
  'database' | 'accounts' | 'sessions' | 'links' | 'passwords' | 'tries' | 'clock' | 'onEnded' | 'serverName'
> {
  readonly logins: Pick<Logins, 'of' | 'open'>;
}

export class PasswordChanges {
  readonly #parts: PasswordChangesParts;

  constructor(parts: PasswordChangesParts) {
    this.#parts = parts;
  }

  /** In all other browsers one has to log in again. @throws AccountError `login_wrong`, `password_invalid`, `rate_limited` */
  async change(
    session: string,
    given: { readonly old: string; readonly password: string },
    address: string,
  ): Promise<void> {
    const { accounts, sessions, passwords, tries, logins, onEnded, serverName } = this.#parts;
    const account = logins.of(session);
    await checkPassword(given.password, { own: account.name, server: serverName });
    const attempt = tries.of({ name: foldName(account.name), address, known: true });
    if (!(await passwords.verify(account.password, given.old, attempt)))
      throw new AccountError('login_wrong');
    const hash = await passwords.hash(given.password);
    logins.of(session);
    accounts.setPassword(account.id, hash);
    sessions.endAllOf(account.id, session);
    onEnded();
  }

  /** Ends all sessions there were. @throws AccountError `link_invalid`, `password_invalid`, `account_disabled` */
  async reset(
    { link: secret, password }: { readonly link: string; readonly password: string },
    session: string | null,
  ): Promise<LoggedIn> {
    const { logins, database, accounts, sessions, links, passwords, clock, onEnded, serverName } =
      this.#parts;
    const link = links.find(secret, clock.now());
    const before = link?.kind === 'reset' ? accounts.of(link.account) : null;
    if (before === null) throw new AccountError('link_invalid');
    await checkPassword(password, { own: before.name, server: serverName });
    const hash = await passwords.hash(password);
    transaction(database, () => {
      if (!links.use(secret)) throw new AccountError('link_invalid');
      accounts.setPassword(before.id, hash);
      sessions.endAllOf(before.id);
    });
    const account = accounts.of(before.id);
    if (account === null || account.disabled) {
      onEnded();
      throw new AccountError(account === null ? 'link_invalid' : 'account_disabled');
    }
    return { ...logins.open(account, session), ended: true };
  }
}
