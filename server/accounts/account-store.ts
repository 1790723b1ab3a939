/** Accounts in the database: who they are, and nothing of what they do. */
import * as v from 'valibot';
import type { ListedAccount } from '../../protocol/accounts.ts';
import { foldName } from '../../protocol/fold-name.ts';
import { id } from '../../protocol/schemas.ts';
import type { UserId } from '../../protocol/ids.ts';
import { AccountError } from './account-error.ts';
import { numberOf, type Database } from './database.ts';

const flag = v.pipe(
  v.number(),
  v.transform((figure) => figure !== 0),
);
const accountRow = v.object({
  id: id<UserId>(),
  name: v.string(),
  password: v.string(),
  administrator: flag,
  disabled: flag,
});
export type Account = Readonly<v.InferOutput<typeof accountRow>>;

const listedRow = v.pipe(
  v.object({
    id: id<UserId>(),
    name: v.string(),
    administrator: flag,
    disabled: flag,
    made_at: v.number(),
    sessions: v.number(),
  }),
  v.transform(({ id: user, made_at: madeAt, ...row }): ListedAccount => ({ user, madeAt, ...row })),
);

export class AccountStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws AccountError `name_taken` where somebody has that name or one like it */
  add(made: Omit<Account, 'disabled'> & { readonly madeAt: number }): void {
    const { id, name, password, administrator, madeAt } = made;
    const add = this.#database.prepare(
      'INSERT INTO accounts (id, name, folded, password, administrator, disabled, made_at) VALUES (?, ?, ?, ?, ?, 0, ?)',
    );
    ofFreeName(() => add.run(id, name, foldName(name), password, administrator ? 1 : 0, madeAt));
  }

  of(user: UserId): Account | null {
    return this.#read('SELECT * FROM accounts WHERE id = ?', user);
  }

  /** Of a name that cannot be told from this one. */
  named(folded: string): Account | null {
    return this.#read('SELECT * FROM accounts WHERE folded = ?', folded);
  }

  list(): readonly ListedAccount[] {
    const rows = this.#database
      .prepare(
        `SELECT id, name, administrator, disabled, made_at, (SELECT count(*) FROM sessions WHERE account = accounts.id) AS sessions
         FROM accounts ORDER BY folded`,
      )
      .all();
    return rows.map((row) => v.parse(listedRow, row));
  }

  hasAdministrator(): boolean {
    return (
      numberOf(this.#database, 'SELECT count(*) FROM accounts WHERE administrator = 1 AND disabled = 0') > 0
    );
  }

  /** Whether nobody else could let anybody in. */
  isLastAdministrator(user: UserId): boolean {
    const others = numberOf(
      this.#database,
      'SELECT count(*) FROM accounts WHERE administrator = 1 AND disabled = 0 AND id <> ?',
      user,
    );
    return others === 0 && this.hasAdministrator();
  }

  setAdministrator(user: UserId, administrator: boolean): void {
    this.#database
      .prepare('UPDATE accounts SET administrator = ? WHERE id = ?')
      .run(administrator ? 1 : 0, user);
  }

  /** @throws AccountError `name_taken` */
  rename(user: UserId, name: string): void {
    const rename = this.#database.prepare('UPDATE accounts SET name = ?, folded = ? WHERE id = ?');
    ofFreeName(() => rename.run(name, foldName(name), user));
  }

  setPassword(user: UserId, password: string): void {
    this.#database.prepare('UPDATE accounts SET password = ? WHERE id = ?').run(password, user);
  }

  /** Sessions stay as long as it is disabled, so that they can be told why they count no more, and end when it is enabled. */
  setDisabled(user: UserId, disabled: boolean): void {
    if (!disabled) this.#database.prepare('DELETE FROM sessions WHERE account = ?').run(user);
    this.#database.prepare('UPDATE accounts SET disabled = ? WHERE id = ?').run(disabled ? 1 : 0, user);
  }

  /** With all that belongs to it. */
  remove(user: UserId): void {
    this.#database.prepare('DELETE FROM accounts WHERE id = ?').run(user);
  }

  #read(sql: string, value: string): Account | null {
    const row = this.#database.prepare(sql).get(value);
    return row === undefined ? null : v.parse(accountRow, row);
  }
}

/** The name is the only thing about an account that another one can have. */
function ofFreeName(step: () => unknown): void {
  try {
    step();
  } catch (error) {
    if (error instanceof Error && error.message.includes('accounts.folded'))
      throw new AccountError('name_taken', '', { cause: error });
    throw error;
  }
}
