/** Stands for the call desk until its code has been loaded, which happens after joining; a call that comes in meanwhile waits. */
import { Store, type Readable } from '../base/store.ts';
import type { Listenable } from '../base/emitter.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { CallMedia, IncomingCall } from '../../protocol/calls.ts';
import type { Notices } from '../../protocol/events.ts';
import type { EarlyEnd } from './call-desk.ts';
import type { CallControl, CallPeer, CallView } from './call-view.ts';

export type LoadDesk = (signaling: Signaling, early: readonly EarlyEnd[]) => Promise<CallControl>;

export class LazyCallDesk implements CallControl {
  readonly #view = new Store<CallView>({ phase: 'idle' });
  readonly #load: LoadDesk;
  readonly #signaling: Signaling;
  readonly #onFailure: (error: unknown) => void;
  #early: IncomingCall | null = null;
  readonly #endedEarly: EarlyEnd[] = [];
  readonly #unlisten: readonly (() => void)[];
  #desk: Promise<CallControl> | null = null;

  /**
   * `load` makes the desk with the signaling it is given, which is the page's own plus what came too early, and with the calls
   * that were over before. `onFailure` is told where a call was wanted and the code could not be loaded.
   */
  constructor(signaling: Signaling, load: LoadDesk, onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
    this.#signaling = signaling;
    this.#load = load;
    const { notices } = signaling;
    this.#unlisten = [
      notices.on('incoming_call', (call) => {
        this.#early = call;
        this.load().catch(this.#onFailure);
      }),
      notices.on('call_ended', ({ callId, reason }) => {
        if (this.#early?.callId !== callId) return;
        this.#endedEarly.push({ call: this.#early, reason });
        this.#early = null;
      }),
    ];
  }

  get view(): Readable<CallView> {
    return this.#view;
  }

  load(): Promise<CallControl> {
    this.#desk ??= this.#open().catch((error: unknown) => {
      // The next call or connection tries again.
      this.#desk = null;
      throw error;
    });
    return this.#desk;
  }

  call(peer: CallPeer, media: CallMedia): void {
    this.load().then((desk) => desk.call(peer, media), this.#onFailure);
  }

  async #open(): Promise<CallControl> {
    const { state } = this.#signaling;
    const signaling: Signaling = {
      state,
      notices: this.#withEarlyCall(),
      open: (handshake) => this.#signaling.open(handshake),
      close: () => this.#signaling.close(),
      reopen: () => this.#signaling.reopen(),
      request: (name, payload) => this.#signaling.request(name, payload),
    };
    const desk = await this.#load(signaling, this.#endedEarly);
    for (const undo of this.#unlisten) undo();
    this.#view.set(desk.view.get());
    desk.view.subscribe(() => this.#view.set(desk.view.get()));
    return desk;
  }

  /** The page's notices; whoever asks for incoming calls first gets the one that came before. */
  #withEarlyCall(): Listenable<Notices> {
    const { notices } = this.#signaling;
    return {
      on: (name, listener) => {
        const undo = notices.on(name, listener);
        if (name === 'incoming_call') {
          queueMicrotask(() => {
            // The name was just compared, so the listener takes incoming calls; the type of `on` cannot say so.
            if (this.#early !== null) (listener as (call: IncomingCall) => void)(this.#early);
            this.#early = null;
          });
        }
        return undo;
      },
    };
  }
}
