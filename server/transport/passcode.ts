/**
 * The passcode of the network: who has given it, and who may try. Whoever gave it has a cookie that says when, signed together with the
 * passcode, so that nothing is stored here and another passcode asks everybody anew.
 */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../clock.ts';
import { COOKIE_SECONDS, lastingCookie, readCookie } from './cookies.ts';
import { PasscodeTries } from './passcode-tries.ts';
import type { SessionTokens } from './session-token.ts';

export type PasscodeAttempt =
  | { readonly kind: 'right'; readonly cookie: string }
  /** `waitMs` until the next one is read; 0 where it may come at once. */
  | { readonly kind: 'wrong'; readonly waitMs: number }
  /** Not even looked at. */
  | { readonly kind: 'too_many'; readonly waitMs: number };

const COOKIE = '__Host-earshot-passcode';

interface PasscodeOptions {
  readonly passcode: string;
  readonly tokens: Pick<SessionTokens, 'sign'>;
  readonly clock: Pick<Clock, 'now'>;
}

export class Passcode {
  readonly #passcode: string;
  readonly #tokens: Pick<SessionTokens, 'sign'>;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #tries: PasscodeTries;

  constructor({ passcode, tokens, clock }: PasscodeOptions) {
    this.#passcode = asTyped(passcode);
    this.#tokens = tokens;
    this.#clock = clock;
    this.#tries = new PasscodeTries(clock);
  }

  /** Whether this request comes from a browser in which the passcode was given. */
  admits({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
    const [since = '', signature = ''] = (readCookie(headers.cookie, COOKIE) ?? '').split('.');
    if (!/^\d{1,15}$/.test(since)) return false;
    // A clock that was put back makes nobody a stranger.
    if (this.#clock.now() - Number(since) >= COOKIE_SECONDS * 1_000) return false;
    return areEqual(Buffer.from(signature, 'base64url'), this.#signature(since));
  }

  attempt(given: string, address: string): PasscodeAttempt {
    const waitMs = this.#tries.waitMs(address);
    if (waitMs > 0) return { kind: 'too_many', waitMs };
    // Of equal length whatever was given, so that the time taken says nothing of how much of it was right.
    const digest = (text: string) => this.#tokens.sign('try', text);
    if (areEqual(digest(asTyped(given)), digest(this.#passcode))) {
      const since = String(this.#clock.now());
      const signature = this.#signature(since).toString('base64url');
      return { kind: 'right', cookie: lastingCookie(COOKIE, `${since}.${signature}`) };
    }
    this.#tries.count(address);
    return { kind: 'wrong', waitMs: this.#tries.waitMs(address) };
  }

  #signature(since: string): Buffer {
    return this.#tokens.sign('passcode', `${since} ${this.#passcode}`);
  }
}

/** Keyboards write the same letters in several ways, and add spaces. */
const asTyped = (text: string): string => text.normalize('NFKC').trim();

const areEqual = (one: Buffer, other: Buffer): boolean =>
  one.length === other.length && timingSafeEqual(one, other);
