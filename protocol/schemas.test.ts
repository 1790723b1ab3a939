/** What may come in: each request at its bounds and one beyond them, without each of its members and with one too many. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { RequestName } from './events.ts';
import { LIMITS } from './limits.ts';
import { deviceHandshakeSchema, handshakeSchema, requestSchemas } from './schemas.ts';

const ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const OTHER = '7ZZZZZZZZZZZZZZZZZZZZZZZZZ';
const x = (length: number) => 'x'.repeat(length);
const ids = (length: number) => Array<string>(length).fill(ID);

/** What may stand in the place of a member, and what may not. */
interface Kind {
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}
const kind = (good: readonly unknown[], bad: readonly unknown[]): Kind => ({ good, bad });
const NO_TEXTS = [null, 1, [], {}];

const anId = kind(
  [ID, OTHER],
  [...NO_TEXTS, '', ID.slice(1), `${ID}0`, ID.toLowerCase(), 'U'.repeat(26), `${ID}\n`, '__proto__'],
);
const text = (most: number) => kind(['', x(most)], [...NO_TEXTS, x(most + 1)]);
const oneOf = (...words: readonly string[]) =>
  kind(words, [...NO_TEXTS, '', 'other', words[0]?.toUpperCase()]);
const yesOrNo = kind([true, false], ['', 'true', 0, null]);
const count = (most = Number.MAX_SAFE_INTEGER) =>
  kind([0, 1, most], [-1, 0.5, most + 1, NaN, Infinity, '1', null]);
const someIds = (most: number, least: number) =>
  kind([ids(least), ids(most)], [ids(most + 1), [1], [ID, ''], ID, null, ...(least > 0 ? [[]] : [])]);
const orNull = ({ good, bad }: Kind) =>
  kind([null, ...good], [...bad.filter((one) => one !== null), undefined]);

const status = oneOf('available', 'away', 'do_not_disturb');
const media = oneOf('audio', 'video');
const receipt = { from: anId, messageIds: someIds(LIMITS.messagesPerReceipt, 1) };
const description = { callId: anId, seq: count(), sdp: text(LIMITS.sdpCharacters) };
const candidate = {
  candidate: 'candidate:1 1 udp 1 192.168.0.1 9 typ host',
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment: 'ab',
};
const about = (of: string) => ({ kind: of, message: ID });

/** The members of each request; those that may be missing end in a question mark. */
const REQUESTS: Readonly<Record<RequestName, Readonly<Record<string, Kind>>>> = {
  get_online_users: { 'search?': text(LIMITS.searchCharacters), 'after?': text(512) },
  set_profile: { 'name?': text(LIMITS.nameCharacters), 'status?': status, 'idle?': yesOrNo },
  leave: {},
  set_consent: { peer: anId, consent: oneOf('accepted', 'blocked', 'none') },
  send_chat_request: { to: anId, note: text(LIMITS.noteCharacters) },
  cancel_chat_request: { to: anId },
  respond_chat_request: { from: anId, requestId: anId, answer: oneOf('accept', 'decline', 'block') },
  send_private_message: {
    to: anId,
    messageId: anId,
    clock: count(LIMITS.clock),
    sentAt: count(LIMITS.sentAt),
    text: kind(['x', x(LIMITS.messageCharacters)], [...NO_TEXTS, x(LIMITS.messageCharacters + 1), '']),
    'about?': kind(
      [about('reply'), about('edit')],
      [
        null,
        {},
        about('other'),
        // These two say more, or something else, than a text.
        about('delete'),
        about('reaction'),
        { kind: 'reply' },
        { kind: 'reply', message: 'none' },
        { ...about('reply'), more: 1 },
      ],
    ),
  },
  message_received: receipt,
  message_read: receipt,
  typing: { to: anId, typing: yesOrNo },
  start_call: { to: anId, media },
  accept_call: { callId: anId, media },
  reject_call: { callId: anId },
  end_call: { callId: anId, reason: oneOf('hung_up', 'failed') },
  resume_call: { callId: anId, peer: anId, role: oneOf('caller', 'callee'), media, tab: anId, run: anId },
  call_ringing: { callId: anId, audible: yesOrNo },
  ask_relay: { callId: orNull(anId) },
  webrtc_offer: description,
  webrtc_answer: description,
  webrtc_ice_candidate: {
    callId: anId,
    seq: count(),
    candidate: kind(
      [
        null,
        candidate,
        { ...candidate, sdpMid: null, sdpMLineIndex: null, usernameFragment: null },
        { ...candidate, candidate: x(LIMITS.candidateCharacters), sdpMid: x(64), usernameFragment: x(256) },
      ],
      [
        {},
        '',
        { ...candidate, more: 1 },
        { ...candidate, candidate: null },
        { ...candidate, candidate: x(LIMITS.candidateCharacters + 1) },
        { ...candidate, sdpMid: x(65) },
        { ...candidate, sdpMid: undefined },
        { ...candidate, sdpMLineIndex: -1 },
        { ...candidate, sdpMLineIndex: '0' },
        { ...candidate, usernameFragment: x(257) },
      ],
    ),
  },
  offer_device_link: {},
  answer_device_link: { linkId: anId, allow: yesOrNo },
  end_device_link: { linkId: anId },
  find_partner: { media: oneOf('text', 'video') },
  next_partner: { roomId: anId },
  leave_room: {},
  want_coffee: { wants: yesOrNo },
};

