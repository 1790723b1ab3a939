import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TabId } from '../../protocol/ids.ts';
import { acquainted, Person } from '../support/person.ts';
import { id } from '../support/records.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';

let server: RunningServer;
let count = 0;
const people: Person[] = [];
const friends = async () => {
  const pair = await acquainted(server.url, `Ana ${(count += 1)}`, `Bea ${(count += 1)}`);
  people.push(...pair);
  return pair;
};
const secondTab = async (of: Person) => {
  const tab = await Person.join(server.url, of.welcome.me.name, { token: of.welcome.token ?? '' });
  people.push(tab);
  return tab;
};
const ring = async (ana: Person, bea: Person) => {
  const { callId } = await ana.request('start_call', { to: bea.id, media: 'video' });
  await bea.next('incoming_call');
  return callId;
};
const connect = async (ana: Person, bea: Person) => {
  const callId = await ring(ana, bea);
  await bea.request('accept_call', { callId, media: 'video' });
  await Promise.all([ana.next('call_started'), bea.next('call_started')]);
  return callId;
};

beforeAll(async () => {
  server = await runServer({
    args: ['--ring-seconds', '1', '--grace-seconds', '1', '--call-grace-seconds', '1'],
  });
});
afterAll(async () => {
  for (const person of people) person.leave();
  await server.stop();
});

it('[CALL-6] a call is rung, answered and ended, and both are shown as in a call meanwhile', async () => {
  const [ana, bea] = await friends();
  const callId = await ring(ana, bea);
  await bea.request('call_ringing', { callId, audible: true });
  expect(await ana.next('call_ringing')).toEqual({ callId, silent: null });
  await bea.request('accept_call', { callId, media: 'audio' });
  expect(await ana.next('call_accepted')).toEqual({ callId, media: 'audio' });
  expect(await ana.next('call_started')).toMatchObject({ callId, role: 'caller', peer: { id: bea.id } });
  expect(await bea.next('call_started')).toMatchObject({ callId, role: 'callee', peer: { id: ana.id } });
  await Promise.all([ana.sees(bea, 'in_call'), bea.sees(ana, 'in_call')]);
  await bea.request('end_call', { callId, reason: 'hung_up' });
  expect(await ana.next('call_ended')).toEqual({ callId, reason: 'hung_up' });
  await Promise.all([ana.sees(bea, 'available'), bea.sees(ana, 'available')]);
});

