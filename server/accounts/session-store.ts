/**
 * Where people are logged in: a row for each browser. Its refresh token is another after each use; of it, and of the one before, the hash is
 * kept. The next one is made from the last one with the key of the installation, so that a browser whose answer was lost, and tabs that
 * ask at once, are given the same.
 */
import { createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { id } from '../../protocol/schemas.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { SessionTokens } from '../transport/session-token.ts';
import type { Database } from './database.ts';

const ID_BYTES = 16;
const SECRET_BYTES = 32;
const TOKEN = /^([\w-]{22})\.([\w-]{43})$/;

/** Since it was used last. */
export const SESSION_DAYS = 30;
const SESSION_MS = SESSION_DAYS * 24 * 60 * 60_000;
/** So long the token before is taken too: for answers that were lost, and for tabs that ask at once. */
export const HANDOVER_MS = 60_000;
/** Of one account; the one that was not used for the longest time makes room. */
export const MOST_SESSIONS = 30;

const sessionRow = v.object({
  id: v.string(),
  account: id<UserId>(),
  current: v.string(),
  previous: v.string(),
  rotated_at: v.number(),
});

export interface OpenSession {
  readonly session: string;
  /** For the cookie of the browser, and kept nowhere else. */
  readonly refresh: string;
}
export interface NewSession extends OpenSession {
  /** Whether another had to make room. */
  readonly replaces: boolean;
}

/** `reused`: by two that cannot both be the browser it was given to. */
export type Rotation =
  | { readonly kind: 'rotated'; readonly user: UserId; readonly open: OpenSession }
  | { readonly kind: 'unknown' | 'expired' }
  | { readonly kind: 'reused'; readonly session: string };

export class SessionStore {
  readonly #database: Database;
  readonly #tokens: Pick<SessionTokens, 'sign'>;

  constructor(database: Database, tokens: Pick<SessionTokens, 'sign'>) {
    this.#database = database;
    this.#tokens = tokens;
  }

  open(user: UserId, now: number): NewSession {
    const session = randomBytes(ID_BYTES).toString('base64url');
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const { changes } = this.#database
      .prepare(
        'DELETE FROM sessions WHERE account = ? AND id NOT IN (SELECT id FROM sessions WHERE account = ? ORDER BY rotated_at DESC LIMIT ?)',
      )
      .run(user, user, MOST_SESSIONS - 1);
    this.#database
      .prepare("INSERT INTO sessions (id, account, current, previous, rotated_at) VALUES (?, ?, ?, '', ?)")
      .run(session, user, hashOf(secret), now);
    return { session, refresh: `${session}.${secret}`, replaces: changes > 0 };
  }

  /** Whose session this is; null where it has ended. */
  userOf(session: string): UserId | null {
    return this.#row(session)?.account ?? null;
  }

  rotate(refresh: string, now: number): Rotation {
    const [, session = '', secret = ''] = TOKEN.exec(refresh) ?? [];
    const row = this.#row(session);
    if (row === null) return { kind: 'unknown' };
    const next = this.#tokens.sign('refresh', secret).toString('base64url');
    const rotated: Rotation = {
      kind: 'rotated',
      user: row.account,
      open: { session, refresh: `${session}.${next}` },
    };
    const given = hashOf(secret);
    if (given === row.current && now - row.rotated_at > SESSION_MS) {
      this.end(session);
      return { kind: 'expired' };
    }
    if (given === row.current) {
      this.#database
        .prepare('UPDATE sessions SET current = ?, previous = ?, rotated_at = ? WHERE id = ?')
        .run(hashOf(next), given, now, session);
      return rotated;
    }
    const isHandover = given === row.previous && now - row.rotated_at <= HANDOVER_MS;
    if (isHandover && hashOf(next) === row.current) return rotated;
    this.end(session);
    return { kind: 'reused', session };
  }

  /** The session of a token that could be used now, which it is not by this. */
  holding(refresh: string, now: number): string | null {
    const [, session = '', secret = ''] = TOKEN.exec(refresh) ?? [];
    const row = this.#row(session);
    if (row === null) return null;
    const given = hashOf(secret);
    const isHandover = given === row.previous && now - row.rotated_at <= HANDOVER_MS;
    return given === row.current || isHandover ? session : null;
  }

  end(session: string): void {
    this.#database.prepare('DELETE FROM sessions WHERE id = ?').run(session);
  }

  /** All of a person, but one where that is given. */
  endAllOf(user: UserId, except = ''): void {
    this.#database.prepare('DELETE FROM sessions WHERE account = ? AND id <> ?').run(user, except);
  }

  forgetExpired(now: number): void {
    this.#database.prepare('DELETE FROM sessions WHERE rotated_at < ?').run(now - SESSION_MS);
  }

  #row(session: string): v.InferOutput<typeof sessionRow> | null {
    const row = this.#database.prepare('SELECT * FROM sessions WHERE id = ?').get(session);
    return row === undefined ? null : v.parse(sessionRow, row);
  }
}

/** Of 256 random bits, which a plain hash keeps as well as a slow one. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
