/** Using Earshot on another device, over real sockets: who is let in, and who is not. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MessageId, TabId } from '../../protocol/ids.ts';
import { DEVICE_NAMESPACE } from '../../protocol/device-link.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { fetchToken, NewDevice } from '../support/new-device.ts';
import { acquainted, Person } from '../support/person.ts';
import { id } from '../support/records.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';

const MINUTE = 60_000;
const WRONG = 'A'.repeat(43);

let clock: ManualClock;
let server: RunningServer;
let ana: Person;

beforeEach(async () => {
  clock = new ManualClock(Date.now());
  server = await runServer({ clock });
  ana = await Person.join(server.url, 'Ana');
});
afterEach(async () => {
  ana.leave();
  await server.stop();
});

const come = (secret: string, options: Parameters<typeof NewDevice.come>[2] = {}) =>
  NewDevice.come(server.url, secret, options);

/** A device that has claimed a link of Ana's. */
async function asking() {
  const { linkId, secret } = await ana.request('offer_device_link', {});
  const device = await come(secret);
  const number = await device.claim();
  return { linkId, secret, device, number, asked: await ana.next('device_link_asked') };
}

/** A device that is Ana by now. */
async function linked() {
  const { linkId, device, secret } = await asking();
  await ana.request('answer_device_link', { linkId, allow: true });
  const allowed = await device.allowed();
  const token = String(await fetchToken(server.url, allowed.ticket));
  const phone = await Person.join(server.url, 'Ana', { token, tab: device.tab });
  return { linkId, device, secret, allowed, token, phone };
}

it('[LINK-6] a device that is allowed becomes one more tab of the person', async () => {
  const { allowed, phone } = await linked();
  expect(allowed.user).toBe(ana.id);
  expect(phone.id).toBe(ana.id);
  const bea = await Person.join(server.url, 'Bea');
  await bea.request('send_chat_request', { to: ana.id, note: '' });
  expect((await phone.next('incoming_chat_request')).from.id).toBe(bea.id);
});

it('[LINK-1] the secret has 256 bits, and each link another', async () => {
  const secrets = new Set<string>();
  for (let n = 0; n < 5; n += 1) secrets.add((await ana.request('offer_device_link', {})).secret);
  expect(secrets.size).toBe(5);
  for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
});

it('[LINK-5] both sides have the same number, another for each link, and the other tabs hear nothing', async () => {
  const other = await Person.join(server.url, 'Ana', { token: ana.welcome.token ?? '' });
  const { device, number, asked } = await asking();
  expect(device.offered).toEqual({ name: 'Ana', known: false });
  expect(asked).toMatchObject({ number, address: '127.0.0.1', browser: null, known: false });
  expect(number).toMatch(/^\d{4}$/);
  expect(await other.unheeded()).not.toContain('device_link_asked');
  const numbers = new Set([number]);
  for (let n = 0; n < 4; n += 1) numbers.add((await asking()).number);
  expect(numbers.size).toBeGreaterThan(1);
});

it('[LINK-5] only the tab that shows the link answers', async () => {
  const other = await Person.join(server.url, 'Ana', { token: ana.welcome.token ?? '' });
  const mallory = await Person.join(server.url, 'Mallory');
  const { linkId, device } = await asking();
  for (const one of [other, mallory]) {
    const answer = one.request('answer_device_link', { linkId, allow: true });
    await expect(answer).rejects.toMatchObject({ code: 'not_a_party' });
    await one.request('end_device_link', { linkId });
  }
  await ana.request('answer_device_link', { linkId, allow: false });
  expect(await device.ended()).toBe('refused');
});

