import { afterEach, beforeEach, expect, it } from 'vitest';
import { ulid } from 'ulid';
import type { MessageId } from '../../protocol/ids.ts';
import type { MeetingMedia } from '../../protocol/meetings.ts';
import { Person, type JoinOptions } from '../support/person.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { WITHOUT_LIMITS } from '../support/without-limits.ts';

let server: RunningServer;
const people: Person[] = [];
beforeEach(async () => {
  server = await runServer({ args: ['--grace-seconds', '1', ...WITHOUT_LIMITS] });
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
const meet = async (media: MeetingMedia, one: Person, other: Person) => {
  await one.request('find_partner', { media });
  await other.request('find_partner', { media });
  const [{ roomId }] = await Promise.all([one.next('partner_found'), other.next('partner_found')]);
  return roomId;
};
const message = (to: Person, text: string) => ({
  to: to.id,
  messageId: ulid() as MessageId, // a ULID is what the pattern asks for
  clock: 1,
  sentAt: 1,
  text,
});
const refused = (code: string) => expect.objectContaining({ code }) as unknown;

it('[MEET-1] two strangers who wait for the same are told of each other, and whoever waits for something else is not', async () => {
  const [ana, bea, cem] = [await join('Ana'), await join('Bea'), await join('Cem')];
  await cem.request('find_partner', { media: 'text' });
  await ana.request('find_partner', { media: 'video' });
  expect(await ana.next('waiting_for_partner')).toEqual({ media: 'video', expiresInMs: 600_000 });
  await bea.request('find_partner', { media: 'video' });
  const [told, toldBea] = await Promise.all([ana.next('partner_found'), bea.next('partner_found')]);
  expect(told).toMatchObject({ media: 'video', peer: { id: bea.id, name: 'Bea' } });
  expect(toldBea).toMatchObject({ roomId: told.roomId, peer: { id: ana.id, name: 'Ana' } });
  expect(await cem.unheeded()).not.toContain('partner_found');
});

it('[MEET-5] while both stay they may write, and after that neither may', async () => {
  const [ana, bea] = [await join('Ana'), await join('Bea')];
  await meet('text', ana, bea);
  await ana.request('send_private_message', message(bea, 'Hello'));
  expect(await bea.next('receive_private_message')).toMatchObject({ from: ana.id, text: 'Hello' });
  await expect(ana.request('start_call', { to: bea.id, media: 'video' })).rejects.toEqual(
    refused('not_accepted'),
  );
  await bea.request('leave_room', {});
  expect(await ana.next('partner_left')).toMatchObject({ peer: bea.id, reason: 'left' });
  expect(await bea.next('meeting_ended')).toEqual({ reason: 'left' });
  for (const [from, to] of [
    [ana, bea],
    [bea, ana],
  ] as const) {
    await expect(from.request('send_private_message', message(to, 'Still'))).rejects.toEqual(
      refused('not_accepted'),
    );
  }
});

it('[MEET-6] a video meeting becomes a call when both are ready, and the call ends with the meeting', async () => {
  const [ana, bea] = [await join('Ana'), await join('Bea')];
  const roomId = await meet('video', ana, bea);
  const { callId } = await ana.request('start_call', { to: bea.id, media: 'video' });
  await bea.next('incoming_call');
  await bea.request('accept_call', { callId, media: 'video' });
  await Promise.all([ana.next('call_started'), bea.next('call_started')]);
  await ana.request('next_partner', { roomId });
  expect(await bea.next('call_ended')).toEqual({ callId, reason: 'hung_up' });
  expect(await bea.next('partner_left')).toMatchObject({ roomId, reason: 'next' });
  await expect(ana.request('start_call', { to: bea.id, media: 'video' })).rejects.toEqual(
    refused('not_accepted'),
  );
});

it('[MEET-3] [MEET-4] moving on makes both wait, not for each other, and a third meets one of them', async () => {
  const [ana, bea, cem] = [await join('Ana'), await join('Bea'), await join('Cem')];
  const roomId = await meet('text', ana, bea);
  await Promise.all([ana.next('waiting_for_partner'), bea.next('waiting_for_partner')]);
  await ana.request('next_partner', { roomId });
  await Promise.all([ana.next('waiting_for_partner'), bea.next('waiting_for_partner')]);
  await expect(bea.request('next_partner', { roomId })).rejects.toEqual(refused('room_ended'));
  expect(await ana.unheeded()).not.toContain('partner_found');
  await cem.request('find_partner', { media: 'text' });
  // Who was moved on from is first.
  expect(await cem.next('partner_found')).toMatchObject({ peer: { id: bea.id } });
});

it('[MEET-7] whoever closes the page is told of as disconnected after the grace, and within it finds everything as it was', async () => {
  const [ana, bea] = [await join('Ana'), await join('Bea')];
  const roomId = await meet('text', ana, bea);
  bea.leave();
  const back = await join('Bea', { token: bea.welcome.token ?? '' });
  expect(back.welcome.meeting).toMatchObject({ phase: 'found', roomId, peer: { id: ana.id } });
  back.leave();
  expect(await ana.next('partner_disconnected')).toEqual({ roomId, peer: bea.id });
  const again = await join('Bea', { token: bea.welcome.token ?? '' });
  expect(again.welcome.meeting).toBeUndefined();
});

it('[MEET-7] whoever signs out has left', async () => {
  const [ana, bea] = [await join('Ana'), await join('Bea')];
  await meet('text', ana, bea);
  await bea.request('leave', {});
  expect(await ana.next('partner_left')).toMatchObject({ peer: bea.id, reason: 'left' });
});

it('[MEET-2] whoever blocks leaves, now and with what they blocked without a connection, and the two do not meet again', async () => {
  const [ana, bea] = [await join('Ana'), await join('Bea')];
  await meet('text', ana, bea);
  await ana.request('set_consent', { peer: bea.id, consent: 'blocked' });
  expect(await bea.next('partner_left')).toMatchObject({ peer: ana.id, reason: 'left' });
  await ana.request('set_consent', { peer: bea.id, consent: 'none' });
  await meet('text', ana, bea);
  ana.leave();
  const back = await join('Ana', { token: ana.welcome.token ?? '', blocked: [bea.id] });
  expect(back.welcome.meeting).toBeUndefined();
  await bea.next('partner_left');
  await Promise.all([back, bea].map((one) => one.request('find_partner', { media: 'text' })));
  const cem = await join('Cem');
  await cem.request('find_partner', { media: 'text' });
  await cem.next('partner_found');
  expect(
    [await back.unheeded(), await bea.unheeded()].flat().filter((name) => name === 'partner_found'),
  ).toHaveLength(1);
});

it('[MEET-2] whoever asked not to be disturbed waits, and is found as soon as they may be', async () => {
  const [ana, bea] = [await join('Ana', { status: 'do_not_disturb' }), await join('Bea')];
  await Promise.all([ana, bea].map((one) => one.request('find_partner', { media: 'text' })));
  expect(await bea.unheeded()).not.toContain('partner_found');
  await ana.request('set_profile', { status: 'available' });
  expect(await bea.next('partner_found')).toMatchObject({ peer: { id: ana.id } });
});
