/** Finds out whether the connection to the server only looks alive, as it does after a change of network, and replaces it if so. */
import type { Clock } from '../base/clock.ts';
import type { Signaling } from '../connection/signaling.ts';

/** A server on the same network answers in milliseconds. */
export const PROBE_MS = 800;

export class SignalingReviver {
  readonly #signaling: Signaling;
  readonly #clock: Clock;
  #probing = false;

  constructor({ signaling, clock }: { signaling: Signaling; clock: Clock }) {
    this.#signaling = signaling;
    this.#clock = clock;
  }

  revive(): void {
    const { phase } = this.#signaling.state.get();
    // It may be waiting out a long pause between two tries.
    if (phase === 'reconnecting') this.#signaling.reopen();
    if (phase === 'connected' && !this.#probing) void this.#probe();
  }

  async #probe(): Promise<void> {
    this.#probing = true;
    const giveUp = this.#clock.after(PROBE_MS, () => {
      this.#probing = false;
      this.#signaling.reopen();
    });
    try {
      // Changes nothing; any answer will do.
      await this.#signaling.request('set_profile', {});
    } catch {
      // A refusal is an answer, and a connection that was lost meanwhile is being opened anew already.
    }
    giveUp();
    this.#probing = false;
  }
}
