/** Accounts over TLS: registering, logging in and out, and that all of it counts for connections at once. */
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SESSION_PATH, TICKET_HEADER } from '../../protocol/device-link.ts';
import { AccountVisitor } from '../support/account-visitor.ts';
import { makeKey, callApi } from '../support/api-caller.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { NewDevice } from '../support/new-device.ts';
import { Person } from '../support/person.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { WITHOUT_LIMITS } from '../support/without-limits.ts';

const PASSWORD = 'correct horse battery';
const MINUTE = 60_000;

let folder: string;
let server: RunningServer;
let clock: ManualClock;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-built-'));
  await mkdir(join(folder, 'client'));
  await writeFile(join(folder, 'client', 'index.html'), '<body><ear-app></ear-app></body>');
});
afterAll(() => rm(folder, { recursive: true }));
const start = (...args: string[]) =>
  runServer({ builtFolder: folder, clock, args: ['--accounts', ...args, ...WITHOUT_LIMITS] });
beforeEach(async () => {
  clock = new ManualClock(Date.now());
  server = await start('--registration', 'open');
});
afterEach(() => server.stop());

const visit = (from?: string) => new AccountVisitor(server.url, from).visit();
const registered = async (name: string, password = PASSWORD) => {
  const visitor = await visit();
  expect((await visitor.register(name, password)).status).toBe(200);
  return visitor;
};
const codeOf = (step: Promise<unknown>) =>
  step.then(
    () => 'nothing',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );
const ended = (person: Person) => new Promise((resolve) => person.socket.once('disconnect', resolve));

describe('whoever registers', () => {
  it('[ACC-5] is who they were in that browser, and joins under the name of the account', async () => {
    const ana = await visit();
    const mark = ana.cookies.get('__Host-earshot');
    const made = await ana.register('Ana', PASSWORD);
    const own = made.json as { user: string; same: boolean };
    expect(made.json).toMatchObject({ name: 'Ana', administrator: false, same: true });
    expect(mark?.split('.')[0]).toBe(own.user);
    const person = await ana.join('Somebody Else');
    expect([person.id, person.welcome.me.name, person.welcome.token]).toEqual([own.user, 'Ana', null]);
    person.leave();
  });

  it('[ACC-4] holds the name and what looks like it, whether they are here or not', async () => {
    await registered('Ana');
    expect((await (await visit()).register('ANA', PASSWORD)).code).toBe('name_taken');
    const bea = await (await registered('Bea')).join();
    await expect(bea.request('set_profile', { name: 'Аna' })).rejects.toMatchObject({
      code: 'name_taken',
      detail: 'Аna 2',
    });
    const { me } = await bea.request('set_profile', { name: 'Beatrix' });
    expect(me.name).toBe('Beatrix');
    expect((await (await visit()).login('Beatrix', PASSWORD)).status).toBe(200);
    bea.leave();
  });

  it('has the name alone where two ask for it at once', async () => {
    const [one, other] = [await visit(), await visit()];
    const answers = await Promise.all([one.register('Ana', PASSWORD), other.register('ana', PASSWORD)]);
    expect(answers.map(({ status, code }) => code ?? status).sort()).toEqual([200, 'name_taken']);
  });

  it('[ACC-4] cannot take the name of a bot that is here, and no bot takes theirs', async () => {
    const key = await makeKey(server.dataDir, 'Door bell', ['bot']);
    const appear = () => callApi(server.url, 'POST', '/api/appear', { key, body: {} });
    expect((await appear()).status).toBe(200);
    expect((await (await visit()).register('Door bell', PASSWORD)).code).toBe('name_taken');
    await registered('Garden');
    const other = await makeKey(server.dataDir, 'Garden', ['bot']);
    const shown = await callApi(server.url, 'POST', '/api/appear', { key: other, body: {} });
    expect(shown.json).toMatchObject({ me: { name: 'Garden 2' } });
  });

  it.each([
    ['seven.c', 'short'],
    ['x'.repeat(201), 'long'],
    ['Wilhelmina', 'name'],
    ['Earshot 2026', 'server'],
    ['abababababab', 'simple'],
    ['Sunshine1', 'common'],
  ])('is told what is wrong with the password %s', async (password, why) => {
    const answer = await (await visit()).register('wilhelmina', password);
    expect(answer.json).toEqual({ error: { code: 'password_invalid', detail: why } });
  });
});

