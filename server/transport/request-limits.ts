/**
 * How much one person may ask for, over all tabs and devices. Messages are slowed down and never refused, since their sender would
 * only send them again; everything else that is too much is answered with `rate_limited` and the seconds to wait.
 */
import { AppError } from '../../protocol/errors.ts';
import type { RequestName } from '../../protocol/events.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import type { Pace } from './pace.ts';
import { TokenBucket, type Rate } from '../token-bucket.ts';

/** Requests that count together. */
type Kind = 'messages' | 'requests' | 'calls' | 'profile' | 'people' | 'typing' | 'meetings';

const KINDS: Partial<Record<RequestName, Kind>> = {
  send_private_message: 'messages',
  send_chat_request: 'requests',
  cancel_chat_request: 'requests',
  offer_device_link: 'requests',
  start_call: 'calls',
  set_profile: 'profile',
  set_consent: 'profile',
  want_coffee: 'profile',
  get_online_users: 'people',
  typing: 'typing',
  find_partner: 'meetings',
  next_partner: 'meetings',
};

export type RequestRates = Readonly<Record<Kind, Rate>>;

/** Of `perMinute` the whole may come at once. */
const eachMinute = (perMinute: number): Rate => ({ perSecond: perMinute / 60, burst: perMinute });

export function requestRates(config: {
  readonly messagesPerSecond: number;
  readonly messagesBurst: number;
  readonly requestsPerMinute: number;
  readonly callsPerMinute: number;
  readonly profilesPerMinute: number;
  readonly searchesPerSecond: number;
  readonly typingPerSecond: number;
  readonly meetingsPerMinute: number;
}): RequestRates {
  const { searchesPerSecond, typingPerSecond, meetingsPerMinute } = config;
  return {
    messages: { perSecond: config.messagesPerSecond, burst: config.messagesBurst },
    requests: eachMinute(config.requestsPerMinute),
    calls: eachMinute(config.callsPerMinute),
    profile: eachMinute(config.profilesPerMinute),
    // Typed words make a search each.
    people: { perSecond: searchesPerSecond, burst: searchesPerSecond * 6 },
    typing: { perSecond: typingPerSecond, burst: typingPerSecond * 10 },
    // Whoever looks at somebody for two seconds only meets nobody.
    meetings: { perSecond: meetingsPerMinute / 60, burst: Math.ceil(meetingsPerMinute / 3) },
  };
}

/** Above this, buckets that are full again are forgotten. */
const FORGET_ABOVE = 1_000;

export class RequestLimits {
  readonly #rates: RequestRates;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, TokenBucket>();
  #forgetAbove = FORGET_ABOVE;

  constructor({ rates, clock }: { readonly rates: RequestRates; readonly clock: Clock }) {
    this.#rates = rates;
    this.#clock = clock;
  }

  /** @throws AppError `rate_limited` (detail: seconds) */
  admit(user: UserId, request: RequestName, pace: Pick<Pace, 'owe'> | undefined): void {
    const kind = KINDS[request];
    if (kind === undefined) return;
    const now = this.#clock.now();
    const bucket = this.#bucket(`${kind}:${user}`, this.#rates[kind], now);
    if (kind === 'messages') pace?.owe(bucket.spend(now));
    else {
      const wait = bucket.take(now);
      if (wait > 0) throw new AppError('rate_limited', String(Math.ceil(wait / 1_000)));
    }
  }

  get size(): number {
    return this.#buckets.size;
  }

  #bucket(key: string, rate: Rate, now: number): TokenBucket {
    const known = this.#buckets.get(key);
    if (known !== undefined) return known;
    if (this.#buckets.size >= this.#forgetAbove) this.#forget(now);
    const bucket = new TokenBucket(rate, now);
    this.#buckets.set(key, bucket);
    return bucket;
  }

  /** Each round waits until there are twice as many as it had to leave, so that a crowd is not searched for every newcomer. */
  #forget(now: number): void {
    for (const [key, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(key);
    this.#forgetAbove = Math.max(FORGET_ABOVE, this.#buckets.size * 2);
  }
}
