/** The daily coffee, with real sockets and a day that is turned by hand. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ManualClock } from '../support/manual-clock.ts';
import { Person, type JoinOptions } from '../support/person.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { WITHOUT_LIMITS } from '../support/without-limits.ts';

/** Two minutes before it, by the clock of whoever runs this. */
const BEFORE = new Date(2026, 10, 23, 14, 58).getTime();
const DAY_MS = 24 * 3_600_000;

let server: RunningServer;
let clock: ManualClock;
const people: Person[] = [];
beforeEach(async () => {
  clock = new ManualClock(BEFORE);
  const args = ['--coffee', '15:00', '--grace-seconds', '1', ...WITHOUT_LIMITS];
  server = await runServer({ clock, args });
});
afterEach(async () => {
  for (const person of people.splice(0)) person.leave();
  await server.stop();
});

const join = async (name: string, options: JoinOptions = {}) => {
  const person = await Person.join(server.url, name, options);
  people.push(person);
  return person;
};
const joinForCoffee = async (name: string) => {
  const person = await join(name);
  await person.request('want_coffee', { wants: true });
  return person;
};
/** To the next look of the server. */
const pass = (ms: number) => clock.advance(ms + 2_000);

it('[MEET-11] at the hour those who want one are asked in pairs, nobody else is, and nothing is open before they are ready', async () => {
  const [ana, bea] = [await joinForCoffee('Ana'), await joinForCoffee('Bea')];
  const cem = await join('Cem');
  expect([ana.welcome.coffee, cem.welcome.coffee]).toEqual(['15:00', '15:00']);
  pass(60_000);
  expect(await ana.unheeded()).not.toContain('partner_found');
  pass(60_000);
  const [told, toldBea] = await Promise.all([ana.next('partner_found'), bea.next('partner_found')]);
  expect(told).toMatchObject({ occasion: 'coffee', media: 'video', peer: { id: bea.id } });
  expect(toldBea).toMatchObject({ occasion: 'coffee', roomId: told.roomId, peer: { id: ana.id } });
  expect([...(await ana.unheeded()), ...(await bea.unheeded())]).not.toContain('incoming_call');
  expect(await cem.unheeded()).not.toContain('partner_found');
  // After a coffee nobody waits for the next.
  await expect(ana.request('next_partner', { roomId: told.roomId })).rejects.toEqual(
    expect.objectContaining({ code: 'room_ended' }),
  );
  const { callId } = await ana.request('start_call', { to: bea.id, media: 'video' });
  await bea.next('incoming_call');
  await bea.request('accept_call', { callId, media: 'video' });
  await Promise.all([ana.next('call_started'), bea.next('call_started')]);
});

it('[MEET-11] whoever is left is told so, and whoever leaves tells the other', async () => {
  const [ana, bea, cem] = [
    await joinForCoffee('Ana'),
    await joinForCoffee('Bea'),
    await joinForCoffee('Cem'),
  ];
  pass(120_000);
  const all = [ana, bea, cem];
  await expect
    .poll(async () => (await Promise.all(all.map((one) => one.unheeded()))).flat().sort())
    .toEqual(expect.arrayContaining(['meeting_ended', 'partner_found', 'partner_found']));
  const heard = await Promise.all(all.map((one) => one.unheeded()));
  const [left] = all.filter((_one, index) => heard[index]?.includes('meeting_ended'));
  expect(await left?.next('meeting_ended')).toEqual({ reason: 'no_coffee' });
  const [one, other] = all.filter((each) => each !== left);
  await one?.request('leave_room', {});
  expect(await other?.next('partner_left')).toMatchObject({ peer: one?.id, reason: 'left' });
});

it('[MEET-11] nobody is asked who took it back, is busy, blocks the other, or was not here; the next day it comes again', async () => {
  const [ana, bea, cem, dan, eve] = [
    await joinForCoffee('Ana'),
    await joinForCoffee('Bea'),
    await joinForCoffee('Cem'),
    await joinForCoffee('Dan'),
    await joinForCoffee('Eve'),
  ];
  await bea.request('want_coffee', { wants: false });
  await cem.request('set_profile', { status: 'do_not_disturb' });
  await dan.request('set_consent', { peer: ana.id, consent: 'blocked' });
  await eve.request('leave', {});
  eve.leave();
  pass(120_000);
  expect(await ana.next('meeting_ended')).toEqual({ reason: 'no_coffee' });
  expect(await dan.next('meeting_ended')).toEqual({ reason: 'no_coffee' });
  for (const one of [bea, cem]) expect(await one.unheeded()).not.toContain('partner_found');

  // Whoever went is forgotten with their wish.
  const again = await join('Eve', { token: eve.welcome.token ?? '' });
  await cem.request('set_profile', { status: 'available' });
  await dan.request('want_coffee', { wants: false });
  pass(DAY_MS - 120_000);
  pass(120_000);
  const [told] = await Promise.all([ana.next('partner_found'), cem.next('partner_found')]);
  expect(told).toMatchObject({ occasion: 'coffee', peer: { id: cem.id } });
  expect(await again.unheeded()).not.toContain('partner_found');
});

it('without the option nobody is told of it, and a wish changes nothing', async () => {
  const plain = await runServer({ clock, args: WITHOUT_LIMITS });
  const ana = await Person.join(plain.url, 'Ana');
  expect('coffee' in ana.welcome).toBe(false);
  expect(await ana.request('want_coffee', { wants: true })).toEqual({});
  pass(120_000);
  expect(await ana.unheeded()).not.toContain('meeting_ended');
  ana.leave();
  await plain.stop();
});
