/**
 * A page with the real call code and a window for the test to look through. The connection to the server is a bridge to
 * the test's process, where the server's real rules run.
 */
import { systemClock } from '../../../client/base/clock.ts';
import { Emitter } from '../../../client/base/emitter.ts';
import { Store } from '../../../client/base/store.ts';
import type { CallView } from '../../../client/calls/call-view.ts';
import { createCallDesk } from '../../../client/calls/create-call-desk.ts';
import { MemoryArchive } from '../../../client/storage/memory-archive.ts';
import type { ConnectionState, Signaling } from '../../../client/connection/signaling.ts';
import { AppError, type Reply } from '../../../protocol/errors.ts';
import type { NoticeName, Notices, Payload, ReplyValue, RequestName } from '../../../protocol/events.ts';
import type { TabId } from '../../../protocol/ids.ts';
import type { VoiceTreatment } from '../../../client/media/device-choices.ts';
import type { DeviceKind } from '../../../client/media/device-view.ts';
import { watchMedia } from './media-watch.ts';

declare global {
  interface Window {
    /** Given by the test; see stage.ts. */
    serverRequest(name: string, payload: unknown): Promise<Reply<unknown>>;
    callPage: CallPage;
  }
}

class Bridge implements Signaling {
  readonly state = new Store<ConnectionState>({ phase: 'connected' });
  readonly notices = new Emitter<Notices>();

  open(): void {}
  close(): void {}
  reopen(): void {}

  async request<K extends RequestName>(name: K, payload: Payload<K>): Promise<ReplyValue<K>> {
    const reply = await window.serverRequest(name, payload);
    if (!reply.ok) throw new AppError(reply.error.code, reply.error.detail);
    // The other end of the bridge answers with the reply of this very request.
    return reply.value as ReplyValue<K>;
  }
}

const bridge = new Bridge();
const media = watchMedia();
const rings: (string | null)[] = [];
const desk = createCallDesk({
  signaling: bridge,
  clock: systemClock,
  // Valid, and never seen by a server.
  tab: '0'.repeat(26) as TabId,
  ownName: () => 'Somebody',
  iceServers: () => [],
  onRing: (ring) => rings.push(ring),
  onWaiting: () => rings.push('waiting'),
  audible: new Store(true),
  askFirst: () => rings.push('ask first'),
  log: {
    archive: new MemoryArchive(),
    me: () => null,
    newId: () => 'unused' as never,
    serverNow: () => Date.now(),
    onChange: () => undefined,
  },
});

const element = <T extends HTMLElement>(id: string) => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  // The page is ours: index.html in stage.ts names the elements.
  return found as T;
};
const show = (id: string, stream: MediaStream | null) => {
  const video = element<HTMLVideoElement>(id);
  if (video.srcObject !== stream) video.srcObject = stream;
};

desk.view.subscribe(() => {
  const view = desk.view.get();
  const active = view.phase === 'active' ? view : null;
  show('remote', active?.remote.stream ?? null);
  show('screen', active?.remote.screen ?? null);
  show('preview', active?.local.preview ?? null);
});
// Sharing a screen needs a real tap.
element('share').addEventListener('click', () => {
  const view = desk.view.get();
  if (view.phase === 'active') view.toggleScreen?.();
});

/** The view without what does not travel to the test's process. */
function plainView() {
  const view = desk.view.get();
  // Functions and streams become whether they are there.
  return JSON.parse(
    JSON.stringify(view, (_key, value: unknown) => {
      if (typeof value === 'function') return 'can';
      return value instanceof MediaStream ? value.getTracks().map(({ kind }) => kind) : value;
    }),
  ) as PlainView;
}
export type PlainView = {
  [K in keyof CallView]: CallView[K];
} & Record<string, unknown>;

type Action = 'accept' | 'decline' | 'cancel' | 'end' | 'dismiss' | 'toggleMicrophone' | 'toggleCamera';

/** The choice of devices of the call that is going on. */
function devices() {
  const view = desk.view.get();
  if (view.phase !== 'active' || view.tools === null) throw new Error('no call');
  return view.tools.devices;
}

const callPage = {
  media,
  pickDevice: (kind: DeviceKind, id: string | null) => devices().pick(kind, id),
  treatVoice: (treatment: VoiceTreatment, on: boolean) => devices().treatVoice(treatment, on),
  speaksMuted: () => {
    const view = desk.view.get();
    return view.phase === 'active' && view.tools?.speaksMuted.get() === true;
  },
  quality: () => {
    const view = desk.view.get();
    return view.phase === 'active' ? (view.tools?.quality.get() ?? null) : null;
  },
  /** Without what does not travel. */
  devicesView: () => {
    const { microphone, camera, speaker, voice } = devices().view.get();
    return { microphone, camera, speaker, voice };
  },
  rings,
  view: plainView,
  call: (id: string, name: string, kind: 'audio' | 'video') => desk.call({ id: id as never, name }, kind),
  press(action: Action, argument?: 'audio' | 'video') {
    // Whether the view has the action is what is being tested; a missing one is named.
    const actions = desk.view.get() as unknown as Record<
      Action,
      ((media?: string) => void) | null | undefined
    >;
    const act = actions[action];
    if (!act) throw new Error(`cannot ${action} in ${JSON.stringify(plainView())}`);
    act(argument);
  },
  notice: <K extends NoticeName>(name: K, payload: Notices[K]) => bridge.notices.emit(name, payload),
  connection: (state: ConnectionState) => bridge.state.set(state),
};
export type CallPage = typeof callPage;
window.callPage = callPage;
