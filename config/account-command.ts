/** `earshot account ...` and `earshot backup`: what is to be done with accounts at the terminal. Whether it can be is the server's business. */
import { nearest } from './nearest.ts';

export type AccountCommand =
  | { readonly action: 'list' | 'links' }
  | { readonly action: 'invite'; readonly administrator: boolean }
  | { readonly action: (typeof OF_ONE)[number]; readonly name: string }
  /** Of a link, as `links` shows it. */
  | { readonly action: 'revoke'; readonly id: string }
  /** Into a file, whose path may be relative to the folder one is in. */
  | { readonly action: 'backup'; readonly file: string };

export interface ReadAccountCommand {
  /** Null where there are problems. */
  readonly command: AccountCommand | null;
  readonly problems: readonly string[];
}

/** What is done with one account, by its name. */
const OF_ONE = ['reset', 'disable', 'enable', 'promote', 'demote'] as const;
const ACTIONS = ['list', 'invite', 'links', 'revoke', ...OF_ONE] as const;

/** `words` are what follows `account`. */
export function readAccountCommand(words: readonly string[], administrator: boolean): ReadAccountCommand {
  const [word = '', name = '', ...more] = words;
  const action = ACTIONS.find((known) => known === word);
  if (action === undefined) return wrong(`account: ${expected(word)}`);
  if (administrator && action !== 'invite') return wrong('--administrator: belongs to account invite');
  if (action === 'list' || action === 'links' || action === 'invite') {
    if (name !== '') return wrong(`account ${action}: takes no name (was ${JSON.stringify(name)})`);
    return right(action === 'invite' ? { action, administrator } : { action });
  }
  if (action === 'revoke') {
    if (name.trim() === '' || more.length > 0)
      return wrong('account revoke: needs the ID of one link (account links shows them)');
    return right({ action, id: name });
  }
  if (name.trim() === '') return wrong(`account ${action}: needs a name`);
  if (more.length > 0) return wrong(`account ${action}: a name with spaces has to be in quotes`);
  return right({ action, name });
}

/** `words` are what follows `backup`. */
export function readBackupCommand(words: readonly string[]): ReadAccountCommand {
  const [file = '', ...more] = words;
  if (file === '') return wrong('backup: needs a file to write');
  if (more.length > 0) return wrong('backup: a path with spaces has to be in quotes');
  return right({ action: 'backup', file });
}

function expected(word: string): string {
  if (word === '') return `needs one of ${ACTIONS.join(', ')}`;
  const near = nearest(word, ACTIONS);
  const hint = near === null ? `it can be ${ACTIONS.join(', ')}` : `did you mean ${near}?`;
  return `${JSON.stringify(word)} is not expected here (${hint})`;
}

const right = (command: AccountCommand): ReadAccountCommand => ({ command, problems: [] });
const wrong = (problem: string): ReadAccountCommand => ({ command: null, problems: [problem] });
