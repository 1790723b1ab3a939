/**
 * Removes what is past its time, in small steps and never all at once, so that neither this page nor another tab waits for it: at
 * the start, every minute, when a choice has changed, and when a conversation that is not kept is left.
 */
import type { Clock } from '../base/clock.ts';
import { TaskQueue } from '../base/task-queue.ts';
import type { Keep, Past, Retention } from '../storage/retention.ts';
import type { UserId } from '../../protocol/ids.ts';
import { keepOf, type Keepings } from './keeping-choices.ts';
import type { ShownConversations } from './shown-conversations.ts';

const DAY_MS = 86_400_000;
const EVERY_MS = 60_000;
/** Messages removed in one transaction. */
const STEP = 200;

export interface RetentionSweepOptions {
  readonly retention: Retention;
  readonly keepings: Keepings;
  readonly shown: ShownConversations;
  readonly clock: Clock;
  /** Messages of a conversation were removed. */
  readonly onRemoved: (peer: UserId) => void;
}

export class RetentionSweep {
  readonly #options: RetentionSweepOptions;
  readonly #sweeps = new TaskQueue();
  #waiting: Promise<void> | null = null;

  constructor(options: RetentionSweepOptions) {
    this.#options = options;
  }

  start(): void {
    const { keepings, shown } = this.#options;
    keepings.state.subscribe(() => this.#sweepSoon());
    shown.onLeft(() => this.#sweepSoon());
    this.#tick();
  }

  /** Several wishes that wait are one. */
  sweep(): Promise<void> {
    this.#waiting ??= this.#sweeps.run(() => {
      this.#waiting = null;
      return this.#sweepAll();
    });
    return this.#waiting;
  }

  #sweepSoon(): void {
    // What fails now, such as on a full disk, is tried again in a minute.
    this.sweep().catch(() => undefined);
  }

  #tick(): void {
    this.#sweepSoon();
    this.#options.clock.after(EVERY_MS, () => this.#tick());
  }

  async #sweepAll(): Promise<void> {
    const { keepings, retention, shown } = this.#options;
    const choices = keepings.state.get();
    if ([choices.fresh, ...choices.chosen.values()].every((keep) => keep === 'always')) return;
    for (const peer of await retention.peers()) {
      const past = this.#past(keepOf(choices, peer));
      if (past === 'shown') await shown.unlessShown(peer, () => this.#expire(peer, past));
      else if (past !== null) await this.#expire(peer, past);
    }
  }

  #past(keep: Keep): Past | null {
    const now = this.#options.clock.now();
    switch (keep) {
      case 'always':
        return null;
      case 'month':
        return { keptBefore: now - 30 * DAY_MS };
      case 'day':
        return { keptBefore: now - DAY_MS };
      case 'shown':
        return 'shown';
    }
  }

  async #expire(peer: UserId, past: Past): Promise<void> {
    const { onRemoved, retention } = this.#options;
    let last: number;
    do {
      last = await retention.expire(peer, past, STEP);
      if (last > 0) onRemoved(peer);
    } while (last === STEP);
  }
}
