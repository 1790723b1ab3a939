/** What administrators do, in the page and at the terminal, beside a server that runs; backups; and what a damaged file comes to. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ListedAccount, MadeLink, OpenLink, OwnAccount } from '../../protocol/accounts.ts';
import { AccountVisitor } from '../support/account-visitor.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { WITHOUT_LIMITS } from '../support/without-limits.ts';

const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
const PASSWORD = 'correct horse battery';

let built: string;
let server: RunningServer;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'earshot-built-'));
  await mkdir(join(built, 'client'));
  await writeFile(join(built, 'client', 'index.html'), '<body><ear-app></ear-app></body>');
});
afterAll(() => rm(built, { recursive: true }));
beforeEach(async () => {
  server = await runServer({ builtFolder: built, args: ['--accounts', ...WITHOUT_LIMITS] });
});
afterEach(() => server.stop());

const visit = () => new AccountVisitor(server.url).visit();
async function register(name: string, link?: string): Promise<AccountVisitor> {
  const visitor = await visit();
  expect((await visitor.register(name, PASSWORD, link)).code).toBe(null);
  return visitor;
}
const administrator = () => register('Ada', server.app.accounts?.inviteFirst() ?? '');
const linkIn = ({ json }: { json: unknown }) => (json as MadeLink).link;
const linksSeenBy = async (ada: AccountVisitor) =>
  (await ada.ask('GET', '/account/links')).json as readonly OpenLink[];
const userOf = async (visitor: AccountVisitor) =>
  ((await visitor.ask('GET', '/account/me')).json as OwnAccount).user;
const inviteBy = async (ada: AccountVisitor) => linkIn(await ada.ask('POST', '/account/invite', {}));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
/** The program as built, on the same data. */
const earshot = (...args: readonly string[]) =>
  new Promise<Ended>((resolve) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: built };
    execFile(
      process.execPath,
      [MAIN, ...args, '--data-dir', server.dataDir],
      { env },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
const linkPrinted = ({ stdout }: Ended) => /#account=([\w-]{43})\n/.exec(stdout)?.[1] ?? '';

describe('the first administrator', () => {
  it('[ACC-8] comes by a link, which is good once and only until there is one', async () => {
    expect(server.app.accounts?.hasAdministrator()).toBe(false);
    const earlier = server.app.accounts?.inviteFirst() ?? '';
    const link = server.app.accounts?.inviteFirst() ?? '';
    const codeOf = async (secret: string) => (await (await visit()).register('Eve', PASSWORD, secret)).code;
    expect(await codeOf(earlier)).toBe('link_invalid');
    const ada = await register('Ada', link);
    expect((await ada.ask('GET', '/account/me')).json).toMatchObject({ name: 'Ada', administrator: true });
    expect(await codeOf(link)).toBe('link_invalid');
    expect(server.app.accounts?.inviteFirst()).toBe(null);
  });
});

describe('an administrator', () => {
  it('[ACC-8] invites by a link that works once, without which nobody registers', async () => {
    expect((await (await visit()).register('Eve', PASSWORD)).code).toBe('registration_closed');
    const ada = await administrator();
    const link = await inviteBy(ada);
    expect((await ada.ask('POST', '/account/link', { link })).json).toEqual({ kind: 'invite', name: '' });
    const [one, other] = await Promise.all(
      ['Bea', 'Cy'].map(async (name) => (await visit()).register(name, PASSWORD, link)),
    );
    expect([one?.code ?? 'in', other?.code ?? 'in'].sort()).toEqual(['in', 'link_invalid']);
    // A name that is taken does not use it up.
    const next = await inviteBy(ada);
    expect((await (await visit()).register('Ada', PASSWORD, next)).code).toBe('name_taken');
    await register('Dora', next);
  });

  it('[ACC-3] sees the list, disables who is here at once, and lets them in again', async () => {
    const ada = await administrator();
    const bea = await register('Bea', await inviteBy(ada));
    const list = (await ada.ask('GET', '/account/people')).json as readonly ListedAccount[];
    expect(list.map((one) => [one.name, one.administrator, one.disabled, one.sessions])).toEqual([
      ['Ada', true, false, 1],
      ['Bea', false, false, 1],
    ]);
    const [own, theirs] = list;
    const person = await bea.join();
    const over = new Promise((resolve) => person.socket.once('disconnect', resolve));
    expect((await ada.ask('POST', '/account/disable', { user: theirs?.user })).status).toBe(204);
    await over;
    await expect(bea.join()).rejects.toMatchObject({ code: 'login_required', detail: 'disabled' });
    expect((await bea.login('Bea', PASSWORD)).code).toBe('account_disabled');
    expect((await bea.login('Bea', 'wrong password')).code).toBe('login_wrong');
    expect((await ada.ask('POST', '/account/disable', { user: own?.user })).code).toBe('bad_payload');
    expect((await ada.ask('POST', '/account/enable', { user: theirs?.user })).status).toBe(204);
    await expect(bea.join()).rejects.toMatchObject({ code: 'login_required', detail: 'ended' });
    expect((await bea.login('Bea', PASSWORD)).status).toBe(200);
  });

  it('[ACC-8] gives a link that sets a password anew, which ends all sessions and works once', async () => {
    const ada = await administrator();
    const bea = await register('Bea', await inviteBy(ada));
    const { user } = (await bea.ask('GET', '/account/me')).json as OwnAccount;
    const older = linkIn(await ada.ask('POST', '/account/reset-link', { user }));
    const link = linkIn(await ada.ask('POST', '/account/reset-link', { user }));
    const other = await visit();
    const reset = (secret: string) =>
      other.ask('POST', '/account/reset', { link: secret, password: 'another password' });
    expect((await reset(older)).code).toBe('link_invalid');
    expect((await other.ask('POST', '/account/link', { link })).json).toEqual({ kind: 'reset', name: 'Bea' });
    // Two at once: it sets the password for one of them.
    const answers = await Promise.all([reset(link), reset(link)]);
    expect(answers.map(({ code }) => code ?? 'in').sort()).toEqual(['in', 'link_invalid']);
    expect(answers.find(({ code }) => code === null)?.json).toMatchObject({ user, same: false });
    expect((await reset(link)).code).toBe('link_invalid');
    await expect(bea.join()).rejects.toMatchObject({ code: 'login_required' });
    expect((await bea.login('Bea', PASSWORD)).code).toBe('login_wrong');
    expect((await bea.login('Bea', 'another password')).status).toBe(200);
  });

  it('[ACC-8] sees which links are open, without their secrets, and takes them back', async () => {
    const ada = await administrator();
    const bea = await register('Bea', await inviteBy(ada));
    const invited = (await ada.ask('POST', '/account/invite', {})).json as MadeLink;
    const reset = (await ada.ask('POST', '/account/reset-link', { user: await userOf(bea) }))
      .json as MadeLink;
    const open = await linksSeenBy(ada);
    expect(open.map(({ id, kind, name, administrator }) => [id, kind, name, administrator])).toEqual([
      [reset.id, 'reset', 'Bea', false],
      [invited.id, 'invite', '', false],
    ]);
    const hours = open.map(({ until }) => Math.round((until - Date.now()) / 3_600_000));
    expect(hours).toEqual([24, 7 * 24]);
    expect(JSON.stringify(open)).not.toMatch(new RegExp(`${reset.link}|${invited.link}`));
    const takeBack = async (id: string) => {
      const { status, code } = await ada.ask('POST', '/account/take-back', { id });
      return code ?? status;
    };
    expect(await takeBack(invited.id)).toBe(204);
    expect(await takeBack(invited.id)).toBe('link_gone');
    expect((await (await visit()).register('Eve', PASSWORD, invited.link)).code).toBe('link_invalid');
    expect(await takeBack(reset.id)).toBe(204);
    const answer = await bea.ask('POST', '/account/reset', {
      link: reset.link,
      password: 'another password',
    });
    expect(answer.code).toBe('link_invalid');
    expect(await linksSeenBy(ada)).toEqual([]);
  });

  it('[ACC-9] makes another one of somebody who has an account, and back, but never of the last', async () => {
    const ada = await administrator();
    const bea = await register('Bea', await inviteBy(ada));
    const [own, theirs] = [await userOf(ada), await userOf(bea)];
    const appoint = async (by: AccountVisitor, action: string, user: string) => {
      const { status, code } = await by.ask('POST', `/account/${action}`, { user });
      return code ?? status;
    };
    expect(await appoint(ada, 'demote', own)).toBe('last_administrator');
    expect(await appoint(bea, 'promote', theirs)).toBe('not_administrator');
    expect(await appoint(ada, 'promote', theirs)).toBe(204);
    expect((await bea.ask('GET', '/account/me')).json).toMatchObject({ administrator: true });
    expect((await bea.ask('GET', '/account/people')).status).toBe(200);
    expect(await appoint(bea, 'demote', own)).toBe(204);
    expect(await appoint(ada, 'demote', theirs)).toBe('not_administrator');
    expect(await appoint(bea, 'demote', theirs)).toBe('last_administrator');
    expect(await appoint(bea, 'promote', '0'.repeat(26))).toBe('account_unknown');
    // One who is disabled could let nobody in.
    expect(await appoint(bea, 'promote', own)).toBe(204);
    expect((await bea.ask('POST', '/account/disable', { user: own })).status).toBe(204);
    expect(await appoint(bea, 'demote', theirs)).toBe('last_administrator');
  });

  it('[ACC-9] is left over where two end or disable each other at once', async () => {
    const ada = await administrator();
    const bea = await register('Bea', await inviteBy(ada));
    const [own, theirs] = [await userOf(ada), await userOf(bea)];
    for (const action of ['demote', 'disable']) {
      await ada.ask('POST', '/account/promote', { user: theirs });
      const answers = await Promise.all([
        ada.ask('POST', `/account/${action}`, { user: theirs }),
        bea.ask('POST', `/account/${action}`, { user: own }),
      ]);
      expect(answers.map(({ status }) => status).sort()).not.toEqual([204, 204]);
      expect(server.app.accounts?.hasAdministrator()).toBe(true);
      for (const name of ['Ada', 'Bea']) {
        await earshot('account', 'enable', name);
        await earshot('account', 'promote', name);
      }
      await ada.login('Ada', PASSWORD);
      await bea.login('Bea', PASSWORD);
    }
  });

  it.each([
    ['GET', '/account/people', undefined],
    ['GET', '/account/links', undefined],
    ['POST', '/account/take-back', { id: '0a1b2c3d4e' }],
    ['POST', '/account/promote', { user: '0'.repeat(26) }],
    ['POST', '/account/demote', { user: '0'.repeat(26) }],
    ['POST', '/account/invite', {}],
    ['POST', '/account/reset-link', { user: '0'.repeat(26) }],
    ['POST', '/account/disable', { user: '0'.repeat(26) }],
    ['POST', '/account/enable', { user: '0'.repeat(26) }],
  ])('alone may ask %s %s, and only from our own page', async (method, path, body) => {
    const ada = await administrator();
    const bea = await register('Bea', await inviteBy(ada));
    const codes = await Promise.all(
      [bea, await visit()].map(async (one) => (await one.ask(method, path, body)).code),
    );
    expect(codes).toEqual(['not_administrator', 'login_required']);
    const foreign = await ada.ask(method, path, body, { headers: { origin: 'https://elsewhere.example' } });
    expect(foreign.status).toBe(421);
  });
});

describe('at the terminal', () => {
  it('one invites, lists, disables and enables, and a server that runs notices', async () => {
    const ada = await register('Ada', linkPrinted(await earshot('account', 'invite', '--administrator')));
    expect((await earshot('account', 'list')).stdout).toMatch(/^\d{4}-\d\d-\d\d {2}administrator {2}Ada\n$/);
    const person = await ada.join();
    const over = new Promise((resolve) => person.socket.once('disconnect', resolve));
    expect((await earshot('account', 'disable', 'ada')).code).toBe(0);
    await over;
    expect((await ada.login('Ada', PASSWORD)).code).toBe('account_disabled');
    await earshot('account', 'enable', 'Ada');
    const link = linkPrinted(await earshot('account', 'reset', 'Ada'));
    const answer = await ada.ask('POST', '/account/reset', { link, password: 'another password' });
    expect(answer.status).toBe(200);
    expect(await earshot('account', 'disable', 'Nobody')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'account disable: there is no account named "Nobody".\n',
    });
  });

  it('[ACC-8] one sees which links are open, and takes them back', async () => {
    const made = await earshot('account', 'invite');
    const [, id = ''] = /To take it back: earshot account revoke ([0-9a-f]{10})\n/.exec(made.stdout) ?? [];
    const { stdout } = await earshot('account', 'links');
    expect(stdout).toMatch(new RegExp(`^${id}  until \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC  invitation\n$`));
    expect((await earshot('account', 'revoke', id)).stdout).toBe('The link was taken back.\n');
    expect((await (await visit()).register('Eve', PASSWORD, linkPrinted(made))).code).toBe('link_invalid');
    expect(await earshot('account', 'revoke', id)).toEqual({
      code: 1,
      stdout: '',
      stderr: `account revoke: no link "${id}" is open: account links shows those that are.\n`,
    });
    expect((await earshot('account', 'links')).stdout).toBe('No link is open.\n');
  });

  it('[ACC-9] one makes an administrator of somebody, and back, but never of the last', async () => {
    const ada = await administrator();
    const bea = await register('Bea', await inviteBy(ada));
    expect((await earshot('account', 'demote', 'Ada')).stderr).toBe(
      'account demote: this is the last administrator: promote somebody else first.\n',
    );
    await earshot('account', 'promote', 'bea');
    expect((await bea.ask('GET', '/account/people')).status).toBe(200);
    expect((await earshot('account', 'demote', 'Ada')).code).toBe(0);
    expect((await ada.ask('GET', '/account/people')).code).toBe('not_administrator');
    const { stdout } = await earshot('account', 'disable', 'Bea');
    expect(stdout).toContain('Now there is no administrator');
  });

  it('[ACC-9] the link for the first administrator is good only until there is one', async () => {
    await register('Bea', linkPrinted(await earshot('account', 'invite')));
    const first = server.app.accounts?.inviteFirst() ?? '';
    await earshot('account', 'promote', 'Bea');
    expect((await (await visit()).register('Eve', PASSWORD, first)).code).toBe('link_invalid');
  });

  it('a backup is made while people register, and is what is there again after it was put back', async () => {
    const ada = await administrator();
    const link = await inviteBy(ada);
    const file = join(built, 'backup.db');
    const [saved] = await Promise.all([earshot('backup', file), register('Bea', link)]);
    expect([saved.code, saved.stderr]).toEqual([0, '']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const again = await earshot('backup', file);
    expect([again.code, again.stderr]).toEqual([
      1,
      `backup: ${file} cannot be written: it is there already.\n`,
    ]);
    const late = await register('Cy', await inviteBy(ada));
    const restored = await readFile(file);
    await server.app.stop();
    const path = join(server.dataDir, 'accounts.db');
    for (const rest of ['', '-wal', '-shm']) await rm(`${path}${rest}`, { force: true });
    await writeFile(path, restored);
    await server.restart();
    expect((await late.login('Cy', PASSWORD)).code).toBe('login_wrong');
    expect((await ada.login('Ada', PASSWORD)).status).toBe(200);
    await rm(file);
  });

  it('a file that is no database, or not to be read, is a sentence and no crash', async () => {
    await server.app.stop();
    const path = join(server.dataDir, 'accounts.db');
    const sentence = async () => {
      const { code, stderr } = await earshot('--accounts', '--no-mdns', '--port', '0');
      return `${code} ${stderr}`;
    };
    for (const rest of ['', '-wal', '-shm']) await rm(`${path}${rest}`, { force: true });
    await writeFile(path, 'this is no database, '.repeat(200));
    expect(await sentence()).toMatch(/^1 \S+ is damaged or no database of accounts: .+\n$/);
    await rm(path);
    await mkdir(path);
    expect(await sentence()).toMatch(/^1 \S+ cannot be used for accounts \(EISDIR\): .+\n$/);
    await rm(path, { recursive: true });
    await server.restart();
  });
});
