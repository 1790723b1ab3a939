/**
 * One call from its first ring to its end: runs the effects of each phase it enters. What happens when is decided by
 * the pure state; nothing of the person is opened or sent before they placed the call or accepted it.
 */
import type { Clock } from '../base/clock.ts';
import { Disposables } from '../base/disposables.ts';
import { Store, type Readable } from '../base/store.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { LocalMedia } from '../media/local-media.ts';
import type { CallMedia, CallRole, IceServer } from '../../protocol/calls.ts';
import { AppError, type ErrorCode } from '../../protocol/errors.ts';
import type { CallId } from '../../protocol/ids.ts';
import { buildView, type CallActions } from './build-view.ts';
import {
  callIdOf,
  nextCallState,
  ownMedia,
  wantsMedia,
  type AcceptingCall,
  type ActiveCall,
  type AskingCall,
  type CallEvent,
  type CallState,
} from './call-state.ts';
import type { OpenCallTools } from './call-tools.ts';
import type { CallPeer, CallView, EndedBy } from './call-view.ts';
import type { DeviceStates } from './control-channel.ts';
import { sayFarewell } from './farewell.ts';
import { insist } from './insist.ts';
import type { PeerLink, PeerLinkFactory } from './peer-link.ts';
import { NOTHING_YET } from './remote-media.ts';
import { SignalChannel } from './signal-channel.ts';
import { startRefusal } from './start-refusal.ts';

/** What every call of a page shares. */
export interface CallSurroundings {
  readonly signaling: Signaling;
  readonly clock: Clock;
  /** The window: fires `online`, `visibilitychange` and `pagehide`. */
  readonly page: EventTarget;
  readonly iceServers: () => readonly IceServer[];
  /** `placed` resolves once the tracks of the state are sent. */
  readonly createMedia: (placed: () => Promise<void>) => LocalMedia;
  /** What the screen needs of the devices; null where nothing is shown. */
  readonly openTools: ((media: LocalMedia) => OpenCallTools) | null;
  readonly createLink: PeerLinkFactory;
  /** Told where the other person has to accept this one before a call can ring. */
  readonly askFirst: (peer: CallPeer, media: CallMedia) => void;
  /** Whether this page can make a sound, as far as it knows. */
  readonly audible: Readable<boolean>;
  readonly reviveSignaling: () => void;
  readonly dismiss: () => void;
}

/** An accepted call that the server does not confirm in this time never will be. */
const CONFIRM_MS = 20_000;

export class Call {
  readonly #around: CallSurroundings;
  readonly #scope = new Disposables();
  readonly #view: Store<CallView>;
  readonly #actions: CallActions;
  #state: CallState;
  #media: LocalMedia | null = null;
  #mediaReady = false;
  #devicesReady: Promise<void> = Promise.resolve();
  #link: PeerLink | null = null;
  #tools: OpenCallTools | null = null;
  #placed: Promise<void> = Promise.resolve();

