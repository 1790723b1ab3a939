/** Every state of the screen that has a look of its own, by name. */
import type { IncomingRequestView } from '../../../client/stores/conversations.ts';
import type { IdentityNotice } from '../../../client/stores/identity-notice.ts';
import type { UserId } from '../../../protocol/ids.ts';
import { active, ended, inVideo, incoming, local, ownVideo, peer, silentRemote } from './sample-calls.ts';
import { deviceAsks, linkShown, somebodyIsHere, unreachable } from './sample-device-links.ts';
import {
  NOW,
  contacts,
  conversation,
  longTalk,
  maya,
  messages,
  peopleState,
  requestId,
  unsettled,
  userId,
} from './sample-people.ts';
import { sampleTools, unheard } from './sample-devices.ts';
import { afterMissedCall, callHistory } from './sample-history.ts';
import { personStream, remoteLook, screenStream } from './sample-streams.ts';
import type { Scene } from './scene.ts';

const nothing = (): void => undefined;
const joined = {
  phase: 'joined',
  me: { id: userId('YC7A'), name: 'Robin', status: 'available' },
  serverName: 'Living room',
  urls: ['https://192.168.1.20:5443', 'https://earshot.local:5443'],
  reconnectingSince: null,
} as const;
const base: Scene = {
  session: joined,
  people: peopleState(),
  conversation: null,
  requests: [],
  kept: true,
  contacts,
  notices: new Map(),
  keeps: new Map(),
  toasts: [],
  soundBlocked: false,
  call: { phase: 'idle' },
  deviceOffer: linkShown,
  deviceArrival: null,
  meeting: null,
};
const joining = { phase: 'joining', name: '', busy: false, problem: null } as const;
const talk = conversation(maya, { messages, send: nothing, block: nothing });
const stranger = { ...maya, relation: 'stranger', last: null } as const;
const request = (end: string, name: string, note: string): IncomingRequestView => ({
  requestId: requestId(end),
  from: userId(end),
  name,
  note,
});

