/** Which servers a browser may use to find a path to another: those of the operator, and the relay that comes with Earshot. */
import { isIPv4 } from 'node:net';
import type { IceServer } from '../../protocol/calls.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import { turnCredentials } from './turn-credentials.ts';

/** What it needs of the relay. */
interface Relay {
  readonly secret: string;
  readonly port: number | null;
  permit(addresses: readonly string[]): void;
  open(): Promise<number | null>;
}

/** Somebody who is connected. */
export interface Seat {
  readonly user: UserId;
  /** Where others on the network reach them. */
  readonly addresses: readonly string[];
  /** Of this computer, as they reach it; null where that is not known. */
  readonly serverAddress: string | null;
}

interface PathServersOptions {
  readonly turnUrls: readonly string[];
  readonly turnSecret: string | null;
  readonly mode: 'auto' | 'on' | 'off';
  readonly relay: Relay;
  /** This computer's own on the network. */
  readonly ownAddresses: () => readonly string[];
  readonly clock: Clock;
}

/** A server of the operator's may look at the time again and again during a call, so this is longer than any. */
const TURN_MS = 12 * 3_600_000;
/** The relay looks at it only when a port is asked for, which a browser does at once, or for the calls of the next hour. */
const ASKED_MS = 120_000;
const STANDING_MS = 3_600_000;
/** Credentials are replaced in open pages long before they run out. */
export const REFRESH_MS = 1_800_000;

export class PathServers {
  readonly #options: PathServersOptions;

  constructor(options: PathServersOptions) {
    this.#options = options;
  }

  /** Whether what `standing` says has to be said anew from time to time. */
  get runOut(): boolean {
    const { turnUrls, mode } = this.#options;
    return turnUrls.length > 0 || mode === 'on';
  }

  /** For every call of this page from its start. */
  standing(seat: Seat): readonly IceServer[] {
    const { mode, relay } = this.#options;
    if (mode !== 'on' || relay.port === null) return this.#turn(seat);
    relay.permit(seat.addresses);
    return [...this.#turn(seat), ...this.#relay(seat, relay.port, STANDING_MS)];
  }

  /** For a call that found no direct path. Opens the relay where it is not open. */
  async asked(seat: Seat, peer: readonly string[]): Promise<readonly IceServer[]> {
    const { mode, relay } = this.#options;
    if (mode === 'off') return this.#turn(seat);
    relay.permit([...seat.addresses, ...peer]);
    const port = await relay.open();
    return [...this.#turn(seat), ...(port === null ? [] : this.#relay(seat, port, ASKED_MS))];
  }

  #turn({ user }: Seat): readonly IceServer[] {
    const { turnUrls, turnSecret, clock } = this.#options;
    if (turnUrls.length === 0 || turnSecret === null) return [];
    const expiresAt = clock.now() + TURN_MS;
    return [{ urls: [...turnUrls], ...turnCredentials({ secret: turnSecret, user, expiresAt }) }];
  }

  #relay(seat: Seat, port: number, forMs: number): readonly IceServer[] {
    const { relay, clock, ownAddresses } = this.#options;
    const own = ownAddresses();
    // Whoever comes through a proxy, or sits at this computer, reaches it by another address than the one seen.
    const known =
      seat.serverAddress !== null && own.includes(seat.serverAddress) ? [seat.serverAddress] : own;
    const hosts = known.filter((address) => isIPv4(address)).slice(0, 2);
    const urls = hosts.flatMap((host) =>
      ['udp', 'tcp'].map((transport) => `turn:${host}:${port}?transport=${transport}`),
    );
    if (urls.length === 0) return [];
    const expiresAt = clock.now() + forMs;
    return [{ urls, ...turnCredentials({ secret: relay.secret, user: seat.user, expiresAt }) }];
  }
}
