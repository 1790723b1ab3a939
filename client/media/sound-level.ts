/** How loud a microphone is right now. Nothing is recorded or sent. */

/** About 40 ms at the usual rates: shorter than a syllable. */
const SAMPLES = 2048;

export class SoundLevel {
  readonly #context = new AudioContext();
  readonly #analyser: AnalyserNode;
  readonly #samples = new Float32Array(SAMPLES);

  constructor(track: MediaStreamTrack) {
    this.#analyser = new AnalyserNode(this.#context, { fftSize: SAMPLES });
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
    // Without a tap before it a context sleeps; then the level stays 0.
    void this.#context.resume().catch(() => undefined);
  }

  /** Root mean square, 0 to 1. */
  read(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    return Math.sqrt(sum / SAMPLES);
  }

  close(): void {
    void this.#context.close();
  }
}

/** -60 dB and less is nothing, 0 dB is all: as an ear has it. */
export function loudness(level: number): number {
  const decibels = 20 * Math.log10(Math.max(level, 1e-6));
  return Math.min(1, Math.max(0, 1 + decibels / 60));
}
