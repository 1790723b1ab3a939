/** Every request in every role towards somebody: what is answered, and that nothing of what is refused reaches them. */
import { ulid } from 'ulid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError, type ErrorCode } from '../../protocol/errors.ts';
import type { NoticeName, Payload, RequestName } from '../../protocol/events.ts';
import type { CallId, ChatRequestId, LinkId, MessageId, RoomId, TabId } from '../../protocol/ids.ts';
import type { MeetingMedia } from '../../protocol/meetings.ts';
import { acquainted, Person } from '../support/person.ts';
import { id } from '../support/records.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { WITHOUT_LIMITS } from '../support/without-limits.ts';

let server: RunningServer;
const people: Person[] = [];
beforeEach(async () => {
  server = await runServer({ args: WITHOUT_LIMITS });
});
afterEach(async () => {
  for (const person of people.splice(0)) person.leave();
  await server.stop();
});

/** Who asks, whom they ask about, and the ids they know from before. */
interface Scene {
  readonly actor: Person;
  readonly target: Person;
  readonly callId: CallId;
  readonly requestId: ChatRequestId;
  readonly roomId: RoomId;
}

const NO_CALL = id<CallId>('nocall');
const NO_REQUEST = id<ChatRequestId>('norequest');
const NO_ROOM = id<RoomId>('noroom');
const scene = (actor: Person, target: Person, known: Partial<Scene> = {}): Scene => {
  people.push(actor, target);
  return { actor, target, callId: NO_CALL, requestId: NO_REQUEST, roomId: NO_ROOM, ...known };
};

async function inCall(): Promise<Scene> {
  const [actor, target] = await acquainted(server.url);
  const { callId } = await actor.request('start_call', { to: target.id, media: 'audio' });
  await target.next('incoming_call');
  await target.request('accept_call', { callId, media: 'audio' });
  await Promise.all([actor.next('call_started'), target.next('call_started')]);
  return scene(actor, target, { callId });
}

async function met(media: MeetingMedia): Promise<Scene> {
  const [actor, target] = [await Person.join(server.url, 'Ana'), await Person.join(server.url, 'Bea')];
  await Promise.all([actor, target].map((one) => one.request('find_partner', { media })));
  const [{ roomId }] = await Promise.all([actor.next('partner_found'), target.next('partner_found')]);
  return scene(actor, target, { roomId });
}

const ROLES = {
  'a stranger': async () => scene(await Person.join(server.url, 'Ana'), await Person.join(server.url, 'Bea')),
  'somebody who has asked': async () => {
    const [actor, target] = [await Person.join(server.url, 'Ana'), await Person.join(server.url, 'Bea')];
    const { requestId } = await actor.request('send_chat_request', { to: target.id, note: '' });
    await target.next('incoming_chat_request');
    return scene(actor, target, { requestId });
  },
  'somebody who was accepted': async () => scene(...(await acquainted(server.url))),
  'somebody who was blocked': async () => {
    const [actor, target] = await acquainted(server.url);
    await target.request('set_consent', { peer: actor.id, consent: 'blocked' });
    return scene(actor, target);
  },
  'a party of a call': inCall,
  'a former party': async () => {
    const before = await inCall();
    await before.actor.request('end_call', { callId: before.callId, reason: 'hung_up' });
    await before.target.next('call_ended');
    return before;
  },
  'another tab of a party': async () => {
    const call = await inCall();
    const token = call.actor.welcome.token ?? '';
    const tab = await Person.join(server.url, 'Ana', { token });
    people.push(tab);
    return { ...call, actor: tab };
  },
  'somebody met by chance to write with': () => met('text'),
  'somebody met by chance to see': () => met('video'),
  'somebody else, with the ids of others': async () => {
    const { target, callId } = await inCall();
    return scene(await Person.join(server.url, 'Mallory'), target, { callId });
  },
} as const;
type Role = keyof typeof ROLES;

const signal = ({ callId }: Scene) => ({ callId, seq: 0, sdp: 'v=0' });
const receipt = ({ target }: Scene) => ({ from: target.id, messageIds: [id<MessageId>('m')] });

type Answer = 'ok' | ErrorCode;
type Row = {
  readonly [K in RequestName]: {
    readonly payload: (scene: Scene) => Payload<K>;
    /** In every role that is not named by itself. */
    readonly otherwise: Answer;
    readonly roles?: Partial<Record<Role, Answer>>;
  };
};

const FRIENDS = { 'somebody who was accepted': 'ok', 'a former party': 'ok' } as const;
const MET = {
  'somebody met by chance to write with': 'ok',
  'somebody met by chance to see': 'ok',
} as const;
const PARTIES = { 'a party of a call': 'ok', 'another tab of a party': 'ok' } as const;
/** Only the tab that holds the call, not the person's others; somebody else hears that there is no such call. */
const OWN_TAB = { 'a party of a call': 'ok', 'another tab of a party': 'not_a_party' } as const;