/** Functions, because streams are made only for the scene that is looked at. */
export const scenes = {
  'device-asked': () => ({ ...base, deviceOffer: deviceAsks }),
  'device-found': () => ({ ...base, session: { phase: 'starting' }, deviceArrival: somebodyIsHere }),
  'device-cut': () => ({ ...base, session: { phase: 'starting' }, deviceArrival: unreachable }),
  starting: () => ({ ...base, session: { phase: 'starting' } }),
  joining: () => ({ ...base, session: joining }),
  'joining-busy': () => ({ ...base, session: { ...joining, name: 'Robin', busy: true } }),
  'joining-name-taken': () => ({
    ...base,
    session: { ...joining, name: 'Robin', problem: { code: 'name_taken', detail: 'Robin 2' } },
  }),
  'joining-outdated': () => ({
    ...base,
    session: { ...joining, name: 'Robin', problem: { code: 'protocol_outdated', detail: '' } },
  }),
  loading: () => ({ ...base, people: peopleState({ loading: true, entries: [], online: 0 }) }),
  empty: () => ({ ...base, contacts: [], people: peopleState({ entries: [], online: 0 }) }),
  people: () => base,
  'search-nothing': () => ({ ...base, people: peopleState({ entries: [], search: 'Zacharias' }) }),
  'request-dialog': () => ({
    ...base,
    requests: [
      request('AJ7A', 'Aiko Tanaka', 'Hi Robin, I am the new neighbour from the second floor 👋'),
      request('MN7A', 'Noor', ''),
    ],
  }),
  'known-names': () => ({
    ...base,
    notices: new Map<UserId, IdentityNotice>([
      [userId('AJ7A'), { kind: 'namesake', of: 'accepted' }],
      [userId('MN7A'), { kind: 'namesake', of: 'blocked' }],
      [maya.id, { kind: 'renamed', was: 'Maya L.' }],
    ]),
    conversation: talk,
    requests: [request('AJ7A', 'Aiko Tanaka', 'It is me')],
  }),
  'known-name-calls': () => ({
    ...base,
    notices: new Map<UserId, IdentityNotice>([[maya.id, { kind: 'namesake', of: 'accepted' }]]),
    conversation: talk,
    call: incoming('video'),
  }),
  'meeting-waiting': () => ({ ...base, meeting: { phase: 'waiting', media: 'text', movedOn: 'Noor' } }),
  'meeting-found': () => ({
    ...base,
    meeting: { phase: 'found', media: 'video', coffee: false, peer: maya },
    conversation: conversation(maya, { send: nothing, block: nothing }),
  }),
  coffee: () => ({
    ...base,
    meeting: { phase: 'found', media: 'video', coffee: true, peer: maya },
    conversation: talk,
  }),
  'meeting-asked': () => ({
    ...base,
    meeting: { phase: 'found', media: 'video', coffee: false, peer: maya },
    conversation: conversation(maya, { send: nothing, block: nothing }),
    call: incoming('video'),
  }),
  'meeting-over': () => ({
    ...base,
    meeting: { phase: 'over', media: 'video', how: 'left', name: maya.name },
    conversation: conversation(stranger, { ask: nothing, block: nothing }),
  }),
  conversation: () => ({ ...base, conversation: talk }),
  'call-history': () => ({
    ...base,
    people: afterMissedCall,
    conversation: conversation(maya, { messages: callHistory, send: nothing, block: nothing }),
  }),
  'conversation-new': () => ({
    ...base,
    conversation: conversation(maya, { send: nothing, block: nothing }),
  }),
  'message-states': () => ({
    ...base,
    conversation: conversation(maya, { messages: unsettled, send: nothing, block: nothing, typing: true }),
  }),
  'conversation-stranger': () => ({
    ...base,
    conversation: conversation(stranger, { ask: nothing, block: nothing }),
  }),
  'conversation-declined': () => ({
    ...base,
    conversation: conversation(stranger, { askAgainAt: NOW + 42_000, block: nothing }),
  }),
  asked: () => ({
    ...base,
    conversation: conversation({ ...stranger, relation: 'asked' }, { withdraw: nothing, block: nothing }),
  }),
  asking: () => ({
    ...base,
    conversation: conversation({ ...stranger, relation: 'asking' }, { respond: nothing }),
    requests: [request('MG7A', 'Maya Lindqvist', 'It is me, on the new phone')],
  }),
  blocked: () => ({
    ...base,
    conversation: conversation({ ...maya, relation: 'blocked' }, { messages, unblock: nothing }),
  }),
  'new-messages': () => ({
    ...base,
    keeps: new Map([[maya.id, 'month']]),
    conversation: conversation(maya, {
      messages,
      firstUnread: messages[7]?.id ?? null,
      sought: messages[5] ?? null,
      latest: nothing,
      send: nothing,
      block: nothing,
      readAll: () => Promise.resolve(messages),
      remove: nothing,
    }),
  }),
  'long-conversation': () => ({
    ...base,
    conversation: conversation(maya, { messages: longTalk, send: nothing, block: nothing }),
  }),
  offline: () => ({
    ...base,
    conversation: conversation({ ...maya, status: 'offline' }, { messages, send: nothing, block: nothing }),
  }),
  reconnecting: () => ({
    ...base,
    session: { ...joined, reconnectingSince: NOW - 3_000 },
    conversation: conversation(maya, { messages: unsettled, send: nothing, block: nothing }),
  }),
  'shut-out': () => ({
    ...base,
    session: { ...joined, reconnectingSince: NOW - 3_000, isShutOut: true },
    conversation: conversation(maya, { messages: unsettled, send: nothing, block: nothing }),
  }),
  'private-mode': () => ({ ...base, kept: false, soundBlocked: true, conversation: talk }),
  toasts: () => ({
    ...base,
    conversation: talk,
    toasts: [
      { id: 1, tone: 'info', text: 'Aiko Tanaka accepted. Say hello!' },
      { id: 2, tone: 'problem', text: 'Their device does not answer at the moment. Try again in a minute.' },
    ],
  }),
  'incoming-video': () => ({ ...base, conversation: talk, call: incoming('video') }),
  'incoming-audio-silent': () => ({ ...base, call: incoming('audio', 'rang_often') }),
  outgoing: () => ({
    ...base,
    conversation: talk,
    call: {
      phase: 'outgoing',
      peer,
      media: 'video',
      progress: 'ringing',
      local: ownVideo(),
      tools: null,
      cancel: nothing,
    },
  }),
  'active-connecting': () => ({
    ...base,
    conversation: talk,
    call: active({ link: 'connecting', connectedAt: null, local: ownVideo() }),
  }),
  'active-video': () => ({ ...base, conversation: talk, call: inVideo() }),
  'active-audio': () => ({
    ...base,
    conversation: talk,
    call: active({ media: 'audio', remote: { ...silentRemote, stream: personStream(remoteLook, 64, 64) } }),
  }),
  'active-muted': () => ({
    ...base,
    conversation: talk,
    call: inVideo({
      local: { ...local, microphone: 'off' },
      remote: { ...silentRemote, stream: personStream(remoteLook), microphone: false },
    }),
  }),
  'active-screen': () => ({
    ...base,
    conversation: talk,
    call: inVideo({
      remote: { ...silentRemote, stream: personStream(remoteLook), screen: screenStream(), camera: true },
    }),
  }),
  'active-sharing': () => ({
    ...base,
    conversation: talk,
    call: inVideo({ local: { ...ownVideo(), sharing: true } }),
  }),
  'active-devices': () => {
    const own = ownVideo();
    const note = { type: 'found', label: 'WH-1000XM4', use: nothing } as const;
    const tools = sampleTools({ preview: own.preview, note, speaksMuted: true, quality: unheard });
    return { ...base, conversation: talk, call: inVideo({ local: { ...own, microphone: 'off' }, tools }) };
  },
  'active-waiting': () => ({
    ...base,
    conversation: talk,
    call: inVideo({
      waiting: {
        peer: { id: userId('AJ7A'), name: 'Aiko Tanaka' },
        media: 'video',
        endAndCall: nothing,
        dismiss: nothing,
      },
    }),
  }),
  'active-reconnecting': () => ({ ...base, conversation: talk, call: inVideo({ link: 'reconnecting' }) }),
  'media-denied': () => ({
    ...base,
    conversation: talk,
    call: inVideo({
      local: {
        ...local,
        microphone: 'missing',
        camera: 'missing',
        problems: [
          { device: 'microphone', kind: 'denied' },
          { device: 'camera', kind: 'not_found' },
        ],
      },
      toggleMicrophone: null,
      toggleCamera: null,
    }),
  }),
  ended: () => ({ ...base, conversation: talk, call: ended({}) }),
  'ended-no-answer': () => ({
    ...base,
    conversation: talk,
    call: ended({ reason: 'no_answer', by: 'them', seconds: null }),
  }),
  'ended-missed': () => ({ ...base, call: ended({ reason: 'cancelled', by: 'them', seconds: null }) }),
  'ended-not-accepted': () => ({
    ...base,
    conversation: conversation({ ...stranger, relation: 'asked' }, { withdraw: nothing, block: nothing }),
    call: ended({ reason: 'not_accepted', by: 'them', seconds: null }),
  }),
} as const satisfies Record<string, () => Scene>;

export type SceneName = keyof typeof scenes;
export const sceneAt = (name: string): (() => Scene) | null =>
  Object.hasOwn(scenes, name) ? scenes[name as SceneName] : null; // checked in the same line
