import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AboutKind } from '../../protocol/chat.ts';
import type { MessageId } from '../../protocol/ids.ts';
import { acquainted, Person } from '../support/person.ts';
import { id } from '../support/records.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';

let server: RunningServer;
let count = 0;
const people: Person[] = [];
/** Names of their own for each test, since all share one server. */
const join = async (name: string, options = {}) => {
  const person = await Person.join(server.url, `${name} ${(count += 1)}`, options);
  people.push(person);
  return person;
};
const friends = async () => {
  const pair = await acquainted(server.url, `Ana ${(count += 1)}`, `Bea ${(count += 1)}`);
  people.push(...pair);
  return pair;
};
const draft = (to: Person, word = 'hello', clock = 1) => ({
  to: to.id,
  messageId: id<MessageId>(word),
  clock,
  sentAt: 0,
  text: word,
});

beforeAll(async () => {
  server = await runServer({ args: ['--request-seconds', '1', '--cooldown-seconds', '1'] });
});
afterAll(async () => {
  for (const person of people) person.leave();
  await server.stop();
});

it('[CHAT-3] a request that is accepted lets both write', async () => {
  const [ana, bea] = [await join('Ana'), await join('Bea')];
  await expect(ana.request('send_private_message', draft(bea))).rejects.toMatchObject({
    code: 'not_accepted',
  });
  await ana.request('send_chat_request', { to: bea.id, note: 'Lunch?' });
  const request = await bea.next('incoming_chat_request');
  expect(request).toMatchObject({ from: { id: ana.id }, note: 'Lunch?' });
  await bea.request('respond_chat_request', {
    from: ana.id,
    requestId: request.requestId,
    answer: 'accept',
  });
  expect((await ana.next('chat_request_accepted')).peer.id).toBe(bea.id);
  expect((await bea.next('chat_request_accepted')).peer.id).toBe(ana.id);
  await ana.request('send_private_message', draft(bea));
  expect(await bea.next('receive_private_message')).toEqual({ ...draft(bea), from: ana.id });
  await bea.request('send_private_message', draft(ana, 'back'));
  expect((await ana.next('receive_private_message')).text).toBe('back');
});

it('[CHAT-2] two people who ask each other have accepted each other', async () => {
  const [ana, bea] = [await join('Ana'), await join('Bea')];
  await ana.request('send_chat_request', { to: bea.id, note: '' });
  await bea.request('send_chat_request', { to: ana.id, note: '' });
  await ana.next('chat_request_accepted');
  await expect(ana.request('send_private_message', draft(bea))).resolves.toEqual({ status: 'sent' });
});

it('[CHAT-5] a declined request can be repeated only after the cool-down', async () => {
  const [ana, bea] = [await join('Ana'), await join('Bea')];
  await ana.request('send_chat_request', { to: bea.id, note: '' });
  const { requestId } = await bea.next('incoming_chat_request');
  await bea.request('respond_chat_request', { from: ana.id, requestId, answer: 'decline' });
  expect(await ana.next('chat_request_rejected')).toEqual({ peer: bea.id, retryInMs: 1_000 });
  await expect(ana.request('send_chat_request', { to: bea.id, note: '' })).rejects.toMatchObject({
    code: 'request_cooldown',
    detail: '1',
  });
});

it('[CHAT-6] somebody who blocked hears nothing more, and the asker cannot tell', async () => {
  const [ana, bea] = [await join('Ana'), await join('Bea')];
  await bea.request('set_consent', { peer: ana.id, consent: 'blocked' });
  await expect(ana.request('send_chat_request', { to: bea.id, note: '' })).resolves.toMatchObject({
    expiresInMs: 1_000,
  });
  await ana.next('chat_request_ended', ({ reason }) => reason === 'expired');
  expect(await bea.unheeded()).not.toContain('incoming_chat_request');
});

it('[CHAT-4] a withdrawn request disappears, and answering it late is refused', async () => {
  const [ana, bea] = [await join('Ana'), await join('Bea')];
  await ana.request('send_chat_request', { to: bea.id, note: '' });
  const { requestId } = await bea.next('incoming_chat_request');
  await ana.request('cancel_chat_request', { to: bea.id });
  expect(await bea.next('chat_request_ended')).toEqual({ requestId, peer: ana.id, reason: 'withdrawn' });
  await expect(
    bea.request('respond_chat_request', { from: ana.id, requestId, answer: 'accept' }),
  ).rejects.toMatchObject({ code: 'request_ended' });
});

it('[CONN-4] a request that waits is shown again to a tab that opens later', async () => {
  const [ana, bea] = [await join('Ana'), await join('Bea')];
  await ana.request('send_chat_request', { to: bea.id, note: 'Hi' });
  const { requestId } = await bea.next('incoming_chat_request');
  const tab = await Person.join(server.url, bea.welcome.me.name, { token: bea.welcome.token ?? '' });
  people.push(tab);
  expect(await tab.next('incoming_chat_request')).toMatchObject({ requestId, note: 'Hi' });
  await tab.request('respond_chat_request', { from: ana.id, requestId, answer: 'accept' });
  expect(await bea.next('chat_request_ended')).toMatchObject({ reason: 'answered_elsewhere' });
});