describe('whoever logs in', () => {
  it('[ACC-5] is the same person on every device', async () => {
    const first = await registered('Ana');
    const second = await visit();
    const answer = await second.login('ana', PASSWORD);
    expect(answer.json).toMatchObject({ name: 'Ana', same: false });
    const [one, other] = [await first.join(), await second.join()];
    expect(one.id).toBe(other.id);
    expect((await second.login('ana', PASSWORD)).json).toMatchObject({ same: true });
    for (const person of [one, other]) person.leave();
  });

  it('[ACC-7] is told the same of a wrong password and of a name that nobody has', async () => {
    await registered('Ana');
    const visitor = await visit();
    const answers = [
      await visitor.login('Ana', 'wrong password'),
      await visitor.login('Nobody', 'wrong password'),
    ];
    expect(answers.map(({ status, json }) => [status, json])).toEqual(
      Array(2).fill([401, { error: { code: 'login_wrong', detail: '' } }]),
    );
  });

  it('[ACC-7] waits after ten wrong passwords, but not in their own browser, nor longer than ten minutes', async () => {
    const own = await registered('Ana');
    const stranger = await visit('127.0.0.9');
    const guesses = await Promise.all(
      Array.from({ length: 12 }, () => stranger.login('Ana', 'wrong password')),
    );
    const wrong = guesses.filter(({ code }) => code === 'login_wrong');
    // Two are looked at in the same moment.
    expect([10, 11]).toContain(wrong.length);
    const late = await (await visit('127.0.0.10')).login('Ana', PASSWORD);
    expect([late.status, late.code, late.headers['retry-after']]).toEqual([429, 'rate_limited', '600']);
    expect((await stranger.login('Bea', 'wrong password')).code).toBe('rate_limited');
    expect((await own.login('Ana', PASSWORD)).status).toBe(200);
    clock.advance(10 * MINUTE);
    expect((await stranger.login('Ana', PASSWORD)).status).toBe(200);
  });

  it('[ACC-1] gets no further by a cookie of before, and without a login nobody connects', async () => {
    const visitor = await visit();
    expect(visitor.cookies.has('__Host-earshot')).toBe(true);
    expect(await codeOf(visitor.join('Ana'))).toBe('login_required');
    expect(await codeOf(Person.join(server.url, 'Ana'))).toBe('login_required');
  });
});

it("[ACC-6] where a browser was somebody else's, nobody is let in until the page has asked", async () => {
  await registered('Ana');
  const bea = await registered('Bea');
  const login = await bea.ask('POST', '/account/login', { name: 'Ana', password: PASSWORD });
  expect(login.json).toMatchObject({ name: 'Ana', same: false });
  expect(await codeOf(bea.join())).toBe('login_required');
  await bea.ask('POST', '/account/here');
  const person = await bea.join();
  expect(person.welcome.me.name).toBe('Ana');
  person.leave();
});

const refresh = (visitor: AccountVisitor) => visitor.ask('POST', '/account/refresh');

