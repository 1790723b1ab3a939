/**
 * Notices that nothing arrives any more from somebody who was heard or seen until now, seconds before a browser calls the path
 * `disconnected`: after a change of address that is most of the time without a picture.
 */
import type { Clock } from '../base/clock.ts';

export const LOOK_MS = 250;
/** Sound comes fifty times a second. */
export const SILENCE_MS = 1_000;
/**
 * As long a gap is rare. After a change of address the connection to the server is as dead as the path, a new path needs it first, and
 * to ask whether it is still there costs nothing.
 */
export const DOUBT_MS = 500;
/** So many looks in a row have to find something new first: who never sends is not silent. */
const STEADY_LOOKS = 8;

interface SilenceWatchOptions {
  readonly clock: Clock;
  /** Changes with whatever arrives. */
  readonly heard: () => number;
  /** Whether the other side has something on that is to be heard or seen. */
  readonly expected: () => boolean;
  /** Before each `onSilence`, and where the silence then ends by itself. */
  readonly onDoubt: () => void;
  /** Once for each time that it goes silent. */
  readonly onSilence: () => void;
}

export class SilenceWatch {
  readonly #options: SilenceWatchOptions;
  #last = 0;
  #lastAt = 0;
  #steady = 0;
  #doubted = false;
  #cancel: () => void;

  constructor(options: SilenceWatchOptions) {
    this.#options = options;
    this.#cancel = options.clock.after(LOOK_MS, () => this.#look());
  }

  stop(): void {
    this.#cancel();
  }

  #look(): void {
    const { clock, heard, expected, onDoubt, onSilence } = this.#options;
    this.#cancel = clock.after(LOOK_MS, () => this.#look());
    const now = clock.now();
    const latest = heard();
    if (latest !== this.#last) {
      this.#last = latest;
      this.#lastAt = now;
      this.#steady += 1;
      this.#doubted = false;
      return;
    }
    if (!this.#doubted && now - this.#lastAt >= DOUBT_MS && this.#steady >= STEADY_LOOKS && expected()) {
      this.#doubted = true;
      onDoubt();
    }
    if (now - this.#lastAt < SILENCE_MS) return;
    const wasSteady = this.#steady >= STEADY_LOOKS;
    this.#steady = 0;
    if (wasSteady && expected()) onSilence();
  }
}
