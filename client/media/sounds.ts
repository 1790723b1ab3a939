/** Rings and blips, made of tones: no files, and nothing to load when the phone has to ring. */
import { Store, type Readable } from '../base/store.ts';

export type Ring = 'incoming' | 'outgoing';

interface Tone {
  readonly hertz: number;
  /** Seconds from the beginning of the pattern. */
  readonly at: number;
  readonly lasts: number;
}
interface Pattern {
  readonly tones: readonly Tone[];
  readonly everySeconds: number;
  readonly loudness: number;
}

const PATTERNS: Readonly<Record<Ring | 'message', Pattern>> = {
  incoming: {
    tones: [
      { hertz: 659, at: 0, lasts: 0.18 },
      { hertz: 784, at: 0.2, lasts: 0.18 },
      { hertz: 988, at: 0.4, lasts: 0.34 },
      { hertz: 784, at: 0.8, lasts: 0.3 },
    ],
    everySeconds: 2.4,
    loudness: 0.22,
  },
  // The ringing tone of European telephone networks (ITU-T E.180): 425 Hz, one second in five.
  outgoing: { tones: [{ hertz: 425, at: 0, lasts: 1 }], everySeconds: 5, loudness: 0.06 },
  message: { tones: [{ hertz: 880, at: 0, lasts: 0.12 }], everySeconds: 1, loudness: 0.08 },
};
const FADE_SECONDS = 0.02;

export class Sounds {
  readonly #blocked = new Store(false);
  readonly #wanted: () => boolean;
  #context: AudioContext | null = null;
  /** By the clock of the sound. */
  #messageAgainAt = 0;
  #ringing: { readonly ring: Ring; readonly timer: number; readonly gain: GainNode } | null = null;

  /** `wanted` says whether the person wants sounds; asked before each. */
  constructor(wanted: () => boolean) {
    this.#wanted = wanted;
  }

  get blocked(): Readable<boolean> {
    return this.#blocked;
  }

  /** Whether what rings now is heard, as far as a page knows. */
  get audible(): Readable<boolean> {
    return {
      get: () => this.#wanted() && !this.#blocked.get(),
      subscribe: (listener) => this.#blocked.subscribe(listener),
    };
  }

  /** From a tap or key press: browsers let no page make sound before one. */
  unlock(): void {
    void this.#made()
      .resume()
      .then(() => this.#blocked.set(false));
  }

  ring(ring: Ring | null): void {
    if (this.#ringing?.ring === ring) return;
    if (this.#ringing !== null) {
      clearInterval(this.#ringing.timer);
      this.#ringing.gain.disconnect();
      this.#ringing = null;
    }
    if (ring === null || !this.#wanted()) return;
    const context = this.#ready();
    const gain = context.createGain();
    gain.connect(context.destination);
    const play = () => playPattern(context, gain, PATTERNS[ring]);
    play();
    this.#ringing = { ring, gain, timer: window.setInterval(play, PATTERNS[ring].everySeconds * 1_000) };
  }

  /** A backlog that arrives is heard as one: its tones together would be as loud as they are many. */
  message(): void {
    if (!this.#wanted()) return;
    const context = this.#ready();
    if (context.currentTime < this.#messageAgainAt) return;
    this.#messageAgainAt = context.currentTime + PATTERNS.message.everySeconds;
    playPattern(context, context.destination, PATTERNS.message);
  }

  #ready(): AudioContext {
    const context = this.#made();
    this.#blocked.set(context.state === 'suspended');
    return context;
  }

  #made(): AudioContext {
    if (this.#context) return this.#context;
    const context = new AudioContext();
    // A browser may let it run only some moments after it was made.
    context.onstatechange = () => this.#blocked.set(context.state === 'suspended');
    return (this.#context = context);
  }
}

function playPattern(context: AudioContext, out: AudioNode, { tones, loudness }: Pattern): void {
  // Tones given to a suspended context would all sound at once when it wakes.
  if (context.state !== 'running') return;
  for (const { hertz, at, lasts } of tones) {
    const start = context.currentTime + at;
    const tone = new OscillatorNode(context, { frequency: hertz });
    const envelope = new GainNode(context, { gain: 0 });
    envelope.gain.setTargetAtTime(loudness, start, FADE_SECONDS);
    envelope.gain.setTargetAtTime(0, start + lasts, FADE_SECONDS);
    tone.connect(envelope).connect(out);
    tone.start(start);
    tone.stop(start + lasts + FADE_SECONDS * 8);
  }
}