it('[CHAT-8] consent that a browser states holds after a restart of the server', async () => {
  const other = await runServer();
  try {
    const [ana, bea] = await acquainted(other.url);
    await other.restart();
    const token = (person: Person) => person.welcome.token ?? '';
    const anaAgain = await Person.join(other.url, 'Ana', { token: token(ana), accepted: [bea.id] });
    const beaAgain = await Person.join(other.url, 'Bea', { token: token(bea), accepted: [ana.id] });
    await expect(anaAgain.request('send_private_message', draft(bea))).resolves.toEqual({ status: 'sent' });
    await expect(beaAgain.request('send_private_message', draft(ana))).resolves.toEqual({ status: 'sent' });
    anaAgain.leave();
    const forgetful = await Person.join(other.url, 'Ana', { token: token(ana), blocked: [bea.id] });
    await expect(beaAgain.request('send_private_message', draft(ana))).rejects.toMatchObject({
      code: 'not_accepted',
    });
    forgetful.leave();
    for (const person of [ana, bea, anaAgain, beaAgain]) person.leave();
  } finally {
    await other.stop();
  }
});

it('[MSG-1] after a restart, what somebody grants who is not back yet is unknown and no refusal', async () => {
  const other = await runServer();
  try {
    const [ana, bea] = await acquainted(other.url);
    await other.restart();
    const anaAgain = await Person.join(other.url, 'Ana', { token: ana.welcome.token ?? '' });
    await expect(anaAgain.request('send_private_message', draft(bea))).rejects.toMatchObject({
      code: 'user_offline',
    });
    for (const person of [ana, bea, anaAgain]) person.leave();
  } finally {
    await other.stop();
  }
});

it('[MSG-3] receipts reach the sender, and say whether they did', async () => {
  const [ana, bea] = await friends();
  await ana.request('send_private_message', draft(bea));
  const { messageId } = await bea.next('receive_private_message');
  const receipt = { from: ana.id, messageIds: [messageId] };
  await expect(bea.request('message_received', receipt)).resolves.toEqual({ told: true });
  expect(await ana.next('message_status')).toEqual({
    peer: bea.id,
    messageIds: [messageId],
    status: 'delivered',
  });
  await bea.request('message_read', receipt);
  expect((await ana.next('message_status')).status).toBe('read');
});

it('[MSG-8] messages for somebody who has left wait for them, in order, until they are confirmed', async () => {
  const other = await runServer({ args: ['--grace-seconds', '1', '--mailbox-messages', '2'] });
  try {
    const [ana, bea] = await acquainted(other.url);
    const token = bea.welcome.token ?? '';
    bea.leave();
    await ana.next('online_users_changed', ({ left }) => left.includes(bea.id));
    await ana.request('send_private_message', draft(bea, 'one', 1));
    await ana.request('send_private_message', draft(bea, 'two', 2));
    await expect(ana.request('send_private_message', draft(bea, 'three', 3))).rejects.toMatchObject({
      code: 'user_offline',
    });
    const back = await Person.join(other.url, 'Bea', { token, accepted: [ana.id] });
    expect((await back.next('receive_private_message')).text).toBe('one');
    expect((await back.next('receive_private_message')).text).toBe('two');
    await back.request('message_received', { from: ana.id, messageIds: [draft(bea, 'one').messageId] });
    back.leave();
    const again = await Person.join(other.url, 'Bea', { token, accepted: [ana.id] });
    expect((await again.next('receive_private_message')).text).toBe('two');
    for (const person of [ana, again]) person.leave();
  } finally {
    await other.stop();
  }
});

it('[MSG-8] with no room kept, a message to somebody without a connection is refused, not swallowed', async () => {
  const other = await runServer({ args: ['--mailbox-messages', '0'] });
  try {
    const [ana, bea] = await acquainted(other.url);
    bea.leave();
    await expect
      .poll(() =>
        ana.request('send_private_message', draft(bea)).catch((error: { code: string }) => error.code),
      )
      .toBe('user_offline');
    ana.leave();
  } finally {
    await other.stop();
  }
});

it('[CHAT-8] taking the acceptance back ends the writing', async () => {
  const [ana, bea] = await friends();
  await bea.request('set_consent', { peer: ana.id, consent: 'none' });
  await expect(ana.request('send_private_message', draft(bea))).rejects.toMatchObject({
    code: 'not_accepted',
  });
  await expect(ana.request('typing', { to: bea.id, typing: true })).rejects.toMatchObject({
    code: 'not_accepted',
  });
});

