import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { numberOf, openDatabase, transaction, wordsFor } from './database.ts';
import { MIGRATIONS } from './migrations.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-database-'));
  path = join(folder, 'accounts.db');
});
afterEach(() => rm(folder, { recursive: true }));

describe('opening', () => {
  it.each(MIGRATIONS.slice(1).map((_step, index) => index + 1))(
    'brings a database of version %i up to date, with all that is in it',
    async (version) => {
      const old = await openDatabase(path, MIGRATIONS.slice(0, version));
      old.prepare("INSERT INTO accounts VALUES ('A', 'Ana', 'ana', 'hash', 1, 0, 5)").run();
      old.prepare("INSERT INTO sessions VALUES ('S', 'A', 'one', 'two', 7)").run();
      old.close();
      const database = await openDatabase(path);
      expect(numberOf(database, 'PRAGMA user_version')).toBe(MIGRATIONS.length);
      expect(numberOf(database, "SELECT count(*) FROM accounts WHERE name = 'Ana'")).toBe(1);
      expect(numberOf(database, "SELECT rotated_at FROM sessions WHERE account = 'A'")).toBe(7);
      expect(numberOf(database, 'SELECT count(*) FROM links')).toBe(0);
      database.close();
    },
  );

  it('refuses one of a newer Earshot in words', async () => {
    (await openDatabase(path, [...MIGRATIONS, 'CREATE TABLE later (id TEXT)'])).close();
    await expect(openDatabase(path)).rejects.toThrow(
      /was written by a newer Earshot \(version 3 .* knows 2\)/,
    );
  });

  it('leaves a step that fails out as a whole', async () => {
    (await openDatabase(path, MIGRATIONS.slice(0, 1))).close();
    const broken = [...MIGRATIONS.slice(0, 1), 'CREATE TABLE half (id TEXT); SELECT nonsense'];
    await expect(openDatabase(path, broken)).rejects.toThrow('cannot be used for accounts');
    const database = await openDatabase(path);
    expect(numberOf(database, "SELECT count(*) FROM sqlite_master WHERE name = 'half'")).toBe(0);
    database.close();
  });

  it('writes what is committed to the disk before it goes on', async () => {
    const database = await openDatabase(path);
    expect(numberOf(database, 'PRAGMA synchronous')).toBe(2);
    expect(database.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
    expect(numberOf(database, 'PRAGMA foreign_keys')).toBe(1);
    database.close();
  });
});

it('what cannot be done as a whole is not done', async () => {
  const database = await openDatabase(path);
  const half = () =>
    transaction(database, () => {
      database.prepare("INSERT INTO links VALUES ('h', 'invite', NULL, 0, 1)").run();
      throw new Error('no');
    });
  expect(half).toThrow('no');
  expect(numberOf(database, 'SELECT count(*) FROM links')).toBe(0);
  database.close();
});

it('a full disk is told in words', async () => {
  const database = await openDatabase(path);
  // As small as it is already: the next page finds no room, as on a disk that is full.
  database.exec(`PRAGMA max_page_count = ${numberOf(database, 'PRAGMA page_count')}`);
  const fill = () =>
    transaction(database, () => {
      const add = database.prepare("INSERT INTO links VALUES (?, 'invite', NULL, 0, 1)");
      for (let number = 0; number < 1_000; number += 1) add.run(String(number).padStart(200, '0'));
    });
  let fault: unknown;
  try {
    fill();
  } catch (error) {
    fault = error;
  }
  expect(wordsFor(fault, path)).toBe(`The disk is full: ${path} cannot be written.`);
  expect(numberOf(database, 'SELECT count(*) FROM links')).toBe(0);
  database.close();
});
