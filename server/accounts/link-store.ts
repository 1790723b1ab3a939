/** Links that make an account or set a password anew: each good once, and for a time. Of their secrets only hashes are kept. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { id } from '../../protocol/schemas.ts';
import type { UserId } from '../../protocol/ids.ts';
import { numberOf, type Database } from './database.ts';
import { hashOf } from './session-store.ts';

const SECRET_BYTES = 32;
const HOUR_MS = 3_600_000;
/** An invitation may lie in a mail for a weekend; who forgot a password is waiting. */
export const INVITE_MS = 7 * 24 * HOUR_MS;
export const RESET_MS = 24 * HOUR_MS;
/** Open at once; an administrator who needs more has something else in mind. */
export const MOST_LINKS = 1_000;

const linkRow = v.variant('kind', [
  v.object({
    kind: v.literal('invite'),
    administrator: v.pipe(
      v.number(),
      v.transform((figure) => figure !== 0),
    ),
  }),
  v.object({ kind: v.literal('reset'), account: id<UserId>() }),
]);
export type Link = Readonly<v.InferOutput<typeof linkRow>>;

export class LinkStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @returns the secret, which nothing can show again; null where there are too many */
  invite(now: number, administrator = false): string | null {
    return this.#add({ kind: 'invite', account: null, administrator, expiresAt: now + INVITE_MS }, now);
  }

  /** The link before it counts no more. */
  reset(account: UserId, now: number): string | null {
    this.#database.prepare('DELETE FROM links WHERE account = ?').run(account);
    return this.#add({ kind: 'reset', account, administrator: false, expiresAt: now + RESET_MS }, now);
  }

  find(secret: string, now: number): Link | null {
    const row = this.#database
      .prepare('SELECT * FROM links WHERE hash = ? AND expires_at > ?')
      .get(hashOf(secret), now);
    return row === undefined ? null : v.parse(linkRow, row);
  }

  /** Uses it up. @returns false where somebody else has */
  use(secret: string): boolean {
    return this.#database.prepare('DELETE FROM links WHERE hash = ?').run(hashOf(secret)).changes === 1;
  }

  /** Those for the first administrator, who is there now or is about to be invited anew. */
  forgetAdministrators(): void {
    this.#database.prepare('DELETE FROM links WHERE administrator = 1').run();
  }

  #add(
    link: {
      readonly kind: Link['kind'];
      readonly account: UserId | null;
      readonly administrator: boolean;
      readonly expiresAt: number;
    },
    now: number,
  ): string | null {
    this.#database.prepare('DELETE FROM links WHERE expires_at <= ?').run(now);
    if (numberOf(this.#database, 'SELECT count(*) FROM links') >= MOST_LINKS) return null;
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    this.#database
      .prepare('INSERT INTO links (hash, kind, account, administrator, expires_at) VALUES (?, ?, ?, ?, ?)')
      .run(hashOf(secret), link.kind, link.account, link.administrator ? 1 : 0, link.expiresAt);
    return secret;
  }
}
