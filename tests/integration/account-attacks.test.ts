/** Accounts before people of the same network who mean no good: many at once, what outlives a session, and names that were nearly theirs. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SESSION_PATH, TICKET_HEADER } from '../../protocol/device-link.ts';
import { databasePath, openDatabase } from '../../server/accounts/database.ts';
import { AccountVisitor } from '../support/account-visitor.ts';
import { callApi, makeKey } from '../support/api-caller.ts';
import { NewDevice } from '../support/new-device.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { WITHOUT_LIMITS } from '../support/without-limits.ts';

const PASSWORD = 'correct horse battery';

let folder: string;
let server: RunningServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-built-'));
  await mkdir(join(folder, 'client'));
  await writeFile(join(folder, 'client', 'index.html'), '<body><ear-app></ear-app></body>');
  server = await runServer({
    builtFolder: folder,
    args: ['--accounts', '--registration', 'open', ...WITHOUT_LIMITS],
  });
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});
const visit = () => new AccountVisitor(server.url).visit();
const registered = async (name: string) => {
  const visitor = await visit();
  expect((await visitor.register(name, PASSWORD)).status).toBe(200);
  return visitor;
};

it('many registrations of one address at once are no more than one after the other', async () => {
  const visitors = await Promise.all(Array.from({ length: 16 }, visit));
  const answers = await Promise.all(visitors.map((one, at) => one.register(`Swarm ${at}`, PASSWORD)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
  expect(answers.filter(({ code }) => code === 'rate_limited')).toHaveLength(6);
});

it('two names that are registered in one browser at once are two people', async () => {
  const browser = await visit();
  const answers = await Promise.all(
    ['Uno', 'Due'].map((name) => browser.ask('POST', '/account/register', { name, password: PASSWORD })),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const [one, other] = answers.map(({ json }) => (json as { user: string }).user);
  expect(one).not.toBe(other);
});

it('[ACC-3] the ticket of a device is of no use once the session is over that gave it', async () => {
  const ana = await registered('Ana');
  const person = await ana.join();
  const { linkId, secret } = await person.request('offer_device_link', {});
  const device = await NewDevice.come(server.url, secret);
  await device.claim();
  await person.next('device_link_asked');
  await person.request('answer_device_link', { linkId, allow: true });
  const { ticket } = await device.allowed();
  expect((await ana.ask('POST', '/account/logout-everywhere')).status).toBe(204);
  const headers = { [TICKET_HEADER]: ticket };
  const answer = await (await visit()).ask('POST', SESSION_PATH, undefined, { headers });
  expect(answer.status).toBe(403);
  for (const one of [person, device]) one.leave();
});

it('[ACC-4] whoever cannot be renamed keeps their name, here and in the database', async () => {
  const key = await makeKey(server.dataDir, 'Door bell', ['bot']);
  expect((await callApi(server.url, 'POST', '/api/appear', { key, body: {} })).status).toBe(200);
  const ana = await registered('Ana');
  const person = await ana.join();
  await expect(person.request('set_profile', { name: 'Door bell' })).rejects.toMatchObject({
    code: 'name_taken',
  });
  expect((await ana.ask('GET', '/account/me')).json).toMatchObject({ name: 'Ana' });

  const broken = await openDatabase(databasePath(server.dataDir));
  broken.exec(
    "CREATE TRIGGER broken BEFORE UPDATE OF name ON accounts BEGIN SELECT RAISE(ABORT, 'disk full'); END",
  );
  broken.close();
  await expect(person.request('set_profile', { name: 'Zed' })).rejects.toMatchObject({ code: 'internal' });
  // Who has just come is in the list a moment later.
  const names = async () => (await person.request('get_online_users', {})).people.map(({ name }) => name);
  await expect.poll(async () => (await names()).sort()).toEqual(['Ana', 'Door bell']);
  person.leave();
});

it('whoever leaves for good takes the account along, however often their browser has just asked for tokens', async () => {
  const ana = await registered('Ana');
  const codes: (string | null)[] = [];
  while (codes.at(-1) !== 'rate_limited') codes.push((await ana.ask('POST', '/account/refresh')).code);
  ana.cookies.delete('__Host-earshot-access');
  expect((await ana.ask('DELETE', SESSION_PATH)).status).toBe(204);
  expect((await (await visit()).login('Ana', PASSWORD)).code).toBe('login_wrong');
});

it('whoever has not logged in is not told how many are here', async () => {
  const { json } = await (await visit()).ask('GET', '/api/health');
  expect(Object.keys(json as object)).toEqual(['status', 'version', 'uptimeSeconds']);
});
