/**
 * Counts wrong tries at the passcode by address: so many within so long, and then a wait. Right ones are neither counted nor do they
 * make up for wrong ones, since behind one address may sit a whole office, and among them whoever is guessing.
 */
import { isIPv6 } from 'node:net';
import type { Clock } from '../clock.ts';
import { plainAddress } from '../permitted-hosts.ts';
import { TriesOfAll } from './tries-of-all.ts';

export const MOST_WRONG = 10;
export const WITHIN_MS = 10 * 60_000;
/**
 * Of so many at once wrong tries are remembered. Where there are more, whoever made the fewest is forgotten first. So that forgetting is not
 * guessing without end, all of them together have as many tries as these would have, and then everybody waits.
 */
export const MOST_ADDRESSES = 1_000;

export class PasscodeTries {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #mostWrong: number;
  /** When the last few were, for each address, the address longest without one first. */
  readonly #wrong = new Map<string, readonly number[]>();
  readonly #all: TriesOfAll;

  constructor(clock: Pick<Clock, 'now'>, mostWrong = MOST_WRONG) {
    this.#clock = clock;
    this.#mostWrong = mostWrong;
    this.#all = new TriesOfAll(MOST_ADDRESSES * mostWrong);
  }

  /** How long this address has to wait before it may try; 0 where it may. */
  waitMs(address: string): number {
    const now = this.#clock.now();
    this.#forget(now);
    const times = this.#recent(address, now);
    const [oldest] = times;
    const ownMs = oldest !== undefined && times.length >= this.#mostWrong ? oldest + WITHIN_MS - now : 0;
    return this.#wrong.size < MOST_ADDRESSES ? ownMs : Math.max(ownMs, this.#all.leftMs(now));
  }

  count(address: string): void {
    const key = countedAs(address);
    const now = this.#clock.now();
    const times = [...this.#recent(address, now), now].slice(-this.#mostWrong);
    // Taken out first, so that it comes last in the order of the map.
    this.#wrong.delete(key);
    if (this.#wrong.size >= MOST_ADDRESSES) this.#wrong.delete(this.#leastSuspect());
    this.#wrong.set(key, times);
    this.#all.count(now);
  }

  get size(): number {
    return this.#wrong.size;
  }

  /** Of those who made the fewest, the one who made them first. */
  #leastSuspect(): string {
    let [fewest, found] = [Infinity, ''];
    for (const [key, { length }] of this.#wrong) {
      if (length < fewest) [fewest, found] = [length, key];
      if (fewest === 1) break;
    }
    return found;
  }

  #recent(address: string, now: number): readonly number[] {
    return (this.#wrong.get(countedAs(address)) ?? []).filter((at) => isRecent(at, now));
  }

  #forget(now: number): void {
    for (const [key, times] of this.#wrong) {
      if (isRecent(times.at(-1) ?? 0, now)) return;
      this.#wrong.delete(key);
    }
  }
}

/** What lies in the future is of before the clock was put back, and nobody is to wait for a clock. */
const isRecent = (at: number, now: number): boolean => at <= now && now - at < WITHIN_MS;

/** A device gives itself as many IPv6 addresses as it likes, all of one network: that counts as one (RFC 4291, 2.5.1). */
function countedAs(address: string): string {
  const plain = plainAddress(address);
  if (!isIPv6(plain)) return plain;
  const missing = 8 - groupsOf(plain).length;
  const groups = groupsOf(plain.replace('::', `:${'0:'.repeat(missing)}`));
  return `${groups.slice(0, 4).join(':')}/64`;
}

const groupsOf = (address: string): string[] => address.split(':').filter((group) => group !== '');
