/** Accounts put together: opened with the server where it was asked for them, and closed with it. */
import type { LoadedConfig } from '../../config/load.ts';
import { AppError } from '../../protocol/errors.ts';
import type { UserId } from '../../protocol/ids.ts';
import { repeat, type Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { AccountDoor } from '../transport/account-door.ts';
import { readSessionCookie, type SessionTokens } from '../transport/session-token.ts';
import { AccessTokens } from './access-token.ts';
import { loginCookies, NO_LOGIN_COOKIES, readAccess } from './account-cookies.ts';
import { AccountError } from './account-error.ts';
import { accountPage } from './account-page.ts';
import { createAccountRoutes } from './account-routes.ts';
import { AccountStore } from './account-store.ts';
import { createAccounts } from './accounts.ts';
import { databasePath, numberOf, openDatabase, tidy } from './database.ts';
import { LinkStore } from './link-store.ts';
import { LoginTries } from './login-tries.ts';
import { Passwords } from './passwords.ts';
import { sessionBefore, sessionIn } from './session-in.ts';
import { SessionStore } from './session-store.ts';

interface OpenAccountsOptions {
  readonly config: Pick<LoadedConfig, 'dataDir' | 'registration' | 'wrongPasswords'>;
  readonly serverName: string;
  /** As built. */
  readonly clientFolder: string;
  readonly tokens: SessionTokens;
  readonly newUserId: () => UserId;
  readonly holderOf: (folded: string) => Promise<UserId | null>;
  /** Ends the connections of all sessions that are not open any more. */
  readonly endSessions: (isOpen: (session: string) => boolean) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface OpenAccounts extends AccountDoor {
  hasAdministrator(): boolean;
  /** The secret of the link for the first administrator; null where there is one. */
  inviteFirst(): string | null;
  close(): void;
}

/** Whether somebody has changed something at the terminal. */
const LOOK_EVERY_MS = 2_000;
const CLEAN_EVERY_MS = 6 * 3_600_000;

/** @throws StartError with a sentence for the terminal */
export async function openAccounts(options: OpenAccountsOptions): Promise<OpenAccounts> {
  const { config, serverName, clientFolder, tokens, newUserId, holderOf, endSessions, clock, log } = options;
  const database = await openDatabase(databasePath(config.dataDir));
  const store = new AccountStore(database);
  const sessions = new SessionStore(database, tokens);
  const access = new AccessTokens(tokens, clock);
  const accounts = createAccounts({
    database,
    accounts: store,
    sessions,
    links: new LinkStore(database),
    passwords: new Passwords(),
    tries: new LoginTries(clock, config.wrongPasswords),
    registration: config.registration,
    serverName,
    holderOf,
    newUserId,
    clock,
    onEnded: () => endSessions(isOpen),
  });
  const { logins, registering } = accounts;
  const isOpen = (session: string) => logins.isOpen(session);

  /** What can wait for the next time: a disk that is full is no reason to fall over, nor one to go on when one is to stop. */
  function unlessFull(step: () => void): void {
    try {
      step();
    } catch (error) {
      log.error('accounts not tidied', error);
    }
  }
  const clean = () => unlessFull(() => sessions.forgetExpired(clock.now()));

  // Another number where another process has written.
  const readVersion = () => numberOf(database, 'PRAGMA data_version');
  let version = readVersion();
  const undo = [
    repeat(clock, LOOK_EVERY_MS, () => {
      const now = readVersion();
      if (now !== version) endSessions(isOpen);
      version = now;
    }),
    repeat(clock, CLEAN_EVERY_MS, () => clean()),
  ];
  clean();

  return {
    handler: createAccountRoutes({ accounts, access, tokens, log }),
    page: accountPage(clientFolder, config.registration),
    hasAdministrator: () => store.hasAdministrator(),
    inviteFirst: () => registering.inviteFirst(),
    names: {
      nameOf: (user) => store.of(user)?.name ?? null,
      ownerOf: (folded) => store.named(folded)?.id ?? null,
      rename: (user, shown) => {
        try {
          if (store.of(user) !== null) store.rename(user, shown);
        } catch (error) {
          throw error instanceof AccountError ? new AppError('name_taken', '', { cause: error }) : error;
        }
      },
    },
    admit: async (cookies, token) => {
      const read = await access.read(readAccess(cookies) ?? token ?? '');
      // A browser that was somebody else's keeps what was theirs, until its page has asked.
      const browser = tokens.verify(readSessionCookie(cookies) ?? '') ?? read?.user;
      if (read === null || browser !== read.user) throw new AppError('login_required');
      try {
        logins.of(read.session);
      } catch (error) {
        throw error instanceof AccountError
          ? new AppError('login_required', error.detail, { cause: error })
          : error;
      }
      return read;
    },
    letIn: async (user, cookies) => {
      const entered = logins.letIn(user, await sessionBefore(cookies, { logins, access }));
      if (entered === null) return null;
      const { session, refresh } = entered.open;
      return loginCookies(await access.issue({ user, session }), refresh);
    },
    erase: async (cookies) => {
      const session = await sessionIn(cookies, { logins, access });
      if (session !== null) logins.erase(session);
      return NO_LOGIN_COOKIES;
    },
    close: () => {
      for (const step of undo) step();
      unlessFull(() => tidy(database));
      database.close();
    },
  };
}