/** In an order in which what ends something comes last. */
const TABLE: Row = {
  get_online_users: { payload: () => ({}), otherwise: 'ok' },
  set_profile: { payload: () => ({ status: 'away' }), otherwise: 'ok' },
  send_private_message: {
    payload: ({ target }) => ({
      to: target.id,
      messageId: ulid() as MessageId, // a ULID is what the pattern asks for
      clock: 1,
      sentAt: 1,
      text: 'Hello',
    }),
    otherwise: 'not_accepted',
    roles: { ...FRIENDS, ...PARTIES, ...MET },
  },
  message_received: {
    payload: receipt,
    otherwise: 'not_accepted',
    roles: { ...FRIENDS, ...PARTIES, ...MET },
  },
  message_read: { payload: receipt, otherwise: 'not_accepted', roles: { ...FRIENDS, ...PARTIES, ...MET } },
  typing: {
    payload: ({ target }) => ({ to: target.id, typing: true }),
    otherwise: 'not_accepted',
    roles: { ...FRIENDS, ...PARTIES, ...MET },
  },
  respond_chat_request: {
    // One's own request, which only the other may answer.
    payload: ({ target, requestId }) => ({ from: target.id, requestId, answer: 'accept' }),
    otherwise: 'request_ended',
  },
  call_ringing: {
    payload: ({ callId }) => ({ callId, audible: true }),
    otherwise: 'call_ended',
    roles: { 'a party of a call': 'not_a_party', 'another tab of a party': 'not_a_party' },
  },
  accept_call: {
    payload: ({ callId }) => ({ callId, media: 'audio' }),
    otherwise: 'call_ended',
    roles: { 'a party of a call': 'not_a_party', 'another tab of a party': 'not_a_party' },
  },
  // Of a call that this run of the server does not know, one may say what one likes: nothing comes of it before the other says the same.
  resume_call: {
    payload: ({ target, callId }) => ({
      ...{ callId, peer: target.id, role: 'caller', media: 'audio' },
      ...{ tab: id<TabId>('othertab'), run: id('otherrun') },
    }),
    otherwise: 'ok',
    roles: { 'another tab of a party': 'answered_elsewhere' },
  },
  reject_call: {
    payload: ({ callId }) => ({ callId }),
    otherwise: 'call_ended',
    roles: { 'a party of a call': 'not_a_party', 'another tab of a party': 'not_a_party' },
  },
  ask_relay: { payload: ({ callId }) => ({ callId }), otherwise: 'call_ended', roles: OWN_TAB },
  webrtc_offer: { payload: signal, otherwise: 'call_ended', roles: OWN_TAB },
  webrtc_answer: { payload: signal, otherwise: 'call_ended', roles: OWN_TAB },
  webrtc_ice_candidate: {
    payload: ({ callId }) => ({ callId, seq: 1, candidate: null }),
    otherwise: 'call_ended',
    roles: OWN_TAB,
  },
  end_call: {
    payload: ({ callId }) => ({ callId, reason: 'hung_up' }),
    otherwise: 'call_ended',
    roles: PARTIES,
  },
  offer_device_link: { payload: () => ({}), otherwise: 'ok' },
  answer_device_link: {
    payload: () => ({ linkId: id<LinkId>('nolink'), allow: true }),
    otherwise: 'link_ended',
  },
  end_device_link: { payload: () => ({ linkId: id<LinkId>('nolink') }), otherwise: 'ok' },
  start_call: {
    payload: ({ target }) => ({ to: target.id, media: 'audio' }),
    otherwise: 'not_accepted',
    // By now the call of the parties has ended.
    roles: { ...FRIENDS, ...PARTIES, 'somebody met by chance to see': 'ok' },
  },
  next_partner: { payload: ({ roomId }) => ({ roomId }), otherwise: 'room_ended', roles: MET },
  find_partner: { payload: () => ({ media: 'text' }), otherwise: 'ok' },
  leave_room: { payload: () => ({}), otherwise: 'ok' },
  want_coffee: { payload: () => ({ wants: true }), otherwise: 'ok' },
  cancel_chat_request: { payload: ({ target }) => ({ to: target.id }), otherwise: 'ok' },
  send_chat_request: {
    payload: ({ target }) => ({ to: target.id, note: '' }),
    otherwise: 'ok',
    roles: {
      'somebody who was accepted': 'already_accepted',
      'a former party': 'already_accepted',
      'a party of a call': 'already_accepted',
      'another tab of a party': 'already_accepted',
    },
  },
  set_consent: {
    payload: ({ target }) => ({ peer: target.id, consent: 'accepted' }),
    otherwise: 'ok',
  },
  leave: { payload: () => ({}), otherwise: 'ok' },
};

/** What reaches anybody, whatever one does. */
const HARMLESS: readonly NoticeName[] = ['welcome', 'online_users_list', 'online_users_changed'];

describe.each(Object.keys(ROLES) as Role[])('%s', (role) => {
  it('is answered as the rules say, and what is refused reaches nobody', async () => {
    const { actor, target, ...known } = await ROLES[role]();
    const wrong: unknown[] = [];
    for (const name of Object.keys(TABLE) as RequestName[]) {
      const { payload, otherwise, roles } = TABLE[name] as Row['leave'];
      const expected = roles?.[role] ?? otherwise;
      await target.unheeded();
      target.heard.length = 0;
      const got = await actor.request(name as 'leave', payload({ actor, target, ...known })).then(
        () => 'ok',
        (error: unknown) => (error instanceof AppError ? error.code : String(error)),
      );
      const heard = (await target.unheeded()).filter((notice) => !HARMLESS.some((one) => one === notice));
      if (got !== expected || (expected !== 'ok' && heard.length > 0))
        wrong.push({ name, got, expected, heard });
    }
    expect(wrong).toEqual([]);
  });
});

it('has a row for every request', async () => {
  const { requestSchemas } = await import('../../protocol/schemas.ts');
  expect(Object.keys(TABLE).sort()).toEqual(Object.keys(requestSchemas).sort());
});
