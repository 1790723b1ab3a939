/** How often one session may be given new tokens: each time the disk is written, for which everybody else waits. */
import type { Clock } from '../clock.ts';
import { TokenBucket } from '../token-bucket.ts';
import { AccountError } from './account-error.ts';

/** A page asks every quarter of an hour; some tabs at once, and reloads, are no reason to keep anybody waiting. */
const RATE = { perSecond: 0.5, burst: 20 };
/** Above this, those that are as good as new are forgotten. */
const FORGET_ABOVE = 1_000;

export class RefreshPace {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** @throws AccountError `rate_limited` with the seconds to wait */
  admit(session: string): void {
    const now = this.#clock.now();
    if (this.#buckets.size > FORGET_ABOVE)
      for (const [key, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(key);
    const bucket = this.#buckets.get(session) ?? new TokenBucket(RATE, now);
    this.#buckets.set(session, bucket);
    const waitMs = bucket.take(now);
    if (waitMs > 0) throw new AccountError('rate_limited', String(Math.ceil(waitMs / 1_000)));
  }
}
