import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { userId } from '../../tests/support/records.ts';
import { AccountStore } from './account-store.ts';
import { appoint } from './appointing.ts';
import { openDatabase, type Database } from './database.ts';
import { LinkStore } from './link-store.ts';

const [ANA, BEA] = [userId('ana'), userId('bea')];
let folder: string;
let database: Database;
let accounts: AccountStore;
let links: LinkStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-appointing-'));
  database = await openDatabase(join(folder, 'accounts.db'));
  accounts = new AccountStore(database);
  links = new LinkStore(database);
  for (const [id, name] of [
    [ANA, 'Ana'],
    [BEA, 'Bea'],
  ] as const)
    accounts.add({ id, name, password: '', administrator: false, madeAt: 0 });
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true });
});
const make = (user: typeof ANA, administrator: boolean) => appoint({ accounts, links }, user, administrator);

it('[ACC-9] the first administrator makes the link for the first one worthless, and a further one no link at all', () => {
  links.invite(0, true);
  links.invite(0);
  make(ANA, true);
  expect(links.list(0).map(({ administrator }) => administrator)).toEqual([false]);
  links.invite(0, true);
  make(BEA, true);
  expect(links.list(0)).toHaveLength(2);
});

it('[ACC-9] one who is disabled makes no link worthless, and is no reason to keep the last one', () => {
  links.invite(0, true);
  accounts.setDisabled(ANA, true);
  make(ANA, true);
  expect(links.list(0)).toHaveLength(1);
  make(ANA, false);
  make(BEA, true);
  make(ANA, true);
  expect(() => make(BEA, false)).toThrow('last_administrator');
  make(ANA, false);
  accounts.setDisabled(ANA, false);
  make(ANA, true);
  make(BEA, false);
  expect(accounts.of(BEA)?.administrator).toBe(false);
});
