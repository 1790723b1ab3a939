/** The one place of a page where calls come in, are placed and end: at most one at a time, whatever the notices say. */
import { Disposables } from '../base/disposables.ts';
import { Store, type Readable } from '../base/store.ts';
import type { CallMedia, EndReason, IncomingCall, StartedCall, WaitingCall } from '../../protocol/calls.ts';
import type { Notices } from '../../protocol/events.ts';
import type { CallId } from '../../protocol/ids.ts';
import { Call } from './call.ts';
import { CallNote, type NotedCall } from './call-note.ts';
import {
  callIdOf,
  incomingCall,
  nextCallState,
  placedCall,
  resumedCall,
  type CallEndReason,
  type CallState,
} from './call-state.ts';
import type { CallControl, CallPeer, CallView, WaitingView } from './call-view.ts';
import type { CallSurroundings } from './call-surroundings.ts';
import { CallWaiting } from './call-waiting.ts';
import { sayFarewell } from './farewell.ts';
import { keepLeftCall, takeLeftCall, type LeftCall } from './left-call.ts';
import { SignalingReviver } from './signaling-reviver.ts';

export interface CallDeskOptions extends Omit<CallSurroundings, 'reviveSignaling' | 'dismiss'> {
  /** Which sound belongs to the moment; called when that changes. */
  readonly onRing: (ring: 'incoming' | 'outgoing' | null) => void;
  /** Writes down what became of a call. */
  readonly note: (call: NotedCall) => void;
  /** Somebody else calls during a call; said once for each person. */
  readonly onWaiting: () => void;
  /** Lives as long as the tab, through reloads; null where the browser keeps none. */
  readonly tabStorage: Storage | null;
  /** Calls that came in and ended before this part of the page was loaded. */
  readonly early?: readonly EarlyEnd[];
}

export interface EarlyEnd {
  readonly call: IncomingCall;
  readonly reason: EndReason;
}

/** An end that asks nothing of the person leaves the screen by itself after this long. */
export const DISMISS_MS = 6_000;
const LEAVES_BY_ITSELF: readonly CallEndReason[] = ['hung_up', 'answered_elsewhere'];

/** A call that ended here may be announced once more while the server does not know it yet. */
const REMEMBERED_CALLS = 20;

const IDLE: CallView = { phase: 'idle' };

export class CallDesk implements CallControl {
  readonly #options: CallDeskOptions;
  readonly #surroundings: CallSurroundings;
  readonly #view = new Store<CallView>(IDLE);
  readonly #scope = new Disposables();
  #call: Call | null = null;
  #callScope = new Disposables();
  #callNote: CallNote | null = null;
  #waiting = new CallWaiting();
  /** Came while this side was asking for a call of its own, whose answer decides. */
  #behind: IncomingCall | null = null;
  readonly #over: CallId[] = [];
  #ring: 'incoming' | 'outgoing' | null = null;

