/**
 * Who a connection belongs to, with nothing stored about anybody: the token is the person's id, signed with a key of this
 * installation (HMAC-SHA-256, RFC 2104). It survives restarts because the key does.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';
import { writeFileAtomically } from '../write-file-atomically.ts';
import { ID_PATTERN, type UserId } from '../../protocol/ids.ts';
import { lastingCookie, readCookie } from './cookies.ts';

const KEY_BYTES = 32;

export class SessionTokens {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  issue(user: UserId): string {
    return `${user}.${this.sign('session', user).toString('base64url')}`;
  }

  /** The person of a token, or null where it was not made here. */
  verify(token: string): UserId | null {
    const [id = '', signature = ''] = token.split('.');
    if (!ID_PATTERN.test(id)) return null;
    const given = Buffer.from(signature, 'base64url');
    const right = this.sign('session', id);
    // The pattern has just been tested, which is all that makes a string an id.
    return given.length === right.length && timingSafeEqual(given, right) ? (id as UserId) : null;
  }

  /** With the key of this installation; what was signed for one purpose is of no use for another. */
  sign(purpose: 'session' | 'passcode' | 'try', text: string): Buffer {
    return createHmac('sha256', this.#key).update(`earshot ${purpose} 1 ${text}`).digest();
  }
}

/** The signing key of this data folder, made at the first start; readable by its owner only. @throws StartError */
export async function openSessionTokens(folder: string): Promise<SessionTokens> {
  const path = join(folder, 'session.key');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Whoever starts first makes the key; a second server on the same folder uses it too.
    const made = randomBytes(KEY_BYTES).toString('hex');
    await writeFileAtomically({ path, text: `${made}\n`, mode: 0o600, keepExisting: true });
    const key = Buffer.from((await readFile(path, 'utf8')).trim(), 'hex');
    if (key.length === KEY_BYTES) return new SessionTokens(key);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const sentence = `The folder ${folder} cannot be used for keys (${String(error.code)}); choose another with --data-dir.`;
    throw new StartError(sentence, { cause: error });
  }
  throw new StartError(`${path} is damaged: delete it to make a new one, after which everybody joins anew.`);
}

const COOKIE = '__Host-earshot';

export const sessionCookie = (token: string): string => lastingCookie(COOKIE, token);

export const readSessionCookie = (header: string | undefined): string | null => readCookie(header, COOKIE);
