/** Keeps one bot's webhook told: one batch at a time, in order, again after a pause where it fails, and not for ever. */
import type { Received } from '../../protocol/api.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { postWebhook, type WebhookTarget } from './webhook.ts';

interface WebhookPumpOptions {
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  /** What is to be told; null where there is nothing. */
  readonly next: () => Received | null;
  /** The bot has it. */
  readonly taken: (cursor: string) => Promise<void>;
  readonly post?: typeof postWebhook;
}

/** After each try that failed; then it is given up until something new is to be told. */
export const PAUSES_MS = [1_000, 5_000, 25_000, 125_000] as const;

export class WebhookPump {
  readonly #options: WebhookPumpOptions;
  #target: WebhookTarget | null = null;
  #going = false;
  #isFailing = false;
  #stopPausing: (() => void) | null = null;

  constructor(options: WebhookPumpOptions) {
    this.#options = options;
  }

  /** There is somebody at the other end, as far as is known. */
  get isHeard(): boolean {
    return this.#target !== null && !this.#isFailing;
  }

  /** From now on there; null tells nobody any more. */
  aim(target: WebhookTarget | null): void {
    this.#target = target;
    this.#isFailing = false;
    this.#stopPausing?.();
    this.go();
  }

  /** There is something new to tell. */
  go(): void {
    if (this.#going || this.#target === null) return;
    this.#going = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    let batch = this.#options.next();
    while (batch !== null && (await this.#tell(batch))) {
      await this.#options.taken(batch.next);
      batch = this.#options.next();
    }
    this.#going = false;
  }

  async #tell(batch: Received): Promise<boolean> {
    const { clock, log, post = postWebhook } = this.#options;
    for (const pauseMs of [...PAUSES_MS, null]) {
      const target = this.#target;
      if (target === null) return false;
      try {
        await post(target, batch, clock.now());
        this.#isFailing = false;
        return true;
      } catch (error) {
        const reason = error instanceof Error ? reasonOf(error) : 'unknown';
        this.#isFailing ||= pauseMs === null;
        if (pauseMs === null) log.warn('webhook given up for now', { reason });
        else await this.#pause(pauseMs);
      }
    }
    return false;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#stopPausing = null;
        resolve();
      };
      const cancel = this.#options.clock.after(ms, done);
      this.#stopPausing = () => {
        cancel();
        done();
      };
    });
  }
}

/** The system's code where there is one: its message would hold the address. */
const reasonOf = (error: Error): string => ('code' in error ? String(error.code) : error.message);
