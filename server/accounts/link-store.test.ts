import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { userId } from '../../tests/support/records.ts';
import { AccountStore } from './account-store.ts';
import { openDatabase, type Database } from './database.ts';
import { idOfLink, INVITE_MS, LinkStore, MOST_LINKS, RESET_MS } from './link-store.ts';

const ANA = userId('ana');
let folder: string;
let database: Database;
let links: LinkStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-links-'));
  database = await openDatabase(join(folder, 'accounts.db'));
  new AccountStore(database).add({ id: ANA, name: 'Ana', password: '', administrator: false, madeAt: 0 });
  links = new LinkStore(database);
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

it('[ACC-8] a link has 256 bits, of which a hash is kept, and is good until its time is over', () => {
  const [invitation, reset] = [links.invite(0) ?? '', links.reset(ANA, 0) ?? ''];
  expect([invitation, reset].map((secret) => Buffer.from(secret, 'base64url').length)).toEqual([32, 32]);
  expect(JSON.stringify(database.prepare('SELECT * FROM links').all())).not.toContain(invitation);
  expect(links.find(invitation, INVITE_MS - 1)).toEqual({ kind: 'invite', administrator: false });
  expect(links.find(invitation, INVITE_MS)).toBe(null);
  expect(links.find(reset, RESET_MS - 1)).toEqual({ kind: 'reset', account: ANA });
  expect(links.find(reset, RESET_MS)).toBe(null);
  expect(links.find('made up', 0)).toBe(null);
});

it('[ACC-8] it is used once', () => {
  const secret = links.invite(0) ?? '';
  expect([links.use(secret), links.use(secret)]).toEqual([true, false]);
  expect(links.find(secret, 0)).toBe(null);
});

it('[ACC-8] is shown by what it is for until its time is over, and taken back by an id that is not its secret', () => {
  const [invitation, reset, first] = [links.invite(0), links.reset(ANA, 0), links.invite(0, true)].map(
    (secret) => idOfLink(secret ?? ''),
  );
  const until = INVITE_MS;
  const invited = { kind: 'invite', name: '', until };
  expect(links.list(0)).toEqual(
    expect.arrayContaining([
      { id: reset, kind: 'reset', name: 'Ana', administrator: false, until: RESET_MS },
      { ...invited, id: invitation, administrator: false },
      { ...invited, id: first, administrator: true },
    ]),
  );
  expect(links.list(RESET_MS)).toHaveLength(2);
  expect(links.takeBack(reset ?? '', RESET_MS)).toBe(false);
  expect(links.takeBack(first ?? '', 0)).toBe(true);
  expect(links.list(RESET_MS).map(({ id }) => id)).toEqual([invitation]);
  expect(links.takeBack('', 0)).toBe(false);
});

it('so many are open, and those whose time is over make room', () => {
  database.exec('BEGIN');
  for (let made = 0; made < MOST_LINKS; made += 1) links.invite(0);
  database.exec('COMMIT');
  expect(links.invite(INVITE_MS - 1)).toBe(null);
  expect(links.invite(INVITE_MS)).not.toBe(null);
});
