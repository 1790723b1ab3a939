/**
 * What connects a call to one page at the other end: its signals and its link. Where that page was loaded anew, the call gets another
 * line and goes on.
 */
import type { Clock } from '../base/clock.ts';
import { Disposables } from '../base/disposables.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { CallId } from '../../protocol/ids.ts';
import type { CallEvent } from './call-state.ts';
import { LEFT_MS } from './left-call.ts';
import type { PeerLink } from './peer-link.ts';
import { SignalChannel, type SignalPort } from './signal-channel.ts';

interface CallLineOptions {
  readonly signaling: Signaling;
  readonly clock: Clock;
  readonly callId: CallId;
  /** The window. */
  readonly page: EventTarget;
  /** Made while it rings: the offer waits for the accept, and nothing leaves before. */
  readonly held?: boolean;
  /**
   * Null where nothing is waited for. The caller's link waits: the use of devices decides which addresses the browser gives away, and
   * one side that gives its own is enough. The callee's makes the path while the devices are opened, and sends what they give then.
   */
  readonly devicesReady: Promise<void> | null;
  readonly openLink: (signals: SignalPort) => PeerLink | null;
  readonly dispatch: (event: CallEvent) => void;
  /** What is shown of the other side has changed. */
  readonly onRemote: () => void;
  /** The server refused a signal, because it knows no such call. */
  readonly onRefused: () => void;
}

export class CallLine {
  readonly #options: CallLineOptions;
  readonly #scope = new Disposables();
  readonly #signals: SignalChannel;
  #link: PeerLink | null = null;
  #cancelLeaving = () => {};
  /** Null once the call stands. */
  #held: { stale: boolean } | null;

  /** The signals are taken from the first moment on. */
  constructor(options: CallLineOptions) {
    this.#options = options;
    const { signaling, clock, callId, page, held = false, devicesReady, onRefused } = options;
    this.#held = held ? { stale: false } : null;
    const networkChanged = () => {
      if (this.#held) this.#held.stale = true;
    };
    page.addEventListener('online', networkChanged);
    this.#scope.add(() => page.removeEventListener('online', networkChanged));
    this.#signals = new SignalChannel({ signaling, clock, callId, held, onRefused });
    this.#scope.add(() => this.#signals.close());
    this.#scope.add(() => this.#cancelLeaving());
    // At once where it can be, so that the offer is made while the call is drawn and not after it.
    if (devicesReady === null) this.#open();
    else void devicesReady.then(() => this.#scope.disposed || this.#open());
  }

  get link(): PeerLink | null {
    return this.#link;
  }

  /** The call stands, and what was made for it leaves. False where that is of no use: for another call, or from another network. */
  stand(callId: CallId): boolean {
    if (this.#held === null || this.#held.stale || callId !== this.#options.callId) return false;
    this.#held = null;
    this.#signals.open();
    return true;
  }

  /** The server knows the call again. */
  retry(): void {
    this.#signals.retry();
  }

  close(options: { readonly sayBye: boolean }): void {
    this.#scope.dispose();
    this.#link?.close(options);
  }

  #open(): void {
    const { clock, openLink, dispatch, onRemote } = this.#options;
    const link = openLink(this.#signals);
    this.#link = link;
    if (link === null) return;
    this.#scope.add(
      link.events.on('status', (status) => {
        if (status === 'connected') this.#cancelLeaving();
        dispatch({ type: 'link', status, at: clock.now() });
      }),
    );
    this.#scope.add(link.events.on('route', (route) => dispatch({ type: 'route', route })));
    this.#scope.add(link.events.on('bye', () => dispatch({ type: 'bye', at: clock.now() })));
    this.#scope.add(link.events.on('leaving', () => this.#left()));
    this.#scope.add(link.remote.subscribe(onRemote));
  }

  /** A page that is loaded anew is back in a few seconds; one that was closed never is. */
  #left(): void {
    const { clock, dispatch } = this.#options;
    dispatch({ type: 'link', status: 'reconnecting', at: clock.now() });
    this.#cancelLeaving();
    this.#cancelLeaving = clock.after(LEFT_MS, () => dispatch({ type: 'bye', at: clock.now() }));
  }
}
