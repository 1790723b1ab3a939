/** "Is typing", both ways: said at most every few seconds, and gone by itself where the end is never heard of. */
import type { Clock } from '../base/clock.ts';
import { Store, type Readable } from '../base/store.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { UserId } from '../../protocol/ids.ts';

const SAY_EVERY_MS = 3_000;
const GONE_AFTER_MS = 5_000;

export class Typing {
  readonly #state = new Store<ReadonlySet<UserId>>(new Set());
  readonly #signaling: Signaling;
  readonly #clock: Clock;
  readonly #fading = new Map<UserId, () => void>();
  #saidTo: { readonly peer: UserId; readonly at: number } | null = null;

  constructor({ signaling, clock }: { readonly signaling: Signaling; readonly clock: Clock }) {
    this.#signaling = signaling;
    this.#clock = clock;
    signaling.notices.on('typing', ({ from, typing }) => this.#hear(from, typing));
    signaling.notices.on('receive_private_message', ({ from }) => this.#hear(from, false));
  }

  /** Who is typing to me. */
  get state(): Readable<ReadonlySet<UserId>> {
    return this.#state;
  }

  typed(peer: UserId): void {
    const now = this.#clock.now();
    if (this.#saidTo?.peer === peer && now - this.#saidTo.at < SAY_EVERY_MS) return;
    this.#saidTo = { peer, at: now };
    this.#say(peer, true);
  }

  /** A message was sent, which ends it for the other without a word. */
  sent(): void {
    this.#saidTo = null;
  }

  #say(peer: UserId, typing: boolean): void {
    // Nothing is lost where it does not arrive.
    void this.#signaling.request('typing', { to: peer, typing }).catch(() => undefined);
  }

  #hear(from: UserId, typing: boolean): void {
    this.#fading.get(from)?.();
    this.#fading.delete(from);
    if (typing)
      this.#fading.set(
        from,
        this.#clock.after(GONE_AFTER_MS, () => this.#hear(from, false)),
      );
    if (this.#state.get().has(from) === typing) return;
    const next = new Set(this.#state.get());
    if (typing) next.add(from);
    else next.delete(from);
    this.#state.set(next);
  }
}
