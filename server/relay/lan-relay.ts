/**
 * The relay as the server has it: a thread with a port, there for as long as somebody needs it. Opened for the first call that finds
 * no direct path, and closed when the last one is over.
 */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { Clock } from '../clock.ts';
import { GuardedWorker } from '../guarded-worker.ts';
import type { Log } from '../log.ts';
import { relayReportSchema } from './relay-message.ts';

export interface LanRelayOptions {
  /** The bundle of relay-worker.ts. */
  readonly workerUrl: URL;
  readonly host: string;
  readonly port: number;
  /** Open from the start to the end. */
  readonly always: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long somebody waits for the port; a thread starts in a fraction of that. */
const OPEN_MS = 3_000;
/** Without anybody who uses it, it is closed this long after it was last asked for. */
export const IDLE_MS = 120_000;
const LOOK_MS = 10_000;
const STOP_MS = 500;
/** People whose calls asked for it since it was opened. */
const MOST_PEERS = 10_000;

export class LanRelay {
  /** Known to nobody but this process and its thread. */
  readonly secret = randomBytes(32).toString('base64url');
  readonly #options: LanRelayOptions;
  readonly #worker: GuardedWorker;
  readonly #peers = new Set<string>();
  readonly #waiting = new Set<() => void>();
  readonly #listeners = new Set<() => void>();
  #running = false;
  #port: number | null = null;
  #ports = 0;
  #idleMs = 0;
  #cancelLook = () => {};

  constructor(options: LanRelayOptions) {
    this.#options = options;
    const { workerUrl, clock, log } = options;
    this.#worker = new GuardedWorker({
      name: 'relay',
      url: workerUrl,
      clock,
      log,
      onMessage: (message) => this.#heard(message),
      onDown: () => this.#setPort(null),
    });
  }

  /** Null while it is closed. */
  get port(): number | null {
    return this.#port;
  }

  /** Told when the port is there, gone or another. Returns the undo. */
  onChange(listener: () => void): () => void {
    const own = () => listener();
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  start(): void {
    if (this.#options.always) this.#run();
  }

  /** Lets calls with these be relayed. */
  permit(addresses: readonly string[]): void {
    const fresh = addresses.filter((address) => !this.#peers.has(address));
    if (fresh.length === 0 || this.#peers.size > MOST_PEERS) return;
    for (const address of fresh) this.#peers.add(address);
    this.#worker.post({ permit: fresh });
  }

  /** Somebody needs it now. Resolves to its port, or null where it cannot be had. */
  async open(): Promise<number | null> {
    this.#idleMs = 0;
    this.#run();
    if (this.#port === null) {
      await new Promise<void>((resolve) => {
        const done = () => {
          cancel();
          this.#waiting.delete(done);
          resolve();
        };
        const cancel = this.#options.clock.after(OPEN_MS, done);
        this.#waiting.add(done);
      });
    }
    return this.#port;
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#cancelLook();
    this.#peers.clear();
    this.#setPort(null);
    for (const done of [...this.#waiting]) done();
    await this.#worker.stop(STOP_MS);
  }

  #run(): void {
    if (this.#running) return;
    this.#running = true;
    this.#idleMs = 0;
    const { host, port, log } = this.#options;
    this.#worker.start(() => ({ host, port, secret: this.secret, peers: [...this.#peers] }));
    log.info('relay opening');
    this.#look();
  }

  #look(): void {
    this.#cancelLook = this.#options.clock.after(LOOK_MS, () => {
      this.#idleMs = this.#ports > 0 ? 0 : this.#idleMs + LOOK_MS;
      if (this.#options.always || this.#idleMs < IDLE_MS) this.#look();
      else {
        this.#options.log.info('relay closing');
        void this.stop();
      }
    });
  }

  #heard(message: unknown): void {
    const report = v.safeParse(relayReportSchema, message);
    if (!report.success || !this.#running) return;
    this.#ports = report.output.ports;
    this.#setPort(report.output.port);
  }

  #setPort(port: number | null): void {
    if (port === null) this.#ports = 0;
    if (port === this.#port) return;
    this.#port = port;
    if (port !== null) {
      this.#options.log.info('relay open', { port });
      for (const done of [...this.#waiting]) done();
    }
    for (const listener of [...this.#listeners]) listener();
  }
}