it('[CALL-6] of two tabs that answer at the same moment exactly one has the call', async () => {
  const [ana, bea] = await friends();
  const tab = await secondTab(bea);
  const callId = await ring(ana, bea);
  await tab.next('incoming_call');
  const answers = await Promise.allSettled(
    [bea, tab].map((one) => one.request('accept_call', { callId, media: 'video' })),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected']);
  const loser = answers[0]?.status === 'fulfilled' ? tab : bea;
  expect(await loser.next('call_ended')).toEqual({ callId, reason: 'answered_elsewhere' });
});

it('[CALL-19] somebody in a call is told on all tabs who calls, and that one hears that they are busy', async () => {
  const [ana, bea] = await friends();
  const tab = await secondTab(bea);
  const cem = await Person.join(server.url, `Cem ${(count += 1)}`);
  people.push(cem);
  await cem.request('send_chat_request', { to: bea.id, note: '' });
  const { requestId } = await bea.next('incoming_chat_request');
  await bea.request('respond_chat_request', { from: cem.id, requestId, answer: 'accept' });
  await cem.next('chat_request_accepted');
  const callId = await connect(ana, bea);
  await expect(cem.request('start_call', { to: bea.id, media: 'audio' })).rejects.toMatchObject({
    code: 'user_busy',
  });
  const waiting = await bea.next('call_waiting');
  expect(waiting).toMatchObject({ from: { id: cem.id }, media: 'audio', silent: null });
  expect(waiting.callId).not.toBe(callId);
  expect(await tab.next('call_waiting')).toEqual(waiting);
  // That attempt is over: nothing rings, and the call goes on.
  await expect(cem.request('end_call', { callId: waiting.callId, reason: 'hung_up' })).rejects.toMatchObject({
    code: 'call_ended',
  });
  await bea.request('end_call', { callId, reason: 'hung_up' });
  expect(await ana.next('call_ended')).toEqual({ callId, reason: 'hung_up' });
});

it('[CALL-3] somebody who has not accepted the caller cannot be rung', async () => {
  const ana = await Person.join(server.url, `Ana ${(count += 1)}`);
  const bea = await Person.join(server.url, `Bea ${(count += 1)}`);
  people.push(ana, bea);
  await expect(ana.request('start_call', { to: bea.id, media: 'audio' })).rejects.toMatchObject({
    code: 'not_accepted',
  });
  expect(await bea.unheeded()).not.toContain('incoming_call');
});

it('[CALL-3] somebody in a call is busy', async () => {
  const [ana, bea] = await friends();
  await connect(ana, bea);
  const cy = await Person.join(server.url, `Cy ${(count += 1)}`);
  people.push(cy);
  await bea.request('set_consent', { peer: cy.id, consent: 'accepted' });
  await cy.request('set_consent', { peer: bea.id, consent: 'accepted' });
  await expect(cy.request('start_call', { to: bea.id, media: 'audio' })).rejects.toMatchObject({
    code: 'user_busy',
  });
});

it('[CALL-4] two people who call each other at the same moment get one call', async () => {
  const [ana, bea] = await friends();
  const [one, other] = await Promise.all([
    ana.request('start_call', { to: bea.id, media: 'video' }),
    bea.request('start_call', { to: ana.id, media: 'video' }),
  ]);
  expect(one.callId).toBe(other.callId);
  expect([one.answered, other.answered].sort()).toEqual([false, true]);
  const roles = await Promise.all([ana.next('call_started'), bea.next('call_started')]);
  expect(roles.map((started) => started.role).sort()).toEqual(['callee', 'caller']);
});

it('[CALL-7] declining and [CALL-8] cancelling are told to both', async () => {
  const [ana, bea] = await friends();
  const declined = await ring(ana, bea);
  await bea.request('reject_call', { callId: declined });
  expect(await ana.next('call_ended')).toEqual({ callId: declined, reason: 'declined' });
  const cancelled = await ring(ana, bea);
  await ana.request('end_call', { callId: cancelled, reason: 'hung_up' });
  await bea.next('call_ended', ({ callId, reason }) => callId === cancelled && reason === 'cancelled');
});

it('[CALL-9] nobody answers', async () => {
  const [ana, bea] = await friends();
  const callId = await ring(ana, bea);
  expect(await ana.next('call_ended')).toEqual({ callId, reason: 'no_answer' });
  expect(await bea.next('call_ended')).toEqual({ callId, reason: 'no_answer' });
  await expect(bea.request('accept_call', { callId, media: 'audio' })).rejects.toMatchObject({
    code: 'call_ended',
  });
});

it('[CALL-9] a caller who closes the page stops the ringing', async () => {
  const slow = await runServer({ args: ['--grace-seconds', '1'] });
  try {
    const [ana, bea] = await acquainted(slow.url);
    await ring(ana, bea);
    ana.leave();
    expect((await bea.next('call_ended')).reason).toBe('cancelled');
    bea.leave();
  } finally {
    await slow.stop();
  }
});

it('[CALL-10] an active call waits for a lost tab, and ends where it stays away', async () => {
  const [ana, bea] = await friends();
  const callId = await connect(ana, bea);
  const { tab } = ana.socket.auth as { tab: TabId }; // as Person.join has set it
  ana.leave();
  const back = await Person.join(server.url, ana.welcome.me.name, { tab, token: ana.welcome.token ?? '' });
  people.push(back);
  expect(await back.next('call_started')).toMatchObject({ callId, role: 'caller', peer: { id: bea.id } });
  await bea.request('webrtc_offer', { callId, seq: 0, sdp: 'v=0' });
  expect(await back.next('webrtc_offer')).toEqual({ callId, seq: 0, sdp: 'v=0' });
  back.leave();
  expect(await bea.next('call_ended')).toEqual({ callId, reason: 'failed' });
});

it('[CALL-10] a reload does not keep one from calling again', async () => {
  const [ana, bea] = await friends();
  await connect(ana, bea);
  const reloaded = await secondTab(ana);
  const gone = new Promise((resolve) => ana.socket.on('disconnect', resolve));
  ana.leave();
  await gone;
  await expect
    .poll(() => reloaded.request('start_call', { to: bea.id, media: 'audio' }).catch(() => null))
    .toMatchObject({ answered: false });
});

const addressed = (address: string) => `candidate:1 1 udp 2122260223 ${address} 50000 typ host`;

it('[CALL-12] a signal is answered once the other browser has acknowledged it', async () => {
  const [ana, bea] = await friends();
  const callId = await connect(ana, bea);
  const candidate = {
    callId,
    seq: 1,
    candidate: { candidate: addressed('10.0.0.9'), sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null },
  };
  await ana.request('webrtc_ice_candidate', candidate);
  expect(await bea.next('webrtc_ice_candidate')).toEqual(candidate);
});

it('[CALL-14] candidates with an address outside the network are answered and go no further', async () => {
  const [ana, bea] = await friends();
  const callId = await connect(ana, bea);
  const rest = { sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null };
  const trickle = (seq: number, address: string) =>
    ana.request('webrtc_ice_candidate', {
      callId,
      seq,
      candidate: { ...rest, candidate: addressed(address) },
    });
  await trickle(1, '203.0.113.7');
  await trickle(2, '192.168.0.7');
  const sdp = (...addresses: string[]) =>
    ['v=0', ...addresses.map((address) => `a=${addressed(address)}`), ''].join('\r\n');
  await ana.request('webrtc_offer', { callId, seq: 3, sdp: sdp('2001:db8::7', 'fe80::7') });
  expect(await bea.next('webrtc_ice_candidate')).toMatchObject({ seq: 2 });
  expect(await bea.next('webrtc_offer')).toMatchObject({ sdp: sdp('fe80::7') });
});

it('[CALL-11] signals of others, of other tabs and of stale calls are refused', async () => {
  const [ana, bea] = await friends();
  const tab = await secondTab(ana);
  const callId = await connect(ana, bea);
  const signal = { callId, seq: 0, sdp: 'v=0' };
  await expect(tab.request('webrtc_offer', signal)).rejects.toMatchObject({ code: 'not_a_party' });
  const cy = await Person.join(server.url, `Cy ${(count += 1)}`);
  people.push(cy);
  await expect(cy.request('webrtc_offer', signal)).rejects.toMatchObject({ code: 'call_ended' });
  await expect(ana.request('webrtc_offer', { ...signal, callId: id('stale') })).rejects.toMatchObject({
    code: 'call_ended',
  });
  expect(await bea.unheeded()).not.toContain('webrtc_offer');
});

it('[CALL-1] a tab that opens while it rings rings too, silently under do not disturb', async () => {
  const [ana, bea] = await friends();
  await bea.request('set_profile', { status: 'do_not_disturb' });
  const { callId } = await ana.request('start_call', { to: bea.id, media: 'audio' });
  expect(await bea.next('incoming_call')).toMatchObject({ callId, silent: 'do_not_disturb' });
  const tab = await Person.join(server.url, bea.welcome.me.name, {
    token: bea.welcome.token ?? '',
    status: 'do_not_disturb',
  });
  people.push(tab);
  expect(await tab.next('incoming_call')).toMatchObject({
    callId,
    from: { id: ana.id },
    silent: 'do_not_disturb',
  });
});

it('[CALL-15] a fourth call within two minutes is seen and not heard', async () => {
  const [ana, bea] = await friends();
  for (const silent of [null, null, null, 'rang_often']) {
    const { callId } = await ana.request('start_call', { to: bea.id, media: 'audio' });
    expect(await bea.next('incoming_call')).toMatchObject({ callId, silent });
    await ana.request('end_call', { callId, reason: 'hung_up' });
    await bea.next('call_ended');
  }
});
