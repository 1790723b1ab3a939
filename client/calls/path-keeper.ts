/**
 * Decides what to do about the path between two browsers: wait, make a new one, or give up. It owns no connection; it is
 * told what became of the path and says what should happen.
 */
import type { Clock } from '../base/clock.ts';
import type { CallRole } from '../../protocol/calls.ts';

/** Without a path for this long the call has failed. */
export const GIVE_UP_MS = 45_000;
/** How long the first path is given once each side has the other's description. Where there is a direct one, it stands in a fraction. */
export const FIRST_PATH_MS = 5_000;
/** A path that went silent may come back by itself. Longer is not needed: a new path does not harm the old one. */
export const FIRST_WAIT_MS = 1_000;
/** Waits for a new path before the next is made. A steady short wait keeps tearing down what a slow browser is about to finish. */
export const RENEWAL_WAITS_MS: readonly number[] = [3_000, 6_000, 12_000];
/** The callee waits this much longer each time, so that the two rarely begin at once. */
export const CALLEE_LATER_MS = 1_500;

export interface PathKeeperOptions {
  readonly clock: Clock;
  readonly role: CallRole;
  /** Makes a new path. */
  readonly renew: () => void;
  /** A dead path often means a dead connection to the server too, and a new path is agreed on through the server. */
  readonly reviveSignaling: () => void;
  readonly onStatus: (status: 'connected' | 'reconnecting' | 'failed') => void;
}

export class PathKeeper {
  readonly #options: PathKeeperOptions;
  #path: 'sought' | 'good' | 'lost' | 'over' = 'sought';
  /** How many new paths either side has begun since there was a good one. */
  #renewals = 0;
  /** True while a new path of either side is given its time. */
  #renewing = false;
  #cancelWait: (() => void) | null = null;
  #cancelGivingUp = () => {};

  constructor(options: PathKeeperOptions) {
    this.#options = options;
  }

  /** From now on there has to be a path one day. */
  begin(): void {
    this.#armGivingUp();
  }

  changed(state: RTCPeerConnectionState): void {
    if (this.#path === 'over') return;
    if (state === 'connected') this.#found();
    if (state === 'disconnected') this.#lost(FIRST_WAIT_MS);
    if (state === 'failed') this.#lost(0);
  }

  /** Each side has the other's description: from now on a path can be found, or cannot. */
  negotiated(): void {
    if (this.#path !== 'sought' || this.#cancelWait !== null) return;
    // As if one had failed before: the next waits are the longer ones, and the next path may use a relay.
    this.#renewals = 1;
    this.#wait(FIRST_PATH_MS);
  }

  /** A direct path was tried, and did not come about. */
  get wantsRelay(): boolean {
    return this.#path !== 'good' && this.#renewals > 1;
  }

  /** The device is back on a network, maybe another one: what looks like a path may be none. */
  networkChanged(): void {
    if (this.#path === 'over') return;
    this.#renewals = 0;
    this.#renew();
  }

  /** Nothing arrives on it any more, although the browser does not say so yet. Another does no harm where this one comes back. */
  silent(): void {
    if (this.#path === 'good' && !this.#renewing) this.networkChanged();
  }

  /** The page was asleep: what it waited for has happened or never will. */
  awoke(): void {
    if (this.#path === 'lost') this.networkChanged();
  }

  /** The other side began a new path; one of this side on top of it would undo it. */
  otherRenews(): void {
    if (this.#path === 'good' || this.#path === 'over') return;
    this.#giveTime();
  }

  stop(): void {
    this.#path = 'over';
    this.#clearWait();
    this.#cancelGivingUp();
  }

  #found(): void {
    this.#path = 'good';
    this.#renewals = 0;
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
    if (this.#renewing) return;
    if (firstWaitMs === 0) this.#renew();
    else if (this.#cancelWait === null) this.#wait(firstWaitMs);
  }

  #renew(): void {
    this.#giveTime();
    this.#options.reviveSignaling();
    this.#options.renew();
  }

  #giveTime(): void {
    this.#wait(RENEWAL_WAITS_MS[Math.min(this.#renewals, RENEWAL_WAITS_MS.length - 1)] ?? 0);
    this.#renewing = true;
    this.#renewals += 1;
  }

  #wait(ms: number): void {
    this.#clearWait();
    const later = this.#options.role === 'callee' ? CALLEE_LATER_MS : 0;
    this.#cancelWait = this.#options.clock.after(ms + later, () => {
      this.#clearWait();
      if (this.#path === 'good') this.#renewals = 0;
      else this.#renew();
    });
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
    this.#renewing = false;
  }
}
