/**
 * Makes the server known by mDNS: as a service, and under the host name `earshot.local`, on every LAN interface, with a
 * gateway or without. Whatever fails here is logged and tried again, and never stops the server.
 */
import * as v from 'valibot';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { advertiserMessageSchema, type AdvertiserTask } from './advertiser-message.ts';
import type { Advertiser } from './advertiser.ts';
import { GuardedWorker } from '../guarded-worker.ts';
import type { Lan } from './lan-watcher.ts';
import { hostLabel } from './mdns-names.ts';

const GOODBYE_MS = 1_200;
const PATIENCE_MS = 15_000;
/**
 * How long the name stays ours while nobody answers for it: after a forged packet that ended the thread, or while the
 * computer changes networks. Visitors have it in their caches for two minutes, and each change of it costs a certificate.
 */
const NAME_GRACE_MS = 30_000;

export interface MdnsAdvertiserOptions {
  /** The bundle of advertiser-worker.ts. */
  readonly workerUrl: URL;
  readonly lan: Lan;
  readonly port: number;
  /** A random id of this run; also given to Neighbours, so that it leaves this server out. */
  readonly id: string;
  readonly name: string;
  /** Whether the server listens on IPv6 too. An address nobody listens on only makes visitors wait. */
  readonly ipv6: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

export class MdnsAdvertiser implements Advertiser {
  readonly #options: MdnsAdvertiserOptions;
  readonly #worker: GuardedWorker;
  readonly #listeners = new Set<() => void>();
  /** Kept over restarts of the thread, so that people who know us as earshot-2.local go on finding us there. */
  #number = 1;
  #hostName: string | null = null;
  #unwatch: (() => void) | null = null;
  #answering = false;
  #cancelPatience = () => {};
  #grace: (() => void) | null = null;

  constructor(options: MdnsAdvertiserOptions) {
    this.#options = options;
    this.#worker = new GuardedWorker({
      name: 'mdns advertiser',
      url: options.workerUrl,
      clock: options.clock,
      log: options.log,
      onMessage: (message) => this.#onMessage(message),
      onDown: () => this.#onDown(),
    });
  }

  get hostName(): string | null {
    return this.#hostName;
  }

  onChange(listener: () => void): () => void {
    const own = () => listener();
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  start(): Promise<void> {
    if (this.#unwatch === null) {
      this.#unwatch = this.#options.lan.onChange(() => this.#announce());
      this.#announce();
    }
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#unwatch?.();
    this.#unwatch = null;
    this.#cancelPatience();
    await this.#worker.stop(GOODBYE_MS);
    this.#endGrace();
    this.#setHostName(null);
  }

  #announce(): void {
    const { log, clock } = this.#options;
    this.#cancelPatience();
    if (this.#task().addresses.length === 0) {
      log.warn('not announced by mDNS: this computer has no network address');
      void this.#worker.stop(0);
      return;
    }
    this.#cancelPatience = clock.after(PATIENCE_MS, () => {
      if (!this.#answering) log.warn('not announced by mDNS yet; still trying');
    });
    this.#worker.start(() => this.#task());
  }

  #task(): AdvertiserTask {
    const { lan, ipv6, id, name, port } = this.#options;
    const addresses = lan.addresses
      .filter(({ family }) => ipv6 || family === 4)
      .map(({ address, interfaceName }) => ({ address, interfaceName }));
    return { id, name, port, number: this.#number, addresses };
  }

  #onMessage(message: unknown): void {
    const { log } = this.#options;
    const parsed = v.safeParse(advertiserMessageSchema, message);
    if (!parsed.success) return;
    this.#endGrace();
    this.#answering = parsed.output.kind === 'held';
    if (parsed.output.kind === 'lost') {
      this.#setHostName(null);
      return;
    }
    const { number, interfaces } = parsed.output;
    this.#number = number;
    this.#setHostName(`${hostLabel(number)}.local`);
    log.info('announced by mDNS', { host: this.#hostName, interfaces });
  }

  #onDown(): void {
    this.#answering = false;
    // Not begun anew by each death, or a thread that only dies would keep the name for ever.
    if (this.#unwatch === null || this.#grace !== null) return;
    this.#grace = this.#options.clock.after(NAME_GRACE_MS, () => this.#setHostName(null));
  }

  #endGrace(): void {
    this.#grace?.();
    this.#grace = null;
  }

  #setHostName(hostName: string | null): void {
    if (hostName === this.#hostName) return;
    this.#hostName = hostName;
    for (const listener of [...this.#listeners]) listener();
  }
}
