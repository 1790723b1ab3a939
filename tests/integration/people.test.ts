import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TabId } from '../../protocol/ids.ts';
import { Person, type JoinOptions } from '../support/person.ts';
import { id } from '../support/records.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { WITHOUT_LIMITS } from '../support/without-limits.ts';

let server: RunningServer;
const people: Person[] = [];
const join = async (name: string, options?: JoinOptions) => {
  const person = await Person.join(server.url, name, options);
  people.push(person);
  return person;
};

beforeEach(async () => {
  server = await runServer({ args: ['--grace-seconds', '1', ...WITHOUT_LIMITS] });
});
afterEach(async () => {
  for (const person of people.splice(0)) person.leave();
  await server.stop();
});

it('[CONN-4] a newcomer is welcomed and told who is here', async () => {
  const ana = await join('Ana');
  const bea = await join('Bea');
  expect(bea.welcome).toMatchObject({ me: { name: 'Bea', status: 'available' }, iceServers: [] });
  const { joined } = await ana.next('online_users_changed', (changes) =>
    changes.joined.some((person) => person.name === 'Bea'),
  );
  expect(joined).toContainEqual(bea.welcome.me);
  const page = await bea.request('get_online_users', {});
  expect(page.people.map((person) => person.name)).toEqual(['Ana', 'Bea']);
});

it('[CONN-1] a client without cookies is the same person with the token it was given, also after a restart', async () => {
  const ana = await join('Ana');
  const token = ana.welcome.token ?? '';
  ana.leave();
  await server.restart();
  const again = await join('Ana', { token });
  expect(again.id).toBe(ana.id);
  expect(again.welcome.token).toBeNull();
});

it('[CONN-1] a token that was tampered with is nobody’s', async () => {
  const ana = await join('Ana');
  const bea = await join('Bea');
  const [, signature = ''] = (ana.welcome.token ?? '').split('.');
  const forged = await join('Mallory', { token: `${bea.id}.${signature}` });
  expect([ana.id, bea.id]).not.toContain(forged.id);
});

it('[CONN-1] a browser is known by its cookie and is given no token', async () => {
  const ana = await join('Ana');
  const headers = { cookie: `other=1; __Host-earshot=${ana.welcome.token ?? ''}` };
  const tab = await join('Ana', { headers });
  expect(tab.id).toBe(ana.id);
  expect(tab.welcome.token).toBeNull();
});

it('[PRES-3] a second tab of a person is announced to nobody', async () => {
  const bea = await join('Bea');
  const ana = await join('Ana');
  await bea.next('online_users_changed', (changes) => changes.joined.some((one) => one.name === 'Ana'));
  await join('Ana', { token: ana.welcome.token ?? '' });
  expect(await bea.unheeded()).toEqual(['welcome', 'online_users_list']);
  expect((await bea.request('get_online_users', {})).total).toBe(2);
});

it('[PRES-2] a person is gone after the grace, and back within it goes unnoticed', async () => {
  const bea = await join('Bea');
  const ana = await join('Ana');
  await bea.next('online_users_changed', (changes) => changes.joined.some((one) => one.name === 'Ana'));
  ana.leave();
  const back = await join('Ana', { token: ana.welcome.token ?? '' });
  expect(await bea.unheeded()).toEqual(['welcome', 'online_users_list']);
  back.leave();
  expect(await bea.next('online_users_changed')).toEqual({ joined: [], updated: [], left: [ana.id] });
});

it('[PRES-2] somebody who leaves on purpose is gone without the grace', async () => {
  const slow = await runServer({ args: ['--grace-seconds', '600'] });
  try {
    const bea = await Person.join(slow.url, 'Bea');
    const ana = await Person.join(slow.url, 'Ana');
    await bea.sees(ana, 'available');
    void ana.request('leave', {}).catch(() => undefined);
    ana.leave();
    expect(await bea.next('online_users_changed')).toEqual({ joined: [], updated: [], left: [ana.id] });
    bea.leave();
  } finally {
    await slow.stop();
  }
});

it('[MSG-9] a new connection of somebody who is here is told to those they accept, and to nobody else', async () => {
  const [cy, ana, bea] = [await join('Cy'), await join('Ana'), await join('Bea')];
  for (const one of [cy, ana]) {
    await one.next('online_users_changed', (changes) => changes.joined.some(({ name }) => name === 'Bea'));
  }
  await join('Bea', { token: bea.welcome.token ?? '', accepted: [ana.id] });
  expect(await ana.next('online_users_changed')).toEqual({ joined: [], updated: [bea.welcome.me], left: [] });
  expect(await cy.unheeded()).not.toContain('online_users_changed');
});

it('[PRES-7] a taken name is refused with a free one, on joining and on renaming', async () => {
  await join('Ana');
  await expect(join('аna')).rejects.toMatchObject({ code: 'name_taken', detail: 'аna 2' });
  const bea = await join('Bea');
  await expect(bea.request('set_profile', { name: 'ANA' })).rejects.toMatchObject({
    code: 'name_taken',
    detail: 'ANA 2',
  });
  await expect(bea.request('set_profile', { name: ' ' })).rejects.toMatchObject({ code: 'name_invalid' });
});

it('[PRES-4] a chosen status and idle tabs are shown to the others', async () => {
  const ana = await join('Ana');
  const bea = await join('Bea');
  await ana.request('set_profile', { status: 'do_not_disturb' });
  await bea.sees(ana, 'do_not_disturb');
  await ana.request('set_profile', { status: 'available' });
  await bea.sees(ana, 'available');
  await ana.request('set_profile', { idle: true });
  await bea.sees(ana, 'away');
});

it('[CONN-5] a new socket of a tab replaces the older one', async () => {
  const tab = id<TabId>('tab');
  const ana = await join('Ana', { tab });
  const closed = new Promise((resolve) => ana.socket.on('disconnect', resolve));
  const again = await join('Ana', { tab, token: ana.welcome.token ?? '' });
  await closed;
  expect(again.id).toBe(ana.id);
  await expect.poll(async () => (await again.request('get_online_users', {})).total).toBe(1);
});

it('[CONN-8] people are told when the server stops', async () => {
  const ana = await join('Ana');
  const told = ana.next('server_stopping');
  await server.app.stop();
  await told;
});

it('[PRES-9] two hundred people make a page, and the rest comes after it', async () => {
  const names = Array.from({ length: 205 }, (_, n) => `Person ${n}`);
  await Promise.all(names.map((name) => join(name)));
  const ana = await join('Zoe');
  await ana.next('online_users_changed', (changes) => changes.joined.some((one) => one.name === 'Zoe'));
  const first = await ana.request('get_online_users', {});
  expect(first.people).toHaveLength(200);
  const second = await ana.request('get_online_users', { after: first.next ?? '' });
  expect(second.next).toBeNull();
  expect([...first.people, ...second.people].map((one) => one.name)).toEqual([...names, 'Zoe']);
  const found = await ana.request('get_online_users', { search: 'son 20' });
  expect(found.people.map((one) => one.name)).toEqual([...names.filter((name) => name.includes('20'))]);
});
