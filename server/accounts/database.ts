/**
 * The database of accounts: one SQLite file in the data folder, for its owner only, brought up to date when it is opened. What is committed
 * is on the disk (WAL with synchronous=FULL), so that neither `kill -9` nor the loss of power takes it back.
 */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartError } from '../start-error.ts';
import { MIGRATIONS } from './migrations.ts';

export type Value = string | number | null;
export interface Statement {
  run(...values: readonly Value[]): { readonly changes: number };
  get(...values: readonly Value[]): unknown;
  all(...values: readonly Value[]): unknown[];
}
/** What is used of the package. */
export interface Database {
  prepare(sql: string): Statement;
  exec(sql: string): unknown;
  close(): unknown;
}

/** For another process that writes at the moment: the command line beside a server, or a backup. */
const BUSY_MS = 5_000;

export const databasePath = (dataDir: string): string => join(dataDir, 'accounts.db');

/** @throws StartError with a sentence for the terminal */
export async function openDatabase(path: string, migrations = MIGRATIONS): Promise<Database> {
  const Package = await loadPackage();
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // Made here, for its owner only: the files that SQLite puts beside it are made alike.
    closeSync(openSync(path, 'a', 0o600));
    const database: Database = new Package(path);
    try {
      database.exec(
        `PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON`,
      );
      // Looked at before anything is written, so that what only reads waits for nobody.
      if (versionOf(database) !== migrations.length) migrate(database, path, migrations);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(wordsFor(error, path), { cause: error });
  }
}

/**
 * Only to copy what is there, as it is: nothing is written, so a disk that is full is no obstacle. Alone with the file, SQLite keeps in memory
 * what it otherwise puts into one beside it, for which there may be no room; beside a server, that one is there.
 * @throws StartError with a sentence for the terminal
 */
export async function openToCopy(path: string): Promise<Database> {
  const Package = await loadPackage();
  const open = (settings: string) => {
    const database: Database = new Package(path);
    try {
      database.exec(settings);
      if (versionOf(database) === 0) throw new StartError(`There are no accounts in ${path}.`);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  };
  try {
    try {
      return open('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE');
    } catch (error) {
      if (!isBusy(error)) throw error;
      return open(`PRAGMA busy_timeout = ${BUSY_MS}`);
    }
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(wordsFor(error, path), { cause: error });
  }
}

const versionOf = (database: Database): number => numberOf(database, 'PRAGMA user_version');

function migrate(database: Database, path: string, migrations: readonly string[]): void {
  // Two that open it at once: the second waits here, and finds the work done.
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = versionOf(database);
    if (version > migrations.length)
      throw new StartError(
        `${path} was written by a newer Earshot (version ${version} of the database, and this one knows ${migrations.length}): use that one, or a backup from before.`,
      );
    for (const step of migrations.slice(version)) database.exec(step);
    if (version < migrations.length) database.exec(`PRAGMA user_version = ${migrations.length}`);
    database.exec('COMMIT');
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** SQLite has done so itself after some faults, such as a full disk, and the fault is what is to be told. */
function rollBack(database: Database): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // nothing is open any more
  }
}

/** In one step: all of it or nothing, and by nobody else meanwhile. */
export function transaction<T>(database: Database, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** What was deleted is overwritten, and no longer in the file beside the database either. */
export function tidy(database: Database): void {
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}

/** Of a statement that answers with one figure. */
export function numberOf(database: Database, sql: string, ...values: readonly Value[]): number {
  const row = database.prepare(sql).get(...values);
  const figures: readonly unknown[] = typeof row === 'object' && row !== null ? Object.values(row) : [];
  const [figure] = figures;
  if (typeof figure !== 'number') throw new Error(`no figure: ${sql}`);
  return figure;
}

async function loadPackage(): Promise<new (path: string) => Database> {
  try {
    // Its types take parameters as a list or as an object, and cannot be followed to the few that are used here.
    return (await import('libsql')).default as unknown as new (path: string) => Database;
  } catch (error) {
    throw new StartError(
      'Accounts need the package libsql, which is not installed here (there is none for some systems): npm install libsql@0.5.29 where Earshot is installed, or start without --accounts.',
      { cause: error },
    );
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
const isBusy = (error: unknown): boolean => codeOf(error).includes('SQLITE_BUSY');

/** What a fault of the database or of the disk comes to, in words. */
export function wordsFor(error: unknown, path: string): string {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code === 'ENOSPC' || /SQLITE_(FULL|IOERR_SHMSIZE)/.test(code))
    return `The disk is full: ${path} cannot be written.`;
  if (/SQLITE_(NOTADB|CORRUPT)/.test(code) || /not a database|malformed/.test(message))
    return `${path} is damaged or no database of accounts: put a backup in its place (docs/operating.md), or move it away to begin anew.`;
  if (isBusy(error)) return `${path} is in use by another program that does not let go of it.`;
  return `${path} cannot be used for accounts (${code === '' ? message : code}): see that this user may read and write it, or choose another folder with --data-dir.`;
}
