/** How much of something may happen per second, with a burst: a token bucket that may go into debt (RFC 2697 has the idea). */

export interface Rate {
  readonly perSecond: number;
  /** How much may happen at once after a rest. */
  readonly burst: number;
}

export class TokenBucket {
  readonly #rate: Rate;
  #tokens: number;
  #at: number;

  /** Full at first. `now` is in milliseconds, of whatever clock; one that goes back costs nothing and gives nothing. */
  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#at = now;
  }

  /** Takes one where there is one. @returns how many milliseconds to wait for it, 0 where it was taken */
  take(now: number): number {
    this.#refill(now);
    if (this.#tokens < 1) return this.#msUntil(1);
    this.#tokens -= 1;
    return 0;
  }

  /** Takes one for what has happened already, on credit if need be. @returns how many milliseconds until the debt is paid */
  spend(now: number): number {
    this.#refill(now);
    this.#tokens -= 1;
    return this.#tokens >= 0 ? 0 : this.#msUntil(0);
  }

  /** As good as new, so that nothing is lost by forgetting it. */
  isFull(now: number): boolean {
    this.#refill(now);
    return this.#tokens >= this.#rate.burst;
  }

  #refill(now: number): void {
    const passed = Math.max(0, now - this.#at);
    this.#tokens = Math.min(this.#rate.burst, this.#tokens + (passed * this.#rate.perSecond) / 1_000);
    this.#at = now;
  }

  #msUntil(tokens: number): number {
    return Math.ceil(((tokens - this.#tokens) * 1_000) / this.#rate.perSecond);
  }
}
