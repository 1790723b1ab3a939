/** Payloads for every request: right ones made from what is known of the server's state, and the same with something wrong in them. */
import { ulid } from 'ulid';
import type { Payload, RequestName } from '../../protocol/events.ts';
import type { MessageId } from '../../protocol/ids.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { Random } from '../chaos/random.ts';

/** Ids that the server has given out, or that somebody made up. Old ones stay, so that stale ones are sent too. */
export interface KnownIds {
  readonly users: string[];
  /** Who asks, and the id of the request. */
  readonly requests: (readonly [string, string])[];
  readonly calls: string[];
  readonly messages: string[];
  readonly links: string[];
  readonly rooms: string[];
}

const MADE_UP = '0123456789ABCDEFGHJKMNPQRS';
const recent = (ids: readonly string[], random: Random): string =>
  ids.length === 0 || random.chance(0.05) ? MADE_UP : random.pick(ids.slice(-8));

const sdp = (random: Random): string =>
  ['v=0', `a=candidate:1 1 udp 1 ${random.pick(['10.0.0.1', '8.8.8.8', 'a.local'])} 9 typ host`, ''].join(
    '\r\n',
  );

type Makers = { readonly [K in RequestName]: (known: KnownIds, random: Random) => unknown };

const signal = (known: KnownIds, random: Random) => ({
  callId: recent([...known.calls.slice(-3), ...known.links.slice(-1)], random),
  seq: random.whole(0, 9),
  sdp: sdp(random),
});
const receipt = (known: KnownIds, random: Random) => ({
  from: recent(known.users, random),
  messageIds: [recent(known.messages, random)],
});

/** Everything a page of ours might send. */
const MAKERS: Makers = {
  get_online_users: (_known, random) => (random.chance(0.5) ? {} : { search: random.pick(['a', 'P', 'ß']) }),
  set_profile: (_known, random) =>
    random.pick([
      { status: random.pick(['available', 'away', 'do_not_disturb']) },
      { idle: random.chance(0.5) },
      { name: `Name ${random.whole(1, 30)}` },
    ]),
  leave: () => ({}),
  set_consent: (known, random) => ({
    peer: recent(known.users, random),
    consent: random.weighted({ accepted: 8, blocked: 1, none: 1 }),
  }),
  send_chat_request: (known, random) => ({ to: recent(known.users, random), note: 'Hello' }),
  cancel_chat_request: (known, random) => ({ to: recent(known.users, random) }),
  respond_chat_request: (known, random) => {
    const [from, requestId] =
      known.requests.length === 0 ? [MADE_UP, MADE_UP] : random.pick(known.requests.slice(-8));
    return { from, requestId, answer: random.pick(['accept', 'accept', 'decline', 'block']) };
  },
  send_private_message: (known, random) => {
    const messageId = random.chance(0.9) ? (ulid() as MessageId) : recent(known.messages, random);
    known.messages.push(messageId);
    const about = { kind: random.pick(['reply', 'edit']), message: recent(known.messages, random) };
    return {
      to: recent(known.users, random),
      messageId,
      clock: random.whole(1, 99),
      sentAt: Date.now(),
      text: 'Hello',
      ...(random.chance(0.3) ? { about } : {}),
    };
  },
  message_received: receipt,
  message_read: receipt,
  typing: (known, random) => ({ to: recent(known.users, random), typing: random.chance(0.5) }),
  start_call: (known, random) => ({
    to: recent(known.users, random),
    media: random.pick(['audio', 'video']),
  }),
  accept_call: (known, random) => ({ callId: recent(known.calls, random), media: 'audio' }),
  reject_call: (known, random) => ({ callId: recent(known.calls, random) }),
  end_call: (known, random) => ({ callId: recent(known.calls, random), reason: 'hung_up' }),
  resume_call: (known, random) => ({
    callId: recent(known.calls, random),
    peer: recent(known.users, random),
    role: random.pick(['caller', 'callee']),
    media: 'audio',
    tab: ulid(),
    run: ulid(),
  }),
  call_ringing: (known, random) => ({ callId: recent(known.calls, random), audible: true }),
  ask_relay: (known, random) => ({ callId: recent(known.calls, random) }),
  webrtc_offer: signal,
  webrtc_answer: signal,
  webrtc_ice_candidate: (known, random) => {
    const { callId, seq } = signal(known, random);
    const candidate = `candidate:1 1 udp 1 ${random.pick(['10.0.0.1', '8.8.8.8'])} 9 typ host`;
    const rest = { sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null };
    return { callId, seq, candidate: random.chance(0.2) ? null : { candidate, ...rest } };
  },
  offer_device_link: () => ({}),
  answer_device_link: (known, random) => ({
    linkId: recent(known.links, random),
    allow: random.chance(0.5),
  }),
  end_device_link: (known, random) => ({ linkId: recent(known.links, random) }),
  find_partner: (_known, random) => ({ media: random.pick(['text', 'video']) }),
  next_partner: (known, random) => ({ roomId: recent(known.rooms.slice(-2), random) }),
  leave_room: () => ({}),
  want_coffee: (_known, random) => ({ wants: random.chance(0.5) }),
};

/** What only a second device makes possible, which is not part of this. */
export const NEVER_GRANTED: readonly RequestName[] = ['answer_device_link'];

export const REQUESTS = Object.keys(MAKERS) as RequestName[]; // the keys are those of the type

export const rightPayload = <K extends RequestName>(name: K, known: KnownIds, random: Random): Payload<K> =>
  MAKERS[name](known, random) as Payload<K>; // what the makers are for

/** What stands where something else belongs. JSON carries all of it, `__proto__` as a member of its own. */
const NONSENSE: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e308,
  '',
  'x',
  '__proto__',
  'constructor',
  '\u0000\u202E\uD800',
  [],
  [[[[[[]]]]]],
  {},
  { length: 1e9 },
  JSON.parse('{"__proto__":{"polluted":true}}'),
  JSON.parse('{"constructor":{"prototype":{"polluted":true}}}'),
  { toString: 'x', valueOf: null, then: 'x', toJSON: 1 },
  'x'.repeat(LIMITS.messageCharacters + 1),
  Array.from({ length: 1_000 }, () => 'x'),
];
const NAMES = ['__proto__', 'constructor', 'prototype', 'from', 'then', 'toString', 'to', 'x'];

/** The payload with one thing wrong: replaced, left out, added, doubled, swapped, deeper down or as a whole. */
export function hostile(payload: unknown, random: Random): unknown {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload) || random.chance(0.1)) {
    return random.pick(NONSENSE);
  }
  // A copy by members, so that `__proto__` stays a member.
  const members: [string, unknown][] = Object.entries(payload);
  const at = random.whole(0, Math.max(0, members.length - 1));
  const member = members[at];
  const wrong = random.weighted({ replaced: 4, deeper: 2, missing: 1, added: 2, swapped: 1 });
  if (member !== undefined && wrong === 'replaced') member[1] = random.pick(NONSENSE);
  else if (member !== undefined && wrong === 'deeper') member[1] = hostile(member[1], random);
  else if (member !== undefined && wrong === 'missing') members.splice(at, 1);
  else if (member !== undefined && wrong === 'swapped') member[1] = random.pick(members)[1];
  else members.push([random.pick(NAMES), random.pick(NONSENSE)]);
  const made: object = {};
  for (const [name, value] of members) {
    Object.defineProperty(made, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return made;
}