it('[LINK-3] a wrong secret is answered with one code and no reason, and the third ends the connection', async () => {
  await ana.request('offer_device_link', {});
  // A second namespace on the connection of somebody who is here.
  const mallory = await Person.join(server.url, 'Mallory');
  const auth = { protocol: PROTOCOL_VERSION, tab: id<TabId>('tab'), secret: WRONG };
  const device = mallory.socket.io.socket(DEVICE_NAMESPACE, { auth });
  const cut = new Promise((resolve) => mallory.socket.once('disconnect', resolve));
  const tries: unknown[] = [];
  for (let n = 0; n < 2; n += 1) {
    // The first one is connected by having been made.
    if (n > 0) device.connect();
    tries.push(await new Promise((resolve) => device.once('connect_error', (error) => resolve(error))));
  }
  const data = { code: 'link_ended', detail: '' };
  expect(tries).toEqual([1, 2].map(() => expect.objectContaining({ data }) as unknown));
  device.connect();
  await cut;
  await expect(come(WRONG)).rejects.toMatchObject(data);
});

it('[LINK-2] after five minutes it is too late, and after ten more nobody knows why', async () => {
  const { secret, expiresInMs } = await ana.request('offer_device_link', {});
  expect(expiresInMs).toBe(5 * MINUTE);
  const early = await come(secret);
  clock.advance(5 * MINUTE);
  await expect(come(secret)).rejects.toMatchObject({ code: 'link_ended', detail: 'expired' });
  await expect(early.claim()).rejects.toMatchObject({ code: 'link_ended', detail: 'expired' });
  expect(await ana.next('device_link_ended')).toMatchObject({ reason: 'expired' });
  clock.advance(10 * MINUTE);
  await expect(come(secret)).rejects.toMatchObject({ code: 'link_ended', detail: '' });
});

