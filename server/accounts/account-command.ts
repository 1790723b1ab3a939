/** `earshot account` and `earshot backup`: what the host does at the terminal, also while the server runs, which notices within two seconds. */
import { chmodSync, closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AccountCommand } from '../../config/account-command.ts';
import type { LoadedConfig } from '../../config/load.ts';
import { ACCOUNT_FRAGMENT } from '../../protocol/accounts.ts';
import { foldName } from '../../protocol/fold-name.ts';
import { StartError } from '../start-error.ts';
import { AccountError } from './account-error.ts';
import { AccountStore } from './account-store.ts';
import { appoint } from './appointing.ts';
import { databasePath, openDatabase, openToCopy, transaction, wordsFor, type Database } from './database.ts';
import { idOfLink, LinkStore } from './link-store.ts';

interface AccountCommandOptions {
  readonly config: Pick<LoadedConfig, 'dataDir' | 'port'>;
  readonly command: AccountCommand;
  readonly cwd: string;
  readonly now: () => number;
  readonly print: (text: string) => void;
}

/** @throws StartError with a sentence for the terminal */
export async function runAccountCommand(options: AccountCommandOptions): Promise<void> {
  const { config, command } = options;
  const path = databasePath(config.dataDir);
  if (!existsSync(path) && command.action !== 'invite')
    throw new StartError(
      `There are no accounts in ${config.dataDir}: a server that was started with --accounts makes them.`,
    );
  const database = await (command.action === 'backup' ? openToCopy(path) : openDatabase(path));
  try {
    run(database, options);
  } catch (error) {
    throw error instanceof StartError ? error : new StartError(wordsFor(error, path), { cause: error });
  } finally {
    database.close();
  }
}

function run(database: Database, options: AccountCommandOptions): void {
  const { command, cwd, now, print } = options;
  const accounts = new AccountStore(database);
  const links = new LinkStore(database);
  switch (command.action) {
    case 'list':
      return printAccounts(accounts, print);
    case 'links':
      return printLinks(links, options);
    case 'revoke':
      if (!links.takeBack(command.id, now()))
        throw new StartError(
          `account revoke: no link ${JSON.stringify(command.id)} is open: account links shows those that are.`,
        );
      return print('The link was taken back.');
    case 'invite':
      return printLink(links.invite(now(), command.administrator), options, [
        command.administrator
          ? 'Whoever opens this link becomes an administrator. It works once, within seven days:'
          : 'Whoever opens this link can register. It works once, within seven days:',
      ]);
    case 'backup':
      backUp(database, resolve(cwd, command.file));
      return print(
        `The accounts are in ${resolve(cwd, command.file)}. It is to be kept like the data folder.`,
      );
    default:
      return runForOne(database, command, options);
  }
}

function runForOne(
  database: Database,
  { action, name }: Extract<AccountCommand, { readonly name: string }>,
  options: AccountCommandOptions,
): void {
  const { now, print } = options;
  const accounts = new AccountStore(database);
  const links = new LinkStore(database);
  const account = accounts.named(foldName(name));
  if (account === null)
    throw new StartError(`account ${action}: there is no account named ${JSON.stringify(name)}.`);
  switch (action) {
    case 'reset':
      return printLink(links.reset(account.id, now()), options, [
        'With this link they can choose a new password. It works once, within a day:',
      ]);
    case 'disable':
    case 'enable':
      transaction(database, () => accounts.setDisabled(account.id, action === 'disable'));
      print(
        action === 'disable'
          ? 'The account is disabled. Whoever is logged in with it is sent away within two seconds.'
          : 'The account is enabled. Its person has to log in again.',
      );
      if (action === 'disable' && !accounts.hasAdministrator())
        print(
          'Now there is no administrator: account promote NAME or account invite --administrator makes one.',
        );
      return;
    case 'promote':
    case 'demote':
      try {
        transaction(database, () => appoint({ accounts, links }, account.id, action === 'promote'));
      } catch (error) {
        if (!(error instanceof AccountError)) throw error;
        throw new StartError('account demote: this is the last administrator: promote somebody else first.', {
          cause: error,
        });
      }
      return print(
        action === 'promote' ? 'They are an administrator now.' : 'They are no administrator any more.',
      );
  }
}

function printAccounts(accounts: AccountStore, print: (text: string) => void): void {
  const all = accounts.list();
  if (all.length === 0) return print('There are no accounts.');
  for (const { name, administrator, disabled, madeAt } of all) {
    const state = disabled ? 'disabled' : administrator ? 'administrator' : '';
    print(`${new Date(madeAt).toISOString().slice(0, 10)}  ${state.padEnd(13)}  ${name}`);
  }
}

function printLinks(links: LinkStore, { now, print }: AccountCommandOptions): void {
  const open = links.list(now());
  if (open.length === 0) return print('No link is open.');
  for (const { id, kind, name, administrator, until } of open) {
    const invited = administrator ? 'invitation for an administrator' : 'invitation';
    const day = new Date(until).toISOString().slice(0, 16).replace('T', ' ');
    print(`${id}  until ${day} UTC  ${kind === 'reset' ? `new password for ${name}` : invited}`);
  }
}

function printLink(
  secret: string | null,
  { config, print }: AccountCommandOptions,
  words: readonly string[],
): void {
  if (secret === null)
    throw new StartError(
      'account: too many links are open: account links shows them, and account revoke ID takes one back.',
    );
  for (const line of words) print(line);
  print('');
  print(`  https://localhost:${config.port}/${ACCOUNT_FRAGMENT}${secret}`);
  print('');
  print('On another device, put the address of this server in the place of localhost.');
  print(`To take it back: earshot account revoke ${idOfLink(secret)}`);
}

/** A whole copy, of one moment, while others write. Never over a file that is there. */
function backUp(database: Database, file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error && error.code === 'EEXIST'
        ? 'it is there already'
        : String(error);
    throw new StartError(`backup: ${file} cannot be written: ${why}.`, { cause: error });
  }
  try {
    database.prepare('VACUUM INTO ?').run(file);
    chmodSync(file, 0o600);
  } catch (error) {
    // A piece of one is no backup, and would be in the way of the next.
    rmSync(file, { force: true });
    throw new StartError(wordsFor(error, file), { cause: error });
  }
}
