/** Somebody was called who has not accepted the caller yet: they are asked to chat first, and the call follows their yes. */
import type { Clock } from '../base/clock.ts';
import type { Readable } from '../base/store.ts';
import type { CallMedia } from '../../protocol/calls.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { CallControl, CallPeer } from './call-view.ts';

/** Later than this, a call that starts by itself would be a surprise. */
const WAITS_MS = 60_000;

export class CallWhenAccepted {
  #wish: { readonly peer: CallPeer; readonly media: CallMedia } | null = null;
  #cancel = () => {};
  readonly #clock: Clock;

  constructor(options: {
    readonly clock: Clock;
    readonly calls: () => CallControl;
    readonly accepted: Readable<unknown>;
    readonly isAccepted: (peer: UserId) => boolean;
  }) {
    const { clock, calls, accepted, isAccepted } = options;
    this.#clock = clock;
    accepted.subscribe(() => {
      const wish = this.#wish;
      if (wish === null || !isAccepted(wish.peer.id)) return;
      this.#forget();
      calls().call(wish.peer, wish.media);
    });
  }

  /** Only the last wish counts. */
  remember(peer: CallPeer, media: CallMedia): void {
    this.#forget();
    this.#wish = { peer, media };
    this.#cancel = this.#clock.after(WAITS_MS, () => this.#forget());
  }

  #forget(): void {
    this.#cancel();
    this.#wish = null;
  }
}