  constructor(options: CallDeskOptions) {
    this.#options = options;
    const { signaling, clock } = options;
    const reviver = new SignalingReviver({ signaling, clock });
    this.#surroundings = {
      ...options,
      reviveSignaling: () => reviver.revive(),
      dismiss: () => this.#dismiss(),
    };
    const { notices } = signaling;
    this.#scope.add(notices.on('incoming_call', (call) => this.announce(call)));
    this.#scope.add(notices.on('call_started', (call) => this.#started(call)));
    this.#scope.add(notices.on('call_ringing', (ringing) => this.#rings(ringing)));
    this.#scope.add(notices.on('call_waiting', (call) => this.#waits(call)));
    this.#scope.add(notices.on('call_ended', (end) => this.#ended(end)));
    this.#listen('pagehide', () => this.#leave());
    // Out of the browser's memory of pages, or awake: the call is still here, the connection may not be.
    this.#listen('pageshow', () => {
      if (this.#living === null) return;
      takeLeftCall(options.tabStorage, clock.now());
      reviver.revive();
    });
    for (const { call, reason } of options.early ?? []) this.#noteUnseen(call, reason);
    const left = takeLeftCall(options.tabStorage, clock.now());
    if (left) this.#take(resumedCall(left), left);
  }

  get view(): Readable<CallView> {
    return this.#view;
  }

  call(peer: CallPeer, media: CallMedia): void {
    if (this.#living === null && !this.#scope.disposed) this.#take(placedCall(peer, media));
  }

  /** An incoming call. Public for the one that came before this part of the page was loaded. */
  announce(call: IncomingCall): void {
    const living = this.#living;
    if (this.#over.includes(call.callId) || callIdNow(living) === call.callId) return;
    const state = living?.state;
    if (living === null || state === undefined || state.phase === 'ended') this.#take(incomingCall(call));
    else if (state.phase === 'asking') this.#behind = call;
    else if (state.phase === 'active') this.#refuse(call);
    else {
      // The server lets nobody be rung who is in a call, so it no longer knows the one that is shown.
      const reason = state.phase === 'incoming' ? 'cancelled' : 'failed';
      living.dispatch({ type: 'ended', callId: state.callId, reason, at: this.#options.clock.now() });
      this.#take(incomingCall(call));
    }
  }

  /** Hangs up and listens no more. */
  close(): void {
    this.#living?.hangUp();
    this.#scope.dispose();
    this.#dismiss();
  }

  /** The call that is going on, if any. */
  get #living(): Call | null {
    return this.#call?.state.phase === 'ended' ? null : this.#call;
  }

  #take(first: CallState, left?: LeftCall): void {
    this.#callScope.dispose();
    this.#callScope = new Disposables();
    this.#behind = null;
    this.#callNote = new CallNote(first, this.#options.clock.now(), left?.noted);
    // Before it says that it rings: only then is it known whether the browser lets it be heard.
    this.#sound(first.phase === 'incoming' && first.silent === null ? 'incoming' : null);
    const call = new Call(first, this.#surroundings, left);
    this.#call = call;
    this.#waiting = new CallWaiting();
    this.#callScope.add(call.view.subscribe(() => this.#changed(call)));
    this.#changed(call);
  }

  #changed(call: Call): void {
    const { state } = call;
    const noted = this.#callNote?.follow(state, this.#options.clock.now());
    if (noted) this.#options.note(noted);
    if (state.phase === 'ended') this.#remember(state.callId);
    if (state.phase === 'ended' && this.#behind !== null) {
      this.#take(incomingCall(this.#behind));
      return;
    }
    if (state.phase !== 'asking') this.#behind = null;
    const view = this.#withWaiting(call.view.get());
    this.#view.set(view);
    this.#sound(ringOf(view));
    if (view.phase === 'ended' && (view.by === 'me' || LEAVES_BY_ITSELF.includes(view.reason))) {
      this.#callScope.add(this.#options.clock.after(DISMISS_MS, () => this.#dismiss()));
    }
  }

  #started(call: StartedCall): void {
    this.#living?.dispatch({ type: 'started', call });
    const { state } = this.#living ?? {};
    const isOurs = state?.phase === 'active' && state.callId === call.callId;
    // Given up while the answer was on its way; the other side must not wait for us.
    if (!isOurs) this.#disown(call.callId);
  }

  #rings({ callId, silent }: Notices['call_ringing']): void {
    const living = this.#living;
    living?.dispatch({ type: 'rings', callId, silent });
    if (living?.state.phase !== 'asking' && callIdNow(living) !== callId) this.#disown(callId);
  }

  #ended({ callId, reason }: { callId: CallId; reason: EndReason }): void {
    this.#remember(callId);
    if (this.#behind?.callId === callId) this.#behind = null;
    this.#living?.dispatch({ type: 'ended', callId, reason, at: this.#options.clock.now() });
  }

  /**
   * The page goes away: as much as still gets out. A call that only rings goes on ringing elsewhere; one that stands is taken up
   * by the next page, since nothing tells a reload from an end.
   */
  #leave(): void {
    const left = this.#living?.leave() ?? null;
    const noted = this.#callNote?.noted;
    if (left === null || !noted) return;
    const { tabStorage, clock } = this.#options;
    const callId = noted.callId ?? left.callId;
    keepLeftCall(tabStorage, { ...left, noted: { ...noted, callId } }, clock.now());
  }

  #listen(event: string, listener: () => void): void {
    const { page } = this.#options;
    page.addEventListener(event, listener);
    this.#scope.add(() => page.removeEventListener(event, listener));
  }

  #dismiss(): void {
    if (this.#living !== null) return;
    this.#callScope.dispose();
    this.#call = null;
    this.#view.set(IDLE);
    this.#sound(null);
  }

  #disown(callId: CallId): void {
    this.#remember(callId);
    sayFarewell(this.#options, { name: 'end_call', payload: { callId, reason: 'hung_up' } });
  }

  #refuse(call: IncomingCall): void {
    const { callId } = call;
    this.#remember(callId);
    this.#waits(call);
    sayFarewell(this.#options, { name: 'reject_call', payload: { callId } });
  }

  /** The server has told them that one is busy. */
  #waits(call: WaitingCall): void {
    this.#noteUnseen(call, 'busy');
    const living = this.#living;
    const isTalking = living !== null && living.state.phase !== 'incoming';
    if (!isTalking || call.silent !== null || !this.#waiting.add(call)) return;
    this.#changed(living);
    this.#options.onWaiting();
  }

  #withWaiting(view: CallView): CallView {
    const shown = this.#waiting.shown;
    const call = this.#call;
    const isPlaced = view.phase === 'outgoing' && view.progress !== 'asking';
    if (shown === null || call === null || !(isPlaced || view.phase === 'active')) return view;
    const { id, name } = shown.from;
    const waiting: WaitingView = {
      peer: { id, name },
      media: shown.media,
      endAndCall: () => void this.#endAndCall(call, shown),
      dismiss: () => {
        this.#waiting.dismiss();
        if (this.#call === call) this.#changed(call);
      },
    };
    return { ...view, waiting };
  }

  async #endAndCall(call: Call, { from, media }: WaitingCall): Promise<void> {
    const callId = callIdOf(call.state);
    call.hangUp();
    // Asked once more for its answer alone: after that the server knows of no call that is in the way of the next.
    if (callId !== null) {
      const over = { callId, reason: 'hung_up' } as const;
      await this.#options.signaling.request('end_call', over).catch(() => undefined);
    }
    this.call({ id: from.id, name: from.name }, media);
  }

  /** Of a call that was never on this screen. */
  #noteUnseen(call: WaitingCall, reason: EndReason): void {
    const { clock, note } = this.#options;
    const first = incomingCall(call);
    const ended = nextCallState(first, { type: 'ended', callId: call.callId, reason, at: 0 });
    const noted = new CallNote(first, clock.now()).follow(ended, clock.now());
    if (noted) note(noted);
  }

  #remember(callId: CallId | null): void {
    if (callId === null || this.#over.includes(callId)) return;
    this.#over.push(callId);
    if (this.#over.length > REMEMBERED_CALLS) this.#over.shift();
  }

  #sound(ring: 'incoming' | 'outgoing' | null): void {
    if (ring === this.#ring) return;
    this.#ring = ring;
    this.#options.onRing(ring);
  }
}

function callIdNow(call: Call | null): CallId | null {
  return call === null ? null : callIdOf(call.state);
}

function ringOf(view: CallView): 'incoming' | 'outgoing' | null {
  if (view.phase === 'incoming' && view.silent === null) return 'incoming';
  return view.phase === 'outgoing' && view.progress === 'ringing' ? 'outgoing' : null;
}