  constructor(first: CallState, around: CallSurroundings) {
    this.#around = around;
    this.#state = first;
    this.#actions = {
      accept: (media) => this.dispatch({ type: 'accept', media }),
      decline: () => this.dispatch({ type: 'decline' }),
      hangUp: () => this.hangUp(),
      dismiss: around.dismiss,
      toggleMicrophone: () => this.#media?.toggleMicrophone(),
      toggleCamera: () => this.#media?.toggleCamera(),
      toggleScreen: () => this.#media?.toggleScreen(),
    };
    this.#view = new Store(this.#snapshot());
    this.#watchConnection();
    if (first.phase === 'asking') void this.#ask(first);
    if (first.phase === 'incoming') {
      this.#sayItRings();
      // A tap on the page may let it be heard after all.
      this.#scope.add(around.audible.subscribe(() => this.#state.phase === 'incoming' && this.#sayItRings()));
    }
  }

  get view(): Readable<CallView> {
    return this.#view;
  }

  get state(): CallState {
    return this.#state;
  }

  hangUp(): void {
    this.dispatch({ type: 'hang_up', at: this.#around.clock.now() });
  }

  dispatch(event: CallEvent): void {
    const before = this.#state;
    this.#state = nextCallState(before, event);
    if (this.#state === before) return;
    if (this.#state.phase !== before.phase) this.#enter(this.#state, before, event);
    this.#publish();
  }

  #enter(state: CallState, before: CallState, cause: CallEvent): void {
    if (wantsMedia(state)) this.#openMedia(ownMedia(state));
    if (state.phase === 'accepting') this.#accept(state, before);
    if (state.phase === 'active') this.#connect(state);
    if (state.phase === 'ended') this.#finish(before, cause, state.by);
  }

  async #ask({ peer, media }: AskingCall): Promise<void> {
    try {
      const { callId, answered } = await this.#around.signaling.request('start_call', { to: peer.id, media });
      if (this.#state.phase === 'ended') this.#tellItIsOver(callId, 'hung_up');
      else this.dispatch({ type: 'placed', callId, answered });
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'internal';
      const given = this.#state.phase === 'ended';
      this.dispatch({ type: 'refused', ...startRefusal(code) });
      if (code === 'not_accepted' && !given) this.#around.askFirst(peer, media);
    }
  }

  /** The caller hears a ring only once a page of the callee shows the call. Also finds out whether the call is still there. */
  #sayItRings(): void {
    const callId = callIdOf(this.#state);
    if (callId === null) return;
    const { signaling, clock } = this.#around;
    const decided = (refusal: ErrorCode | null) => {
      // For its caller a call that is still there is refused as `not_a_party`: only the callee can ring.
      const gone = refusal === 'call_ended' || refusal === 'answered_elsewhere';
      if (gone) this.#serverForgot(refusal);
    };
    const rings = this.#state.phase === 'incoming' && this.#state.silent === null;
    const payload = { callId, audible: rings && this.#around.audible.get() };
    this.#scope.add(insist({ signaling, clock, name: 'call_ringing', payload, decided }));
  }

  #serverForgot(refusal: 'call_ended' | 'answered_elsewhere'): void {
    if (refusal === 'answered_elsewhere') {
      this.dispatch({ type: 'refused', reason: 'answered_elsewhere', by: 'me' });
    } else if (this.#state.phase === 'outgoing') {
      this.dispatch({ type: 'refused', reason: 'failed', by: 'server' });
    } else this.dispatch({ type: 'refused', reason: 'cancelled', by: 'them' });
  }

  /** Notices that were sent meanwhile are lost; a call that still rings asks whether it is still there. */
  #watchConnection(): void {
    const { state } = this.#around.signaling;
    let { phase } = state.get();
    this.#scope.add(
      state.subscribe(() => {
        const before = phase;
        phase = state.get().phase;
        const isBack = phase === 'connected' && before !== 'connected';
        const rings = this.#state.phase === 'incoming' || this.#state.phase === 'outgoing';
        if (isBack && rings) this.#sayItRings();
      }),
    );
  }

  #accept({ callId, own }: AcceptingCall, before: CallState): void {
    const { signaling, clock } = this.#around;
    this.#scope.add(
      clock.after(CONFIRM_MS, () => {
        if (this.#state.phase !== 'accepting') return;
        this.#tellItIsOver(callId, 'failed');
        this.dispatch({ type: 'refused', reason: 'no_server', by: 'server' });
      }),
    );
    // Where both called at once, the server has accepted for this side already.
    if (before.phase !== 'incoming') return;
    const decided = (refusal: ErrorCode | null) => {
      if (refusal === null) return;
      this.#serverForgot(refusal === 'answered_elsewhere' ? refusal : 'call_ended');
    };
    const payload = { callId, media: own };
    this.#scope.add(insist({ signaling, clock, name: 'accept_call', payload, decided }));
  }

  #openMedia(own: CallMedia): void {
    if (this.#media) return;
    const media = this.#around.createMedia(() => this.#placed);
    this.#media = media;
    this.#scope.add(() => media.stop());
    const tools = this.#around.openTools?.(media) ?? null;
    this.#tools = tools;
    this.#scope.add(() => tools?.close());
    this.#scope.add(
      media.state.subscribe(() => {
        const { tracks } = media.state.get();
        this.#placed = this.#link?.setLocal(tracks, devicesOf(media)) ?? Promise.resolve();
        this.#publish();
      }),
    );
    this.#devicesReady = media.start(own).then(() => {
      this.#mediaReady = true;
      if (!this.#scope.disposed) this.#publish();
    });
  }

  /** The signals are taken from the first moment on; the link waits for the devices, whose use decides which addresses the browser gives away. */
  #connect({ callId, role }: ActiveCall): void {
    const { signaling, clock } = this.#around;
    const signals = new SignalChannel({ signaling, clock, callId });
    this.#scope.add(() => signals.close());
    const open = () => {
      if (!this.#scope.disposed) this.#openLink(role, signals);
    };
    // At once where it can be, so that the offer is made while the call is drawn and not after it.
    if (this.#mediaReady) open();
    else void this.#devicesReady.then(open);
  }

  #openLink(role: CallRole, signals: SignalChannel): void {
    const { clock, page, iceServers, createLink, reviveSignaling } = this.#around;
    const media = this.#media;
    if (!media) return;
    const { tracks } = media.state.get();
    const devices = devicesOf(media);
    const link = createLink({
      role,
      iceServers,
      signals,
      clock,
      page,
      tracks,
      devices,
      reviveSignaling,
    });
    this.#link = link;
    this.#tools?.watch(link);
    this.#scope.add(
      link.events.on('status', (status) => this.dispatch({ type: 'link', status, at: clock.now() })),
    );
    this.#scope.add(link.events.on('route', (route) => this.dispatch({ type: 'route', route })));
    this.#scope.add(link.events.on('bye', () => this.dispatch({ type: 'bye', at: clock.now() })));
    this.#scope.add(link.remote.subscribe(() => this.#publish()));
  }

  #finish(before: CallState, cause: CallEvent, by: EndedBy): void {
    const callId = callIdOf(before);
    if (callId !== null) {
      if (cause.type === 'decline') sayFarewell(this.#around, { name: 'reject_call', payload: { callId } });
      if (cause.type === 'hang_up' || cause.type === 'bye') this.#tellItIsOver(callId, 'hung_up');
      if (cause.type === 'link') this.#tellItIsOver(callId, 'failed');
    }
    this.#link?.close({ sayBye: by === 'me' });
    this.#scope.dispose();
  }

  #tellItIsOver(callId: CallId, reason: 'hung_up' | 'failed'): void {
    sayFarewell(this.#around, { name: 'end_call', payload: { callId, reason } });
  }

  #publish(): void {
    this.#view.set(this.#snapshot());
  }

  #snapshot(): CallView {
    return buildView({
      state: this.#state,
      local: this.#media?.state.get() ?? null,
      mediaReady: this.#mediaReady,
      canShareScreen: this.#media?.canShareScreen ?? false,
      remote: this.#link?.remote.get() ?? NOTHING_YET,
      tools: this.#tools,
      actions: this.#actions,
    });
  }
}

function devicesOf(media: LocalMedia): DeviceStates {
  const { microphone, camera, sharing, sharingSound } = media.state.get();
  return {
    microphone: microphone === 'on',
    camera: camera === 'on',
    screen: sharing,
    sound: sharingSound,
  };
}