describe('a session', () => {
  const tokenOf = (visitor: AccountVisitor) => visitor.cookies.get('__Host-earshot-refresh') ?? '';

  it('[ACC-1] is good for a quarter of an hour, and goes on by its refresh token', async () => {
    const ana = await registered('Ana');
    clock.advance(15 * MINUTE);
    expect(await codeOf(ana.join())).toBe('login_required');
    expect((await refresh(ana)).json).toMatchObject({ name: 'Ana', same: true });
    (await ana.join()).leave();
  });

  it('is given new tokens only so often at once', async () => {
    const ana = await registered('Ana');
    const codes = new Set<string | null>();
    for (let asked = 0; asked < 21; asked += 1) codes.add((await refresh(ana)).code);
    expect([...codes]).toEqual([null, 'rate_limited']);
    clock.advance(2_000);
    expect((await refresh(ana)).status).toBe(200);
  });

  it('[LINK-6] is opened for a device that its person has let in, too', async () => {
    const ana = await registered('Ana');
    const person = await ana.join();
    const { linkId, secret } = await person.request('offer_device_link', {});
    const device = await NewDevice.come(server.url, secret);
    await device.claim();
    await person.next('device_link_asked');
    await person.request('answer_device_link', { linkId, allow: true });
    const { ticket } = await device.allowed();
    const phone = await visit();
    const answer = await phone.ask('POST', SESSION_PATH, undefined, { headers: { [TICKET_HEADER]: ticket } });
    expect(answer.status).toBe(204);
    const there = await phone.join();
    expect(there.id).toBe(person.id);
    expect((await refresh(phone)).json).toMatchObject({ name: 'Ana', same: true });
    for (const one of [person, there, device]) one.leave();
  });

  it('outlives a restart of the server', async () => {
    const ana = await registered('Ana');
    await server.restart();
    (await ana.join()).leave();
    expect((await refresh(ana)).status).toBe(200);
  });

  it('[ACC-2] gives tabs that ask at once the same token, and ends where a token is used twice later', async () => {
    const ana = await registered('Ana');
    const old = tokenOf(ana);
    const [one, two] = await Promise.all([refresh(ana), refresh(ana)]);
    expect([one.status, two.status]).toEqual([200, 200]);
    const cookieIn = ({ headers }: typeof one) =>
      headers['set-cookie']?.find((cookie) => cookie.startsWith('__Host-earshot-refresh'));
    expect(cookieIn(one)).toBe(cookieIn(two));
    expect(tokenOf(ana)).not.toBe(old);
    const person = await ana.join();
    clock.advance(MINUTE + 1);
    const over = ended(person);
    const thief = await visit();
    thief.cookies.set('__Host-earshot-refresh', old);
    expect((await refresh(thief)).json).toEqual({ error: { code: 'login_required', detail: 'ended' } });
    await over;
    expect((await refresh(ana)).code).toBe('login_required');
  });

  it('[ACC-3] ends at once where one logs out, and nowhere else', async () => {
    const [first, second] = [await registered('Ana'), await visit()];
    await second.login('Ana', PASSWORD);
    const kept = tokenOf(first);
    const [one, other] = [await first.join(), await second.join()];
    const over = ended(one);
    expect((await first.ask('POST', '/account/logout')).status).toBe(204);
    await over;
    expect([...first.cookies.keys()]).toEqual(['__Host-earshot']);
    first.cookies.set('__Host-earshot-refresh', kept);
    expect((await refresh(first)).code).toBe('login_required');
    expect(await other.unheeded()).toContain('welcome');
    other.leave();
  });

  it('[ACC-3] ends where another one is opened in the same browser, and nowhere else', async () => {
    const [first, second] = [await registered('Ana'), await visit()];
    await second.login('Ana', PASSWORD);
    const old = new Map(first.cookies);
    const [one, other] = [await first.join(), await second.join()];
    // Nothing is lost by a password that was not right.
    await first.login('Ana', 'wrong password');
    expect(one.socket.connected).toBe(true);
    const over = ended(one);
    expect((await first.login('Ana', PASSWORD)).status).toBe(200);
    await over;
    const copy = new AccountVisitor(server.url);
    for (const [name, value] of old) copy.cookies.set(name, value);
    expect(await codeOf(copy.join())).toBe('login_required');
    expect((await refresh(copy)).code).toBe('login_required');
    // Known by its refresh token alone where the other cookie has gone.
    const again = await first.join();
    const overAgain = ended(again);
    first.cookies.delete('__Host-earshot-access');
    expect((await first.login('Ana', PASSWORD)).status).toBe(200);
    await overAgain;
    expect(other.socket.connected).toBe(true);
    other.leave();
  });

  it('[ACC-3] goes on where somebody only tries to log in with a copy of its name', async () => {
    const ana = await registered('Ana');
    const person = await ana.join();
    const bea = await visit();
    const [session = ''] = tokenOf(ana).split('.');
    bea.cookies.set('__Host-earshot-refresh', `${session}.${'x'.repeat(43)}`);
    expect((await bea.register('Bea', PASSWORD)).status).toBe(200);
    expect(person.socket.connected).toBe(true);
    expect((await refresh(ana)).status).toBe(200);
    person.leave();
  });

  it('[ACC-3] ends everywhere at once where one says so', async () => {
    const [first, second] = [await registered('Ana'), await visit()];
    await second.login('Ana', PASSWORD);
    const over = Promise.all([ended(await first.join()), ended(await second.join())]);
    expect((await first.ask('POST', '/account/logout-everywhere')).status).toBe(204);
    await over;
    expect(await codeOf(second.join())).toBe('login_required');
    expect((await refresh(second)).code).toBe('login_required');
  });

  it('[ACC-3] ends in all other browsers where the password is changed', async () => {
    const [first, second] = [await registered('Ana'), await visit()];
    await second.login('Ana', PASSWORD);
    const [one, other] = [await first.join(), await second.join()];
    const change = (old: string, password: string) =>
      first.ask('POST', '/account/password', { old, password });
    expect((await change('wrong password', 'a new password')).code).toBe('login_wrong');
    const over = ended(other);
    expect((await change(PASSWORD, 'a new password')).status).toBe(204);
    await over;
    expect(one.socket.connected).toBe(true);
    expect((await second.login('Ana', PASSWORD)).code).toBe('login_wrong');
    expect((await second.login('Ana', 'a new password')).status).toBe(200);
    one.leave();
  });

  it('ends with the account, which is gone where its person leaves for good', async () => {
    const ana = await registered('Ana');
    const over = ended(await ana.join());
    clock.advance(16 * MINUTE);
    expect((await ana.ask('DELETE', '/api/session')).status).toBe(204);
    await over;
    expect((await (await visit()).login('Ana', PASSWORD)).code).toBe('login_wrong');
    await registered('Ana');
  });
});

