/** `earshot key ...`: what is to be done with keys for the HTTP interface. Whether a name will do is the server's business. */
import { API_SCOPES, type ApiScope } from '../protocol/api.ts';
import { nearest } from './nearest.ts';

export type KeyCommand =
  | { readonly action: 'create'; readonly name: string; readonly scopes: readonly ApiScope[] }
  | { readonly action: 'list' }
  | { readonly action: 'revoke'; readonly name: string };

export interface ReadKeyCommand {
  /** Null where there are problems, or no such command. */
  readonly command: KeyCommand | null;
  readonly problems: readonly string[];
}

const ACTIONS = ['create', 'list', 'revoke'] as const;

/** `words` are what follows `key`; `scopes` is what follows `--scopes`, null where that was not given. */
export function readKeyCommand(words: readonly string[], scopes: string | null): ReadKeyCommand {
  const [word = '', name = '', ...more] = words;
  const action = ACTIONS.find((known) => known === word);
  if (action === undefined) return wrong([`key: ${expected(word, ACTIONS)}`]);
  const problems: string[] = [];
  if (action === 'list' && name !== '')
    problems.push(`key list: takes no name (was ${JSON.stringify(name)})`);
  if (action !== 'list' && name.trim() === '') problems.push(`key ${action}: needs a name`);
  if (action !== 'list' && more.length > 0)
    problems.push(`key ${action}: a name with spaces has to be in quotes`);
  if (action !== 'create' && scopes !== null) problems.push('--scopes: belongs to key create');
  const wanted = wordsOf(scopes);
  if (action === 'create' && wanted.length === 0)
    problems.push(`key create: needs --scopes with one or more of ${API_SCOPES.join(',')}`);
  for (const scope of wanted)
    if (!API_SCOPES.some((known) => known === scope))
      problems.push(`--scopes: ${expected(scope, API_SCOPES)}`);
  if (problems.length > 0) return wrong(problems);
  if (action === 'list') return { command: { action }, problems };
  if (action === 'revoke') return { command: { action, name }, problems };
  return {
    command: { action, name, scopes: API_SCOPES.filter((scope) => wanted.includes(scope)) },
    problems,
  };
}

const wordsOf = (list: string | null): string[] =>
  (list ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

function expected(word: string, known: readonly string[]): string {
  if (word === '') return `needs one of ${known.join(', ')}`;
  const near = nearest(word, known);
  const hint = near === null ? `it can be ${known.join(', ')}` : `did you mean ${near}?`;
  return `${JSON.stringify(word)} is not expected here (${hint})`;
}

const wrong = (problems: readonly string[]): ReadKeyCommand => ({ command: null, problems });
