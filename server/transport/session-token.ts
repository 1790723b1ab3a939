/**
 * Who a connection belongs to, with nothing stored about anybody: the token is the person's id, a random number and the day, signed with a
 * key of this installation (HMAC-SHA-256, RFC 2104). It survives restarts because the key does.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { StartError } from '../start-error.ts';
import { writeFileAtomically } from '../write-file-atomically.ts';
import { ID_PATTERN, type UserId } from '../../protocol/ids.ts';
import { COOKIE_SECONDS, lastingCookie, readCookie } from './cookies.ts';
import { RevokedTokens } from './revoked-tokens.ts';

const KEY_BYTES = 32;
/** 128 bits: enough that no two tokens share one. What makes a token unguessable is its signature. */
const NUMBER_BYTES = 16;
const SECONDS = 1_000;
/** One that is older is replaced at the next visit, so that a copy of it is of use for a week after the last visit at most. */
const RENEW_SECONDS = 7 * 24 * 60 * 60;
/** Requests with the old one may be on their way while the new one is. */
const HANDOVER_MS = 60_000;

interface Token {
  readonly user: UserId;
  readonly number: string;
  /** Seconds since 1970. */
  readonly issuedAt: number;
}

export class SessionTokens {
  readonly #key: Buffer;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #revoked: RevokedTokens;

  constructor(key: Buffer, clock: Pick<Clock, 'now'>, revoked = RevokedTokens.inMemory()) {
    this.#key = key;
    this.#clock = clock;
    this.#revoked = revoked;
  }

  issue(user: UserId): string {
    const number = randomBytes(NUMBER_BYTES).toString('base64url');
    const text = `${user}.${number}.${this.#now().toString(36)}`;
    return `${text}.${this.sign('session', text).toString('base64url')}`;
  }

  /** The person of a token; null where it was not made here, is too old, or was revoked. */
  verify(token: string): UserId | null {
    return this.#read(token)?.user ?? null;
  }

  /** A new one in the place of one that is not new any more; null where there is nothing to replace. */
  renew(token: string): string | null {
    const old = this.#read(token);
    if (old === null || this.#now() - old.issuedAt < RENEW_SECONDS) return null;
    // Where the disk does not take it, the old one lives on after the next restart: no reason to keep anybody out.
    void this.#revoked.add(old.number, this.#clock.now() + HANDOVER_MS).catch(() => undefined);
    return this.issue(old.user);
  }

  /** From now on it is of no use. Does nothing for one that is of none already. @throws where that could not be written down */
  async revoke(token: string): Promise<void> {
    const read = this.#read(token);
    if (read !== null) await this.#revoked.add(read.number, this.#clock.now());
  }

  /** With the key of this installation; what was signed for one purpose is of no use for another. */
  sign(purpose: 'session' | 'passcode' | 'try' | 'access' | 'refresh', text: string): Buffer {
    return createHmac('sha256', this.#key).update(`earshot ${purpose} 1 ${text}`).digest();
  }

  #read(token: string): Token | null {
    const [id = '', number = '', issued = '', signature = ''] = token.split('.');
    if (!ID_PATTERN.test(id)) return null;
    const given = Buffer.from(signature, 'base64url');
    const right = this.sign('session', `${id}.${number}.${issued}`);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
    const issuedAt = parseInt(issued, 36);
    if (this.#now() - issuedAt > COOKIE_SECONDS || this.#revoked.has(number, this.#clock.now())) return null;
    // The pattern has just been tested, which is all that makes a string an id.
    return { user: id as UserId, number, issuedAt };
  }

  #now(): number {
    return Math.floor(this.#clock.now() / SECONDS);
  }
}

/** The signing key of this data folder, made at the first start; readable by its owner only. @throws StartError */
export async function openSessionTokens(folder: string, clock: Pick<Clock, 'now'>): Promise<SessionTokens> {
  const path = join(folder, 'session.key');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Whoever starts first makes the key; a second server on the same folder uses it too.
    const made = randomBytes(KEY_BYTES).toString('hex');
    await writeFileAtomically({ path, text: `${made}\n`, mode: 0o600, keepExisting: true });
    const key = Buffer.from((await readFile(path, 'utf8')).trim(), 'hex');
    if (key.length === KEY_BYTES) {
      const keepMs = COOKIE_SECONDS * SECONDS;
      const revoked = await RevokedTokens.open(join(folder, 'revoked-sessions'), clock.now(), keepMs);
      return new SessionTokens(key, clock, revoked);
    }
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

/** What a browser that leaves is told to forget. */
export const NO_SESSION_COOKIE = sessionCookie('').replace(/Max-Age=\d+/, 'Max-Age=0');
