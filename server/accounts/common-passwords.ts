/** Passwords that many people have, with which guessing begins: the list of zxcvbn-ts. Loaded when the first password is chosen. */
import list from '@zxcvbn-ts/language-common/src/passwords.json' with { type: 'json' };
import { PASSWORD_LEAST } from '../../protocol/accounts.ts';

/** Shorter ones are refused by their length. */
const COMMON: ReadonlySet<string> = new Set(list.filter(({ length }) => length >= PASSWORD_LEAST));

/** A year, a counter, an exclamation mark: whoever guesses puts that behind it too. */
const TAIL = /[^\p{L}]{1,4}$/u;

/** Capital letters make none less common. */
export function isCommon(password: string): boolean {
  const small = password.toLowerCase();
  return COMMON.has(small) || COMMON.has(small.replace(TAIL, ''));
}
