/** Tells speech from the noise of a room by loudness alone. Fed with one level every SPEECH_STEP_MS. */
export const SPEECH_STEP_MS = 100;

/** -42 dB: quieter than this is nobody who speaks to the device. */
const LEAST = 0.008;
const ABOVE_NOISE = 3;
/** What goes on for some seconds is noise: a fan, a road. */
const NOISE_RISES = 0.03;
const WINDOW = 10;
/** One knock is no word. */
const LOUD_IN_WINDOW = 4;

export class SpeechDetector {
  #noise: number | null = null;
  #recent: boolean[] = [];

  /** Whether somebody speaks. */
  push(level: number): boolean {
    const noise = this.#noise ?? Math.min(level, LEAST);
    this.#noise = level < noise ? level : noise + (level - noise) * NOISE_RISES;
    this.#recent = [...this.#recent, level > Math.max(LEAST, noise * ABOVE_NOISE)].slice(-WINDOW);
    return this.#recent.filter((loud) => loud).length >= LOUD_IN_WINDOW;
  }
}
