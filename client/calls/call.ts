/**
 * One call from its first ring to its end: runs the effects of each phase it enters. What happens when is decided by
 * the pure state; nothing of the person is opened or sent before they placed the call or accepted it.
 */
import { Disposables } from '../base/disposables.ts';
import { Store, type Readable } from '../base/store.ts';
import { whenBack } from '../connection/when-back.ts';
import type { LocalMedia } from '../media/local-media.ts';
import type { CallMedia, CallRole } from '../../protocol/calls.ts';
import { AppError, type ErrorCode } from '../../protocol/errors.ts';
import type { CallId } from '../../protocol/ids.ts';
import { buildView, type CallActions } from './build-view.ts';
import { CallClaim } from './call-claim.ts';
import { CallLine } from './call-line.ts';
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
import type { CallSurroundings } from './call-surroundings.ts';
import type { OpenCallTools } from './call-tools.ts';
import type { CallView, EndedBy } from './call-view.ts';
import { devicesOf } from './device-states.ts';
import { sayFarewell } from './farewell.ts';
import { insist } from './insist.ts';
import { leftCallOf, type LeftCall } from './left-call.ts';
import type { PeerLink } from './peer-link.ts';
import { NOTHING_YET } from './remote-media.ts';
import type { SignalPort } from './signal-channel.ts';
import { startRefusal } from './start-refusal.ts';

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
  #line: CallLine | null = null;
  #tools: OpenCallTools | null = null;
  #placed: Promise<void> = Promise.resolve();
  readonly #claim: CallClaim;
  readonly #muted: boolean;

  /** `left`: what the page before this one has left of the call. */
  constructor(first: CallState, around: CallSurroundings, left?: LeftCall) {
    this.#around = around;
    this.#muted = left?.muted ?? false;
    this.#claim = new CallClaim({
      ...around,
      onOver: (elsewhere) => this.dispatch({ type: 'over', elsewhere, at: around.clock.now() }),
    });
    this.#scope.add(() => this.#claim.close());
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
    if (first.phase === 'accepting') this.#confirmSoon(first.callId);
    if (left) this.#claim.say(left);
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

  /** The page goes. Null where the call ends with it; else what the next page of this tab needs to take it up again. */
  leave(): Omit<LeftCall, 'noted'> | null {
    const state = this.#state;
    if (state.phase !== 'active') {
      this.hangUp();
      return null;
    }
    this.#line?.link?.sayLeaving();
    return leftCallOf(state, this.#around.tab, this.#media?.state.get());
  }

  dispatch(event: CallEvent): void {
    const before = this.#state;
    this.#state = nextCallState(before, event);
    // Told again by a server that may have refused what it did not know.
    if (event.type === 'started') this.#line?.retry();
    if (this.#state === before) return;
    if (this.#state.phase !== before.phase) this.#enter(this.#state, before, event);
    else if (this.#state.phase === 'active') this.#follow(this.#state, before);
    this.#publish();
  }

  #enter(state: CallState, before: CallState, cause: CallEvent): void {
    if (wantsMedia(state)) this.#openMedia(ownMedia(state));
    if (state.phase === 'accepting') this.#accept(state, before);
    if (state.phase === 'active') this.#connect(state);
    if (state.phase === 'ended') this.#finish(before, cause, state.by);
  }

  /** The call stood before. */
  #follow(state: ActiveCall, before: CallState): void {
    if (callIdOf(before) !== state.callId) this.#connect(state);
  }

  /** The server is told that this page holds the call: it may have forgotten, or ended it meanwhile. */
  #holdOn(): void {
    if (this.#state.phase === 'active') this.#claim.say({ ...this.#state, tab: this.#around.tab });
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
    this.#scope.add(
      whenBack(this.#around.signaling, () => {
        if (this.#state.phase === 'incoming' || this.#state.phase === 'outgoing') this.#sayItRings();
        this.#holdOn();
      }),
    );
  }

  #accept({ callId, own }: AcceptingCall, before: CallState): void {
    const { signaling, clock } = this.#around;
    this.#confirmSoon(callId);
    // Where both called at once, the server has accepted for this side already.
    if (before.phase !== 'incoming') return;
    const decided = (refusal: ErrorCode | null) => {
      if (refusal === null) return;
      this.#serverForgot(refusal === 'answered_elsewhere' ? refusal : 'call_ended');
    };
    const payload = { callId, media: own };
    this.#scope.add(insist({ signaling, clock, name: 'accept_call', payload, decided }));
  }

  #confirmSoon(callId: CallId): void {
    this.#scope.add(
      this.#around.clock.after(CONFIRM_MS, () => {
        if (this.#state.phase !== 'accepting') return;
        this.#tellItIsOver(callId, 'failed');
        this.dispatch({ type: 'refused', reason: 'no_server', by: 'server' });
      }),
    );
  }

  #openMedia(own: CallMedia): void {
    if (this.#media) return;
    const media = this.#around.createMedia(() => this.#placed);
    this.#media = media;
    this.#scope.add(() => media.stop());
    const tools = this.#around.openTools?.(media) ?? null;
    this.#tools = tools;
    this.#scope.add(() => tools?.close());
    const send = () => {
      const { tracks } = media.state.get();
      const devices = devicesOf(media.state.get(), this.#mediaReady);
      this.#placed = this.#line?.link?.setLocal(tracks, devices) ?? Promise.resolve();
      this.#publish();
    };
    this.#scope.add(media.state.subscribe(send));
    this.#devicesReady = media.start(own).then(() => {
      if (this.#muted && media.state.get().microphone === 'on') media.toggleMicrophone();
      this.#mediaReady = true;
      if (this.#scope.disposed) return;
      // The offer is the slowest step of a call that is accepted, and can be made before.
      if (this.#state.phase === 'outgoing') this.#line = this.#openLine(this.#state.callId, 'caller', true);
      send();
    });
  }

  #connect({ callId, role }: ActiveCall): void {
    if (role === 'caller' && this.#line?.stand(callId)) return;
    this.#line?.close({ sayBye: false });
    this.#line = this.#openLine(callId, role, false);
  }

  #openLine(callId: CallId, role: CallRole, held: boolean): CallLine {
    const { signaling, clock, page } = this.#around;
    return new CallLine({
      ...{ signaling, clock, page, callId, held },
      devicesReady: this.#mediaReady || role === 'callee' ? null : this.#devicesReady,
      openLink: (signals) => this.#openLink(role, signals),
      dispatch: (event) => this.dispatch(event),
      onRemote: () => this.#publish(),
      onRefused: () => this.#holdOn(),
    });
  }

  #openLink(role: CallRole, signals: SignalPort): PeerLink | null {
    const { clock, page, iceServers, createLink, reviveSignaling } = this.#around;
    const media = this.#media;
    if (!media) return null;
    const { tracks } = media.state.get();
    const devices = devicesOf(media.state.get(), this.#mediaReady);
    const link = createLink({
      ...{ role, signals, tracks, devices, media: this.#state.media },
      ...{ iceServers, clock, page, reviveSignaling },
    });
    signals.whenOpen(() => this.#tools?.watch(link));
    return link;
  }

  #finish(before: CallState, cause: CallEvent, by: EndedBy): void {
    const callId = callIdOf(before);
    if (callId !== null) {
      if (cause.type === 'decline') sayFarewell(this.#around, { name: 'reject_call', payload: { callId } });
      if (cause.type === 'hang_up' || cause.type === 'bye') this.#tellItIsOver(callId, 'hung_up');
      if (cause.type === 'link') this.#tellItIsOver(callId, 'failed');
    }
    this.#line?.close({ sayBye: by === 'me' });
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
      remote: this.#line?.link?.remote.get() ?? NOTHING_YET,
      tools: this.#tools,
      actions: this.#actions,
    });
  }
}
