/** What the subjects of accounts have in common: who asks, what came of it, and what each of them works with. */
import type { Registration } from '../../protocol/accounts.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import type { Account, AccountStore } from './account-store.ts';
import type { Database } from './database.ts';
import type { LinkStore } from './link-store.ts';
import type { LoginTries } from './login-tries.ts';
import type { Passwords } from './passwords.ts';
import type { OpenSession, SessionStore } from './session-store.ts';

/** Who asks, before anybody has logged in. */
export interface Visitor {
  readonly address: string;
  /** Whose this browser was until now. */
  readonly browser: UserId | null;
  /** Its session until now, which another one takes the place of. */
  readonly session: string | null;
}

export interface LoggedIn {
  readonly account: Account;
  readonly open: OpenSession;
  /** Whether other sessions are over by it. Their connections end once this browser has its cookies, so that its other tabs come back with them. */
  readonly ended: boolean;
}

export interface AccountParts {
  readonly database: Database;
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly links: LinkStore;
  readonly passwords: Passwords;
  readonly tries: LoginTries;
  readonly registration: Registration;
  /** As people know it, which makes it no password. */
  readonly serverName: string;
  /** Who is here under a name like this one, account or not. */
  readonly holderOf: (folded: string) => Promise<UserId | null>;
  readonly newUserId: () => UserId;
  readonly clock: Pick<Clock, 'now'>;
  /** Sessions have ended: so are to be their connections. */
  readonly onEnded: () => void;
}
