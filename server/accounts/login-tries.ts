/**
 * Counts wrong passwords by account and by address. A browser in which the person has logged in before counts for itself (OWASP calls
 * that a device cookie), so that a stranger who guesses keeps nobody out of their own account.
 */
import type { Clock } from '../clock.ts';
import { PasscodeTries } from '../transport/passcode-tries.ts';
import { AccountError } from './account-error.ts';
import type { Attempt } from './passwords.ts';

/** Right ones of one account. As many as it has sessions: whoever needs more keeps the machine busy with hashes. */
export const MOST_RIGHT = 30;

interface Try {
  /** Folded. */
  readonly name: string;
  readonly address: string;
  /** From a browser of the person it is about. */
  readonly known: boolean;
}

export class LoginTries {
  readonly #strangers: { readonly names: PasscodeTries; readonly addresses: PasscodeTries };
  readonly #known: PasscodeTries;
  readonly #right: PasscodeTries;

  constructor(clock: Pick<Clock, 'now'>, most: number) {
    this.#strangers = { names: new PasscodeTries(clock, most), addresses: new PasscodeTries(clock, most) };
    this.#known = new PasscodeTries(clock, most);
    this.#right = new PasscodeTries(clock, MOST_RIGHT);
  }

  of(attempt: Try): Attempt {
    return {
      admit: () => this.#admit(attempt),
      wrong: () => this.#countWrong(attempt),
      right: () => this.#right.count(`name ${attempt.name}`),
    };
  }

  /** @throws AccountError `rate_limited` with the seconds to wait */
  #admit({ name, address, known }: Try): void {
    const { names, addresses } = this.#strangers;
    const key = `name ${name}`;
    const waitMs = Math.max(
      this.#right.waitMs(key),
      ...(known ? [this.#known.waitMs(key)] : [names.waitMs(key), addresses.waitMs(address)]),
    );
    if (waitMs > 0) throw new AccountError('rate_limited', String(Math.ceil(waitMs / 1_000)));
  }

  #countWrong({ name, address, known }: Try): void {
    if (known) return this.#known.count(`name ${name}`);
    this.#strangers.names.count(`name ${name}`);
    this.#strangers.addresses.count(address);
  }
}
