/** Accounts before a hostile client of its own making: pages from elsewhere, planted and copied cookies, names as odd as can be typed, and races. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MadeLink, OpenLink, OwnAccount } from '../../protocol/accounts.ts';
import { AccountVisitor } from '../support/account-visitor.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { WITHOUT_LIMITS } from '../support/without-limits.ts';

const PASSWORD = 'correct horse battery';

let folder: string;
let server: RunningServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-built-'));
  await mkdir(join(folder, 'client'));
  await writeFile(join(folder, 'client', 'index.html'), '<body><ear-app></ear-app></body>');
  const args = ['--accounts', '--registration', 'open', ...WITHOUT_LIMITS];
  server = await runServer({ builtFolder: folder, args });
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});
const visit = () => new AccountVisitor(server.url).visit();
const registered = async (name: string, link?: string) => {
  const visitor = await visit();
  expect((await visitor.register(name, PASSWORD, link)).status).toBe(200);
  return visitor;
};
const administrator = () => registered('Ada', server.app.accounts?.inviteFirst() ?? '');
const ownOf = async (visitor: AccountVisitor) => (await visitor.ask('GET', '/account/me')).json as OwnAccount;

const PATHS = [
  ...['register', 'login', 'refresh', 'here', 'link', 'reset', 'logout', 'logout-everywhere', 'password'],
  ...['invite', 'reset-link', 'take-back', 'disable', 'enable', 'promote', 'demote'],
];

describe('a page from elsewhere', () => {
  const AWAY = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
  it.each([
    ['a script', AWAY],
    [
      'a form',
      { ...AWAY, 'sec-fetch-mode': 'navigate', 'content-type': 'application/x-www-form-urlencoded' },
    ],
    ['a frame without an origin', { ...AWAY, origin: 'null', 'sec-fetch-mode': 'navigate' }],
    [
      'another service of the same computer',
      { origin: `https://127.0.0.1:1`, 'sec-fetch-site': 'same-site' },
    ],
  ])('does nothing by %s, whatever it asks for', async (_kind, headers) => {
    const ada = await administrator();
    for (const path of PATHS) {
      const { status } = await ada.ask('POST', `/account/${path}`, {}, { headers });
      expect([path, status]).toEqual([path, 421]);
    }
    expect(await ownOf(ada)).toMatchObject({ name: 'Ada', administrator: true });
  });

  it('does nothing by a link or a picture either, because asking is all that a GET can do', async () => {
    const ada = await administrator();
    for (const path of PATHS) {
      const { status, headers } = await ada.ask('GET', `/account/${path}`);
      expect([path, status, headers['set-cookie']]).toEqual([path, 404, undefined]);
    }
    expect(await ownOf(ada)).toMatchObject({ name: 'Ada' });
  });
});

it('[ACC-1] every cookie is out of reach of scripts, for this host over TLS, and sent by our own page only', async () => {
  const ana = await visit();
  const answers = [
    await ana.register('Ana', PASSWORD),
    await ana.login('Ana', PASSWORD),
    await ana.ask('POST', '/account/refresh'),
    await ana.ask('POST', '/account/logout'),
  ];
  for (const { headers } of answers) {
    const cookies = headers['set-cookie'] ?? [];
    expect(cookies.map((cookie) => cookie.replace(/=[^;]*; Path=\/; Max-Age=\d+;/, ';'))).toEqual([
      '__Host-earshot-access; Secure; HttpOnly; SameSite=Strict',
      '__Host-earshot-refresh; Secure; HttpOnly; SameSite=Strict',
    ]);
  }
});

it('[ACC-3] whoever planted a session in a browser has nothing of whoever logs in there', async () => {
  const [thief, ana] = [await registered('Eve'), await registered('Ana')];
  const planted = new Map([...thief.cookies].filter(([name]) => name !== '__Host-earshot'));
  for (const [name, value] of planted) ana.cookies.set(name, value);
  expect((await ana.login('Ana', PASSWORD)).json).toMatchObject({ name: 'Ana' });
  for (const [name, value] of planted) expect(ana.cookies.get(name)).not.toBe(value);
  const sessions = [thief, ana].map(({ cookies }) => cookies.get('__Host-earshot-refresh')?.split('.')[0]);
  expect(new Set(sessions).size).toBe(2);
  expect((await thief.ask('GET', '/account/me')).code).toBe('login_required');
  expect((await thief.ask('POST', '/account/refresh')).code).toBe('login_required');
});

it.each([
  'Zoe\u0301',
  'e\u0301\u0301\u0301\u0301\u0301\u0301ve',
  'A\u200bn\u0007a',
  '\u202eevil',
  'مریم\u200cگل',
  '👩‍👩‍👧',
  'ＷＩＤＥ　name',
  ' many   spaces ',
])('whoever registers as %j logs in by typing the same', async (name) => {
  await registered(name);
  const answer = await (await visit()).login(name, PASSWORD);
  expect(answer.status).toBe(200);
  expect((answer.json as OwnAccount).name).not.toMatch(/[\p{Cc}\u200b\u202e]/u);
});

it.each([
  ['a name', { name: 'a'.repeat(100_000), password: PASSWORD }],
  ['a password', { name: 'Ana', password: 'p'.repeat(100_000) }],
  [
    'a password of letters that grow when they are written out',
    { name: 'Ana', password: '\ufdfa'.repeat(1_000) },
  ],
  ['something else', { name: 'Ana', password: PASSWORD, more: 'm'.repeat(100_000) }],
])('%s without end is refused at once', async (_what, body) => {
  const eve = await visit();
  for (const path of ['register', 'login']) {
    const { status } = await eve.ask('POST', `/account/${path}`, body);
    expect([400, 401]).toContain(status);
  }
});

describe('at once', () => {
  it('whoever is disabled while they log in is not in', async () => {
    const ada = await administrator();
    const bea = await registered('Bea');
    const { user } = await ownOf(bea);
    const other = await visit();
    const [login] = await Promise.all([
      other.login('Bea', PASSWORD),
      ada.ask('POST', '/account/disable', { user }),
    ]);
    expect([200, 403]).toContain(login.status);
    await expect(other.join()).rejects.toMatchObject({ code: 'login_required' });
  });

  it('of two who change the password in two browsers one has, and the other is logged out', async () => {
    const first = await registered('Ana');
    const second = await visit();
    await second.login('Ana', PASSWORD);
    const words = ['plums and figs', 'walnuts and pears'] as const;
    const answers = await Promise.all([
      first.ask('POST', '/account/password', { old: PASSWORD, password: words[0] }),
      second.ask('POST', '/account/password', { old: PASSWORD, password: words[1] }),
    ]);
    expect(answers.map(({ code }) => code ?? 'changed').sort()).toEqual(['changed', 'login_required']);
    const winner = answers[0].code === null ? 0 : 1;
    const fresh = await visit();
    expect((await fresh.login('Ana', words[1 - winner] ?? '')).code).toBe('login_wrong');
    expect((await fresh.login('Ana', PASSWORD)).code).toBe('login_wrong');
    expect((await fresh.login('Ana', words[winner] ?? '')).status).toBe(200);
  });

  it('a link is used or taken back, never both', async () => {
    const ada = await administrator();
    for (let nth = 0; nth < 3; nth += 1) {
      const { link, id } = (await ada.ask('POST', '/account/invite', {})).json as MadeLink;
      const [used, taken] = await Promise.all([
        (await visit()).register(`Guest ${nth}`, PASSWORD, link),
        ada.ask('POST', '/account/take-back', { id }),
      ]);
      expect([used.code ?? 'used', taken.code ?? 'taken'].sort()).toEqual(
        used.code === null ? ['link_gone', 'used'] : ['link_invalid', 'taken'],
      );
    }
    expect((await ada.ask('GET', '/account/links')).json as readonly OpenLink[]).toEqual([]);
  });

  it('of two links for one password only the last is good, and of two who use it one sets it', async () => {
    const ada = await administrator();
    const { user } = await ownOf(await registered('Bea'));
    const made = await Promise.all([1, 2].map(() => ada.ask('POST', '/account/reset-link', { user })));
    const links = made.map(({ json }) => (json as MadeLink).link);
    const open = (await ada.ask('GET', '/account/links')).json as readonly OpenLink[];
    expect(open).toHaveLength(1);
    const tries = [...links, ...links].map(async (link, nth) =>
      (await visit()).ask('POST', '/account/reset', { link, password: `plums and figs ${nth} again` }),
    );
    const codes = (await Promise.all(tries)).map(({ code }) => code ?? 'set').sort();
    expect(codes).toEqual(['link_invalid', 'link_invalid', 'link_invalid', 'set']);
  });

  it('whoever is demoted while they invite leaves no link behind that they could still have made later', async () => {
    const ada = await administrator();
    const bea = await registered('Bea');
    const { user } = await ownOf(bea);
    await ada.ask('POST', '/account/promote', { user });
    const [demoted, ...invited] = await Promise.all([
      ada.ask('POST', '/account/demote', { user }),
      ...Array.from({ length: 5 }, () => bea.ask('POST', '/account/invite', {})),
    ]);
    expect(demoted.status).toBe(204);
    const made = invited.filter(({ status }) => status === 200);
    // What was made is in the list of whoever is left, to be taken back.
    expect((await ada.ask('GET', '/account/links')).json as readonly OpenLink[]).toHaveLength(made.length);
    expect((await bea.ask('POST', '/account/invite', {})).code).toBe('not_administrator');
  });
});
