/**
 * Notices when this computer's LAN addresses change. Node has no event for it, so this looks every few seconds, and tells
 * only of real changes.
 */
import type { NetworkInterfaceInfo } from 'node:os';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { type LanAddress, lanAddresses } from './lan-addresses.ts';

/** What others may know of the network: the addresses as they are, and that they have become others. */
export interface Lan {
  readonly addresses: readonly LanAddress[];
  /** Returns the undo. */
  onChange(listener: () => void): () => void;
}

export interface LanWatcherOptions {
  /** `os.networkInterfaces`. */
  readonly readInterfaces: () => NodeJS.Dict<NetworkInterfaceInfo[]>;
  readonly clock: Clock;
  readonly log: Log;
  readonly everyMs?: number;
}

export class LanWatcher implements Lan {
  readonly #options: LanWatcherOptions;
  readonly #listeners = new Set<() => void>();
  #addresses: readonly LanAddress[];
  #cancel: (() => void) | null = null;
  #unreadable = false;

  /** Looks once at once, so that `addresses` is right before `start`. */
  constructor(options: LanWatcherOptions) {
    this.#options = options;
    this.#addresses = this.#read() ?? [];
  }

  get addresses(): readonly LanAddress[] {
    return this.#addresses;
  }

  onChange(listener: () => void): () => void {
    const own = () => listener();
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  start(): void {
    if (this.#cancel === null) this.#look();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #look(): void {
    this.#cancel = this.#options.clock.after(this.#options.everyMs ?? 3_000, () => this.#look());
    const addresses = this.#read();
    if (addresses === null || sameAddresses(addresses, this.#addresses)) return;
    this.#addresses = addresses;
    this.#options.log.info('network addresses changed', { count: addresses.length });
    for (const listener of [...this.#listeners]) listener();
  }

  /** Null when the system does not say, as in some sandboxes; then what was known still holds. */
  #read(): readonly LanAddress[] | null {
    try {
      const addresses = lanAddresses(this.#options.readInterfaces());
      this.#unreadable = false;
      return addresses;
    } catch (error) {
      if (!this.#unreadable) this.#options.log.error('network interfaces cannot be read', error);
      this.#unreadable = true;
      return null;
    }
  }
}

const sameAddresses = (a: readonly LanAddress[], b: readonly LanAddress[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