const HANDSHAKE = {
  protocol: count(),
  name: text(LIMITS.nameCharacters),
  tab: anId,
  status,
  accepted: someIds(LIMITS.statedPeople, 0),
  blocked: someIds(LIMITS.statedPeople, 0),
  'token?': text(512),
};
const DEVICE_HANDSHAKE = { protocol: count(), tab: anId, secret: text(LIMITS.secretCharacters) };

const nameOf = (member: string) => member.replace('?', '');
const entries = (members: Readonly<Record<string, Kind>>) => Object.entries(members);
const whole = (members: Readonly<Record<string, Kind>>): Record<string, unknown> =>
  Object.fromEntries(entries(members).map(([member, { good }]) => [nameOf(member), good.at(-1)]));
const passes = (schema: v.GenericSchema, payload: unknown) => v.safeParse(schema, payload).success;

const ALL: readonly (readonly [string, v.GenericSchema, Readonly<Record<string, Kind>>])[] = [
  ...Object.entries(REQUESTS).map(
    // Both are keyed by the names of the requests.
    ([name, members]) => [name, requestSchemas[name as RequestName] as v.GenericSchema, members] as const,
  ),
  ['a handshake', handshakeSchema, HANDSHAKE],
  ['the handshake of a device', deviceHandshakeSchema, DEVICE_HANDSHAKE],
];

describe.each(ALL)('[CONN-6] %s', (_name, schema, members) => {
  it('comes through as it was sent, with everything and with nothing that may be missing', () => {
    const least = Object.fromEntries(
      entries(members)
        .filter(([member]) => !member.endsWith('?'))
        .map(([member, { good }]) => [member, good[0]]),
    );
    for (const payload of [whole(members), least]) expect(v.parse(schema, payload)).toEqual(payload);
  });

  it('has bounds for each member', () => {
    for (const [member, { good, bad }] of entries(members)) {
      const wrong = (values: readonly unknown[], expected: boolean) =>
        values.filter((value) => passes(schema, { ...whole(members), [nameOf(member)]: value }) !== expected);
      expect([member, wrong(good, true), wrong(bad, false)]).toEqual([member, [], []]);
    }
  });

  it('needs each member that may not be missing', () => {
    for (const [member] of entries(members)) {
      const { [nameOf(member)]: _, ...rest } = whole(members);
      expect([member, passes(schema, rest)]).toEqual([member, member.endsWith('?')]);
    }
  });

  it('is an object', () => {
    for (const payload of [null, undefined, 1, 'x', true]) expect(passes(schema, payload)).toBe(false);
  });
});

it.each(Object.entries(requestSchemas))('[CONN-6] %s has no member that is not its own', (name, schema) => {
  const payload = whole(REQUESTS[name as RequestName]); // the keys of the one are those of the other
  expect(passes(schema, { ...payload, from: ID, more: 1 })).toBe(false);
  expect(passes(schema, { ...payload, more: 1 })).toBe(false);
});

it('of a handshake, what a later page may add is left out', () => {
  expect(v.parse(handshakeSchema, { ...whole(HANDSHAKE), more: 1 })).toEqual(whole(HANDSHAKE));
  const device = whole(DEVICE_HANDSHAKE);
  expect(v.parse(deviceHandshakeSchema, { ...device, more: 1 })).toEqual(device);
});

it('[MSG-10] a message has a text that fits what it is about', () => {
  const message = { ...whole(REQUESTS.send_private_message), about: about('delete') };
  expect(passes(requestSchemas.send_private_message, { ...message, text: '' })).toBe(true);
  expect(
    passes(requestSchemas.send_private_message, { ...message, about: about('reaction'), text: '👍' }),
  ).toBe(true);
});
