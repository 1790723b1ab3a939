/** Links that make an account or set a password anew: each good once, and for a time. Of their secrets only hashes are kept. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { OpenLink } from '../../protocol/accounts.ts';
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

/** Of the 32 bytes of a hash: enough to tell a thousand apart, and short enough to type. */
const ID_BYTES = 5;

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

const hashRow = v.object({ hash: v.string() });
const openRow = v.pipe(
  v.object({
    hash: v.string(),
    kind: v.picklist(['invite', 'reset']),
    name: v.nullable(v.string()),
    administrator: v.number(),
    expires_at: v.number(),
  }),
  v.transform(({ hash, kind, name, administrator, expires_at: until }): OpenLink => ({
    id: idOfHash(hash),
    kind,
    name: name ?? '',
    administrator: administrator !== 0,
    until,
  })),
);

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

  /** The next one to end first. */
  list(now: number): readonly OpenLink[] {
    const rows = this.#database
      .prepare(
        `SELECT hash, kind, name, links.administrator, expires_at FROM links LEFT JOIN accounts ON accounts.id = account
         WHERE expires_at > ? ORDER BY expires_at, hash`,
      )
      .all(now);
    return rows.map((row) => v.parse(openRow, row));
  }

  /** @returns false where none is open that is called so */
  takeBack(id: string, now: number): boolean {
    const rows = this.#database.prepare('SELECT hash FROM links WHERE expires_at > ?').all(now);
    const hashes = rows.map((row) => v.parse(hashRow, row).hash).filter((hash) => idOfHash(hash) === id);
    const remove = this.#database.prepare('DELETE FROM links WHERE hash = ?');
    return hashes.reduce((removed, hash) => removed + remove.run(hash).changes, 0) > 0;
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

const idOfHash = (hash: string): string =>
  Buffer.from(hash, 'base64url').subarray(0, ID_BYTES).toString('hex');

/** What a link is called where it is to be taken back. */
export const idOfLink = (secret: string): string => idOfHash(hashOf(secret));
