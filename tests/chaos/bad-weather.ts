/** What happens to one person's connections during a chaos run, and when: from a seeded random plan, until told to be calm. */
import type { Direction, ProxyLink } from './proxy.ts';
import type { Random } from './random.ts';

const FAULTS = {
  /** All connections end at once, and what is under way is lost. */
  cut: 37,
  /** Nothing moves for a while, in one direction or both; then all of it does. */
  stall: 18,
  /** Nothing moves for a while, in one direction or both; then it turns out to be lost. */
  'stall and cut': 20,
  /** Everything arrives in small pieces for a while. */
  slice: 22,
  /** The connection is dead and nobody is told. */
  silence: 3,
} as const;
export type Fault = keyof typeof FAULTS;

const DIRECTIONS: readonly Direction[] = ['up', 'down', 'both'];

interface BadWeatherOptions {
  readonly link: ProxyLink;
  readonly random: Random;
  /** The mean time between the end of one fault and the next. */
  readonly betweenMs: number;
  /** Connections were lost or interrupted, which both ends can see. */
  readonly onLost: () => void;
  /** They do not work any more although neither end can see it, until this ends or another one is made. */
  readonly onHeldUp: () => void;
  readonly onFreed: () => void;
}

export class BadWeather {
  readonly counts = new Map<Fault, number>();
  readonly #options: BadWeatherOptions;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: BadWeatherOptions) {
    this.#options = options;
  }

  start(): void {
    const { random, betweenMs } = this.#options;
    this.#later(random.gap(betweenMs), () => this.#next());
  }

  /** Fair weather from now on. */
  calm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#options.link.setWeather('fair');
    this.#options.link.endSilence();
    this.#options.onFreed();
  }

  #next(): void {
    const { link, random, onLost, onHeldUp, onFreed } = this.#options;
    const fault = random.weighted(FAULTS);
    this.counts.set(fault, (this.counts.get(fault) ?? 0) + 1);
    switch (fault) {
      case 'cut':
        link.cut();
        onLost();
        return this.start();
      case 'silence':
        link.silence();
        onHeldUp();
        return this.start();
      case 'slice':
        link.setWeather('sliced');
        return this.#later(random.between(50, 3_000), () => {
          link.setWeather('fair');
          this.start();
        });
      case 'stall':
      case 'stall and cut':
        link.setWeather('stalled', random.pick(DIRECTIONS));
        onHeldUp();
        this.#later(random.between(50, 2_000), () => {
          if (fault === 'stall and cut') link.cut();
          link.setWeather('fair');
          onFreed();
          onLost();
          this.start();
        });
    }
  }

  #later(ms: number, run: () => void): void {
    this.#timer = setTimeout(run, ms);
  }
}
