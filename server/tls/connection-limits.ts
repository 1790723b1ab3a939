/**
 * How many connections one address may hold, and open per second, and how many there may be in all. Asked before anything is read
 * from a connection: a TLS handshake costs the server more than it costs whoever asks for it.
 */
import type { Clock } from '../clock.ts';
import { TokenBucket, type Rate } from '../token-bucket.ts';

interface Limits {
  readonly total: number;
  readonly perAddress: number;
  /** New ones, of one address. */
  readonly opening: Rate;
}

interface Guest {
  open: number;
  readonly opening: TokenBucket;
}

export class ConnectionLimits {
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #guests = new Map<string, Guest>();
  #open = 0;

  constructor({ clock, ...limits }: Limits & { readonly clock: Clock }) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** @returns what to call once when the connection is gone; null where it must not be let in */
  admit(address: string): (() => void) | null {
    const { total, perAddress } = this.#limits;
    if (this.#open >= total) return null;
    const guest = this.#guest(address);
    if (guest.open >= perAddress || guest.opening.take(this.#clock.now()) > 0) return null;
    guest.open += 1;
    this.#open += 1;
    return () => {
      guest.open -= 1;
      this.#open -= 1;
    };
  }

  /** How many addresses are remembered. */
  get size(): number {
    return this.#guests.size;
  }

  /** Addresses are few in a network, except for one who makes them up: those without a connection go when there are too many. */
  #guest(address: string): Guest {
    const known = this.#guests.get(address);
    if (known !== undefined) return known;
    if (this.#guests.size >= this.#limits.total) {
      for (const [other, { open }] of this.#guests) if (open === 0) this.#guests.delete(other);
    }
    const guest = { open: 0, opening: new TokenBucket(this.#limits.opening, this.#clock.now()) };
    this.#guests.set(address, guest);
    return guest;
  }
}
