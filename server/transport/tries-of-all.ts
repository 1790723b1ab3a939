/** How many wrong tries there were of everybody together in the last ten minutes, counted by the minute. */

const MINUTE_MS = 60_000;
const MINUTES = 10;

export class TriesOfAll {
  readonly #most: number;
  /** By the minute, the earliest first. */
  readonly #counts = new Map<number, number>();

  constructor(most: number) {
    this.#most = most;
  }

  count(now: number): void {
    const minute = minuteOf(now);
    this.#forget(minute);
    this.#counts.set(minute, (this.#counts.get(minute) ?? 0) + 1);
  }

  /** Until they are fewer than so many again; 0 where they are. */
  leftMs(now: number): number {
    this.#forget(minuteOf(now));
    const [earliest] = this.#counts.keys();
    const sum = [...this.#counts.values()].reduce((before, count) => before + count, 0);
    return earliest === undefined || sum < this.#most ? 0 : (earliest + MINUTES + 1) * MINUTE_MS - now;
  }

  /** Those of long ago, and those of before the clock was put back. */
  #forget(minute: number): void {
    for (const known of this.#counts.keys())
      if (known > minute || minute - known > MINUTES) this.#counts.delete(known);
  }
}

const minuteOf = (now: number): number => Math.floor(now / MINUTE_MS);