it('[CHAT-9] a block wins over an answer that is under way, and the asker’s request is gone', async () => {
  const [vera, mallo] = [await join('Vera'), await join('Mallo')];
  await vera.request('send_chat_request', { to: mallo.id, note: '' });
  const { requestId } = await mallo.next('incoming_chat_request');
  await vera.request('set_consent', { peer: mallo.id, consent: 'blocked' });
  expect(await mallo.next('chat_request_ended')).toMatchObject({ reason: 'withdrawn' });
  await expect(
    mallo.request('respond_chat_request', { from: vera.id, requestId, answer: 'accept' }),
  ).rejects.toMatchObject({ code: 'request_ended' });
  await expect(mallo.request('send_private_message', draft(vera))).rejects.toMatchObject({
    code: 'not_accepted',
  });
  await expect(mallo.request('start_call', { to: vera.id, media: 'audio' })).rejects.toMatchObject({
    code: 'not_accepted',
  });
});

it('[CHAT-9] a block hangs up', async () => {
  const [ana, bea] = await friends();
  const { callId } = await ana.request('start_call', { to: bea.id, media: 'audio' });
  await bea.request('accept_call', { callId, media: 'audio' });
  await ana.request('set_consent', { peer: bea.id, consent: 'blocked' });
  expect(await bea.next('call_ended')).toEqual({ callId, reason: 'hung_up' });
});

it('[CHAT-6] somebody blocked is told of the other’s leaving like anybody else who asked', async () => {
  const other = await runServer({ args: ['--grace-seconds', '1'] });
  try {
    const ana = await Person.join(other.url, 'Ana');
    const bea = await Person.join(other.url, 'Bea');
    await bea.request('set_consent', { peer: ana.id, consent: 'blocked' });
    await ana.request('send_chat_request', { to: bea.id, note: '' });
    bea.leave();
    expect(await ana.next('chat_request_ended')).toMatchObject({ reason: 'left' });
    ana.leave();
  } finally {
    await other.stop();
  }
});

it('[CHAT-3] an acceptance that is given again is told to both', async () => {
  const [ana, bea] = await friends();
  await ana.request('set_consent', { peer: bea.id, consent: 'none' });
  await expect(bea.request('send_private_message', draft(ana))).rejects.toMatchObject({
    code: 'not_accepted',
  });
  await ana.request('set_consent', { peer: bea.id, consent: 'accepted' });
  expect((await bea.next('chat_request_accepted')).peer.id).toBe(ana.id);
  await bea.request('send_private_message', draft(ana));
});

it('[MSG-1] receipts reach nobody who has not accepted their sender', async () => {
  const [ana, eve] = [await join('Ana'), await join('Eve')];
  await eve.request('set_consent', { peer: ana.id, consent: 'accepted' });
  const forged = { from: ana.id, messageIds: [id<MessageId>('forged')] };
  await expect(eve.request('message_read', forged)).rejects.toMatchObject({ code: 'not_accepted' });
  expect(await ana.unheeded()).not.toContain('message_status');
});

it('[MSG-5] a clock or a time beyond its limit is refused', async () => {
  const [ana, bea] = await friends();
  for (const change of [{ clock: Number.MAX_SAFE_INTEGER }, { sentAt: Number.MAX_SAFE_INTEGER }]) {
    await expect(ana.request('send_private_message', { ...draft(bea), ...change })).rejects.toMatchObject({
      code: 'bad_payload',
    });
  }
});

it('[MSG-10] what is about another message passes in its form, and in no other', async () => {
  const [ana, bea] = await friends();
  const about = (kind: AboutKind, text: string) => ({
    ...draft(bea),
    text,
    about: { kind, message: id<MessageId>('target') },
  });
  const right = [about('reply', 'yes'), about('edit', 'no'), about('delete', ''), about('reaction', '👍🏽')];
  for (const each of [...right, about('reaction', '')]) {
    await ana.request('send_private_message', each);
    expect(await bea.next('receive_private_message')).toEqual({ ...each, from: ana.id });
  }
  const wrong = [about('reply', ''), about('edit', ''), about('delete', 'x'), about('reaction', 'ha')];
  for (const each of [...wrong, { ...draft(bea), text: '' }]) {
    await expect(ana.request('send_private_message', each)).rejects.toMatchObject({ code: 'bad_payload' });
  }
});

it('typing is told to the other', async () => {
  const [ana, bea] = await friends();
  await ana.request('typing', { to: bea.id, typing: true });
  expect(await bea.next('typing')).toEqual({ from: ana.id, typing: true });
});

it('[PRES-3] the sender’s other tab shows the message too', async () => {
  const [ana, bea] = await friends();
  const tab = await Person.join(server.url, ana.welcome.me.name, { token: ana.welcome.token ?? '' });
  people.push(tab);
  await ana.request('send_private_message', draft(bea));
  expect(await tab.next('receive_private_message')).toMatchObject({ from: ana.id, to: bea.id });
  expect(await ana.unheeded()).not.toContain('receive_private_message');
});
