/**
 * Decides what to do about the path between two browsers: wait, restart ICE, or give up. It owns no connection; it is
 * told what became of the path and says what should happen.
 */
import type { Clock } from '../base/clock.ts';

/** Without a path for this long the call has failed. */
export const GIVE_UP_MS = 45_000;
/** A path that went silent often comes back by itself. The polite side waits longer, so that the two rarely restart at once. */
export const FIRST_WAIT_MS = { caller: 3_000, callee: 4_500 } as const;
/** Waits between restarts. A steady short wait keeps tearing down what a slow browser is about to finish. */
export const RESTART_WAITS_MS: readonly number[] = [3_000, 6_000, 12_000];

export interface PathKeeperOptions {
  readonly clock: Clock;
  readonly role: keyof typeof FIRST_WAIT_MS;
  readonly restart: () => void;
  /** A dead path often means a dead connection to the server too, and a restart goes through the server. */
  readonly reviveSignaling: () => void;
  readonly onStatus: (status: 'connected' | 'reconnecting' | 'failed') => void;
}

export class PathKeeper {
  readonly #options: PathKeeperOptions;
  #path: 'sought' | 'good' | 'lost' | 'over' = 'sought';
  #restarts = 0;
  /** True while a restart of either side is given its time. */
  #restarting = false;
  #cancelWait: (() => void) | null = null;
  #cancelGivingUp = () => {};

  constructor(options: PathKeeperOptions) {
    this.#options = options;
    this.#armGivingUp();
  }

  changed(state: RTCPeerConnectionState): void {
    if (this.#path === 'over') return;
    if (state === 'connected') this.#found();
    if (state === 'disconnected') this.#lost(FIRST_WAIT_MS[this.#options.role]);
    if (state === 'failed') this.#lost(0);
  }

  /** The device is back on a network, maybe another one: what looks like a path may be none. */
  networkChanged(): void {
    if (this.#path === 'over') return;
    this.#restarts = 0;
    this.#restart();
  }

  /** The other side began a restart; a second one on top of it would undo it. */
  otherRestarted(): void {
    if (this.#path !== 'lost') return;
    this.#wait(this.#nextWaitMs());
    this.#restarting = true;
  }

  stop(): void {
    this.#path = 'over';
    this.#clearWait();
    this.#cancelGivingUp();
  }

  #found(): void {
    this.#path = 'good';
    this.#restarts = 0;
    this.#clearWait();
    this.#cancelGivingUp();
    this.#options.onStatus('connected');
  }

  #lost(firstWaitMs: number): void {
    if (this.#path === 'good') {
      this.#path = 'lost';
      this.#armGivingUp();
      this.#options.onStatus('reconnecting');
      this.#options.reviveSignaling();
    }
    if (this.#restarting) return;
    if (firstWaitMs === 0) this.#restart();
    else if (this.#cancelWait === null) this.#wait(firstWaitMs);
  }

  #restart(): void {
    this.#wait(this.#nextWaitMs());
    this.#restarting = true;
    this.#restarts += 1;
    this.#options.reviveSignaling();
    this.#options.restart();
  }

  #wait(ms: number): void {
    this.#clearWait();
    this.#cancelWait = this.#options.clock.after(ms, () => {
      this.#clearWait();
      if (this.#path === 'good') this.#restarts = 0;
      else this.#restart();
    });
  }

  #nextWaitMs(): number {
    return RESTART_WAITS_MS[Math.min(this.#restarts, RESTART_WAITS_MS.length - 1)] ?? 0;
  }

  #armGivingUp(): void {
    this.#cancelGivingUp();
    this.#cancelGivingUp = this.#options.clock.after(GIVE_UP_MS, () => {
      this.stop();
      this.#options.onStatus('failed');
    });
  }

  #clearWait(): void {
    this.#cancelWait?.();
    this.#cancelWait = null;
    this.#restarting = false;
  }
}
