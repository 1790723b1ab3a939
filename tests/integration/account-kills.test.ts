/** A server that is killed while people register: what was answered is there, a link is used once, and the database is whole. */
import { watch } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { numberOf, openDatabase, type Database } from '../../server/accounts/database.ts';
import { LinkStore } from '../../server/accounts/link-store.ts';
import { ServerProcess } from '../chaos/server-process.ts';
import { AccountVisitor } from '../support/account-visitor.ts';

const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
const PASSWORD = 'correct horse battery';
/** As many as `npm run account-kills` says, otherwise so few that nobody waits for them. */
const KILLS = Number(process.env['EARSHOT_ACCOUNT_KILLS'] ?? 10);
const EACH_MS = 15_000;
/** Registering takes about a quarter of a second, nearly all of it before the database is written. */
const MOST_WAIT_MS = 900;

/** Without a second to be written by: what the last server has left in the files beside it is taken up here. */
async function reading<T>(path: string, read: (database: Database) => T): Promise<T> {
  const database = await openDatabase(path);
  try {
    return read(database);
  } finally {
    database.close();
  }
}

/** Until something is written to the file beside the database, or until there is nothing more to write. */
async function firstWrite(dataDir: string, registering: readonly Promise<void>[]): Promise<void> {
  const watcher = watch(dataDir);
  const written = new Promise<void>((resolve) =>
    watcher.on('change', (_kind, file) => {
      if (file === 'accounts.db-wal') resolve();
    }),
  );
  await Promise.race([written, Promise.all(registering)]);
  watcher.close();
}

it(
  'everybody who was told that they are in is in, after any kill',
  { timeout: 60_000 + KILLS * EACH_MS },
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'earshot-kills-'));
    const path = join(dataDir, 'accounts.db');
    const crashes: string[] = [];
    const server = await ServerProcess.prepare({
      mainFile: MAIN,
      dataDir,
      args: ['--accounts', '--wrong-passwords', '1000000'],
      onCrash: (words) => crashes.push(words),
    });
    const url = `https://127.0.0.1:${server.port}`;
    const told = new Set<string>();
    const asked = new Set<string>();
    try {
      for (let kill = 0; kill < KILLS; kill += 1) {
        const now = Date.now();
        const links = await reading(path, (database) =>
          [0, 1, 2].map(() => new LinkStore(database).invite(now) ?? ''),
        );
        await server.start();
        const registering = links.map(async (link, index) => {
          const name = `Person ${kill} ${index}`;
          asked.add(name);
          const answer = await new AccountVisitor(url).register(name, PASSWORD, link).catch(() => null);
          if (answer?.status === 200) told.add(name);
        });
        // In turn whenever it is, and while the first of the three is being written.
        if (kill % 2 === 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * MOST_WAIT_MS));
        else await firstWrite(dataDir, registering);
        await server.kill();
        await Promise.all(registering);
        await reading(path, (database) => {
          expect(database.prepare('PRAGMA integrity_check').get()).toMatchObject({ integrity_check: 'ok' });
          expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
          const names = database.prepare('SELECT name FROM accounts').all() as readonly { name: string }[];
          const there = new Set(names.map(({ name }) => name));
          expect([...told].filter((name) => !there.has(name))).toEqual([]);
          expect([...there].filter((name) => !asked.has(name))).toEqual([]);
          // Of three links in each round, one is gone for each account.
          const open = numberOf(database, 'SELECT count(*) FROM links');
          expect(open + there.size).toBe(3 * (kill + 1));
        });
      }
      expect(crashes).toEqual([]);
      await server.start();
      for (const name of [...told].slice(-2))
        expect((await new AccountVisitor(url).login(name, PASSWORD)).status).toBe(200);
      if (KILLS > 10) console.log(`${KILLS} kills, ${asked.size} asked, ${told.size} told that they are in`);
    } finally {
      await server.kill();
      await rm(dataDir, { recursive: true });
    }
  },
);