const HOSTILE: readonly unknown[] = [
  ...['', 'no JSON', '{', 'null', '[]', '5', `"${'x'.repeat(10_000)}"`],
  ...[{}, { name: 5, password: [] }, { link: {} }, { name: 'Ana', password: PASSWORD, more: 1 }],
  ...['Ana\0', '\ud800', "' OR 1=1 --", '🍎'.repeat(100)].flatMap((text) => [
    { name: text, password: text },
    { link: text, password: PASSWORD },
    { old: text, password: text },
    { user: text },
  ]),
];

it.each(['register', 'login', 'link', 'reset', 'password', 'reset-link', 'disable', 'invite', 'nothing'])(
  'whatever is sent to /account/%s is refused with a code, and is never a fault of the server',
  async (path) => {
    const ana = await registered('Ana');
    const codes = new Set<string>();
    for (const body of HOSTILE) {
      const { status, code } = await ana.ask('POST', `/account/${path}`, body);
      codes.add(code ?? String(status));
    }
    // What may be a name may be registered.
    const refusals = [...codes].filter((code) => path !== 'register' || code !== '200');
    expect(refusals.filter((code) => /^(internal|[25]\d\d)$/.test(code))).toEqual([]);
    expect((await refresh(ana)).status).toBe(200);
  },
);

it('cookies that were made up are nobody', async () => {
  for (const cookie of ['x', 'x.y.z', `${'x'.repeat(22)}.${'y'.repeat(43)}`]) {
    const visitor = new AccountVisitor(server.url);
    visitor.cookies.set('__Host-earshot-access', cookie).set('__Host-earshot-refresh', cookie);
    expect((await visitor.ask('GET', '/account/me')).code).toBe('login_required');
    expect((await refresh(visitor)).code).toBe('login_required');
    expect(await codeOf(visitor.join())).toBe('login_required');
  }
});

it('the file is for its owner only, and the page says that one logs in', async () => {
  expect((await stat(join(server.dataDir, 'accounts.db'))).mode & 0o777).toBe(0o600);
  expect((await (await visit()).ask('GET', '/')).text).toContain('<ear-app data-accounts="open">');
});

it('without the option there is neither file nor form', async () => {
  const open = await runServer({ builtFolder: folder });
  try {
    const visitor = await new AccountVisitor(open.url).visit();
    expect((await visitor.ask('GET', '/')).text).not.toContain('data-accounts');
    expect((await visitor.register('Ana', PASSWORD)).status).toBe(405);
    await expect(stat(join(open.dataDir, 'accounts.db'))).rejects.toMatchObject({ code: 'ENOENT' });
  } finally {
    await open.stop();
  }
});
