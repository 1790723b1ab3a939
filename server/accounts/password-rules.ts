/**
 * What a password has to be, as NIST SP 800-63B has it (5.1.1.2): long enough, and none of those with which guessing begins, which are the
 * common ones, rows and repetitions, and the names of the person, of the server and of Earshot. No rule about kinds of characters.
 */
import { PASSWORD_LEAST, PASSWORD_MOST, type PasswordFlaw } from '../../protocol/accounts.ts';
import { AccountError } from './account-error.ts';

const PRODUCT = 'Earshot';
/** As they lie beside each other on keyboards, and in the alphabet. */
const ROWS = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'yxcvbnm',
];
const BOTH_WAYS = ROWS.flatMap((row) => [row, [...row].reverse().join('')]);
/** A row that is shorter says nothing about a password. */
const SHORTEST_ROW = 4;
/** What is put together of a piece of so many characters again and again is as easy to guess as that piece. */
const LONGEST_PIECE = 4;

/** Keyboards write the same letters in several ways. */
export const asTyped = (password: string): string => password.normalize('NFKC');

interface Names {
  /** Of the account. */
  readonly own: string;
  /** As the host calls it, or its computer's. */
  readonly server: string;
}

/** @throws AccountError `password_invalid` with why */
export async function checkPassword(password: string, names: Names): Promise<void> {
  const flaw = await flawOf(asTyped(password), names);
  if (flaw !== null) throw new AccountError('password_invalid', flaw);
}

async function flawOf(password: string, { own, server }: Names): Promise<PasswordFlaw | null> {
  const { length } = Array.from(password);
  if (length < PASSWORD_LEAST) return 'short';
  if (length > PASSWORD_MOST) return 'long';
  if (isMadeOf(password, own)) return 'name';
  if (isMadeOf(password, PRODUCT) || isMadeOf(password, server)) return 'server';
  if (isRepeated(password) || isRows(password)) return 'simple';
  const { isCommon } = await import('./common-passwords.ts');
  return isCommon(password) ? 'common' : null;
}

/** The name, once or more often, with nothing but digits, signs and spaces in between and around it. */
function isMadeOf(password: string, name: string): boolean {
  const [letters, word] = [lettersOf(password), lettersOf(name)];
  if (word === '') return password.trim() === name.trim();
  return letters !== '' && letters.replaceAll(word, '') === '';
}

const lettersOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}]/gu, '');

function isRepeated(password: string): boolean {
  const all = Array.from(password);
  for (let size = 1; size <= LONGEST_PIECE; size += 1)
    if (all.every((one, at) => one === all[at % size])) return true;
  return false;
}

/** Nothing but rows: 123456789, qwertyuiop, abcd4321. */
function isRows(password: string): boolean {
  const rest = password.toLowerCase();
  let at = 0;
  while (at < rest.length) {
    const row = rowAt(rest, at);
    if (row < SHORTEST_ROW) return false;
    at += row;
  }
  return true;
}

/** How much of it from there on is one row. */
function rowAt(text: string, at: number): number {
  let longest = 0;
  for (const row of BOTH_WAYS)
    while (at + longest < text.length && row.includes(text.slice(at, at + longest + 1))) longest += 1;
  return longest;
}
