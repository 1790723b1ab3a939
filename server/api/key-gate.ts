/** Lets requests in that have a key: which one, whether its secret is right, what it is for, and how often one may be wrong. */
import type { ApiScope } from '../../protocol/api.ts';
import { AppError } from '../../protocol/errors.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { TokenBucket, type Rate } from '../token-bucket.ts';
import { PasscodeTries } from '../transport/passcode-tries.ts';
import { ApiError } from './api-error.ts';
import type { ApiKey, ApiKeys } from './api-keys.ts';

interface KeyGateOptions {
  readonly keys: Pick<ApiKeys, 'check'>;
  readonly clock: Clock;
  /** What one key may ask, as one connection of a page may send. */
  readonly pace: Rate;
  readonly log: Pick<Log, 'warn'>;
}

/** Any key will do. */
export type NeededScope = ApiScope | 'any';

export class KeyGate {
  readonly #options: KeyGateOptions;
  /** Of each key by itself, so that a script with one that was taken back locks nobody else of its computer out. */
  readonly #tries = new Map<UserId, PasscodeTries>();
  readonly #triesAtNone: PasscodeTries;
  readonly #paces = new Map<UserId, TokenBucket>();

  constructor(options: KeyGateOptions) {
    this.#options = options;
    this.#triesAtNone = new PasscodeTries(options.clock);
  }

  /** @throws ApiError `key_missing`, `key_wrong`, `scope_missing`; AppError `rate_limited` (detail: seconds) */
  async admit(authorization: string | undefined, address: string, needed: NeededScope): Promise<ApiKey> {
    const given = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    if (given === undefined) throw new ApiError('key_missing');
    const found = await this.#options.keys.check(given);
    const tries = found === null ? this.#triesAtNone : this.#triesAt(found.key.id);
    const waitMs = tries.waitMs(address);
    if (waitMs > 0) throw new AppError('rate_limited', seconds(waitMs));
    if (found?.right !== true) {
      tries.count(address);
      if (tries.waitMs(address) > 0) this.#options.log.warn('too many wrong keys', { address });
      throw new ApiError('key_wrong');
    }
    this.#keepPace(found.key.id);
    if (needed !== 'any' && !found.key.scopes.includes(needed)) throw new ApiError('scope_missing', needed);
    return found.key;
  }

  #keepPace(id: UserId): void {
    const { clock, pace } = this.#options;
    const bucket = this.#paces.get(id) ?? new TokenBucket(pace, clock.now());
    this.#paces.set(id, bucket);
    const waitMs = bucket.take(clock.now());
    if (waitMs > 0) throw new AppError('rate_limited', seconds(waitMs));
  }

  #triesAt(id: UserId): PasscodeTries {
    const tries = this.#tries.get(id) ?? new PasscodeTries(this.#options.clock);
    this.#tries.set(id, tries);
    return tries;
  }
}

const seconds = (ms: number): string => String(Math.ceil(ms / 1_000));