it('[LINK-4] of two devices that come at once one has the link and the other is told so', async () => {
  const { secret } = await ana.request('offer_device_link', {});
  const devices = await Promise.all([come(secret), come(secret)]);
  const claims = await Promise.allSettled(devices.map((device) => device.claim()));
  expect(claims.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const lost = claims.find((claim) => claim.status === 'rejected');
  expect(lost?.reason).toMatchObject({ code: 'link_ended', detail: 'used' });
  await ana.next('device_link_asked');
  expect(await ana.unheeded()).not.toContain('device_link_asked');
  await expect(come(secret)).rejects.toMatchObject({ code: 'link_ended', detail: 'used' });
});

it('[LINK-4] a link is used up by a device that goes, that is refused and that is let in', async () => {
  const gone = await asking();
  gone.device.leave();
  expect(await ana.next('device_link_ended')).toMatchObject({ linkId: gone.linkId, reason: 'gone' });
  await expect(come(gone.secret)).rejects.toMatchObject({ code: 'link_ended', detail: 'gone' });
  const refused = await asking();
  await ana.request('answer_device_link', { linkId: refused.linkId, allow: false });
  await expect(come(refused.secret)).rejects.toMatchObject({ code: 'link_ended', detail: 'refused' });
  const { secret } = await linked();
  await expect(come(secret)).rejects.toMatchObject({ code: 'link_ended', detail: 'used' });
});

it('[LINK-2] a link ends with the page that shows it, and with a newer one of the same person', async () => {
  const old = await asking();
  const { linkId } = await ana.request('offer_device_link', {});
  expect(await old.device.ended()).toBe('replaced');
  await ana.request('end_device_link', { linkId });
  const { device, secret } = await asking();
  ana.leave();
  expect(await device.ended()).toBe('gone');
  await expect(come(secret)).rejects.toMatchObject({ code: 'link_ended', detail: 'gone' });
});

it('[LINK-6] a ticket is good once, for a minute, from no foreign page', async () => {
  const { linkId, device } = await asking();
  await ana.request('answer_device_link', { linkId, allow: true });
  const { ticket } = await device.allowed();
  expect(await fetchToken(server.url, ticket, { origin: 'https://evil.example' })).toBe(421);
  expect(await fetchToken(server.url, WRONG)).toBe(403);
  expect(await fetchToken(server.url, ticket)).toMatch(new RegExp(`^${ana.id}\\.`));
  expect(await fetchToken(server.url, ticket)).toBe(403);
  const late = await asking();
  await ana.request('answer_device_link', { linkId: late.linkId, allow: true });
  const { ticket: stale } = await late.device.allowed();
  clock.advance(MINUTE);
  expect(await fetchToken(server.url, stale)).toBe(403);
});

it('[LINK-7] signals pass between the two tabs of an open link, and for nobody else', async () => {
  const waiting = await asking();
  const offer = (callId: typeof waiting.linkId) => ({ callId, seq: 0, sdp: 'v=0\r\n' });
  await expect(ana.request('webrtc_offer', offer(waiting.linkId))).rejects.toMatchObject({
    code: 'link_ended',
  });
  const { linkId, phone } = await linked();
  const other = await Person.join(server.url, 'Ana', { token: ana.welcome.token ?? '' });
  const mallory = await Person.join(server.url, 'Mallory');
  await ana.request('webrtc_offer', offer(linkId));
  expect(await phone.next('webrtc_offer')).toEqual(offer(linkId));
  await phone.request('webrtc_answer', offer(linkId));
  expect(await ana.next('webrtc_answer')).toEqual(offer(linkId));
  for (const one of [other, mallory]) {
    await expect(one.request('webrtc_offer', offer(linkId))).rejects.toMatchObject({ code: 'not_a_party' });
    expect(await one.unheeded()).not.toContain('webrtc_offer');
  }
  await phone.request('end_device_link', { linkId });
  expect(await ana.next('device_link_ended')).toEqual({ linkId, reason: 'closed' });
  await expect(ana.request('webrtc_offer', offer(linkId))).rejects.toMatchObject({ code: 'link_ended' });
});

it('[LINK-7] an open link waits a while for a tab that was lost', async () => {
  const { linkId, phone, token, device } = await linked();
  phone.leave();
  const back = await Person.join(server.url, 'Ana', { token, tab: device.tab });
  clock.advance(MINUTE);
  await ana.request('webrtc_offer', { callId: linkId, seq: 0, sdp: '' });
  await back.next('webrtc_offer');
  back.leave();
  await expect
    .poll(() => {
      clock.advance(10_000);
      return ana.heard.find(({ name }) => name === 'device_link_ended')?.payload;
    })
    .toEqual({ linkId, reason: 'gone' });
});

it('a device cannot come as the tab that shows the link, nor with a handshake that is none', async () => {
  const tab = id<TabId>('shown');
  const shown = await Person.join(server.url, 'Ana', { token: ana.welcome.token ?? '', tab });
  const { secret } = await shown.request('offer_device_link', {});
  const device = await come(secret, { tab });
  await expect(device.claim()).rejects.toMatchObject({ code: 'bad_payload' });
  await expect(come('x'.repeat(65))).rejects.toMatchObject({ code: 'bad_payload' });
  await expect(come(secret, { headers: { origin: 'https://evil.example' } })).rejects.toThrow();
});

it('[LINK-9] what is said to the person comes to both devices, and what one says comes to the other', async () => {
  const [cleo, bea] = await acquainted(server.url, 'Cleo', 'Bea');
  const { linkId, secret } = await cleo.request('offer_device_link', {});
  const device = await come(secret);
  await device.claim();
  await cleo.request('answer_device_link', { linkId, allow: true });
  const token = String(await fetchToken(server.url, (await device.allowed()).ticket));
  const phone = await Person.join(server.url, 'Cleo', { token, tab: device.tab });
  const draft = { messageId: id<MessageId>('m'), clock: 1, sentAt: 1, text: 'hello' };
  await bea.request('send_private_message', { ...draft, to: cleo.id });
  for (const one of [cleo, phone]) expect((await one.next('receive_private_message')).text).toBe('hello');
  // Consents were stated by the other device only, and hold for both.
  await phone.request('send_private_message', { ...draft, to: bea.id, messageId: id<MessageId>('n') });
  expect((await bea.next('receive_private_message')).from).toBe(cleo.id);
  expect((await cleo.next('receive_private_message')).messageId).toBe(id<MessageId>('n'));
});
