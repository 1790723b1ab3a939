/** What is logged of calls: that one rings, is answered and ends, why, and how long it was. Between whom is not. */
import type { CallId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import type { Notice } from '../domain/rule.ts';
import type { Log } from '../log.ts';

/** Calls that have not ended, as far as was heard. */
const MOST = 1_000;

export class CallLog {
  readonly #log: Pick<Log, 'info'>;
  readonly #clock: Pick<Clock, 'now'>;
  /** Since when each has rung, or been talked in. */
  readonly #open = new Map<CallId, { readonly at: number; readonly answered: boolean }>();

  constructor(log: Pick<Log, 'info'>, clock: Pick<Clock, 'now'>) {
    this.#log = log;
    this.#clock = clock;
  }

  /** What people are told of calls, as it is told to them. */
  hear(notice: Notice): void {
    if (notice.name === 'incoming_call') this.#rings(notice.payload.callId);
    else if (notice.name === 'call_started') this.#started(notice.payload.callId, notice.payload.was);
    else if (notice.name === 'call_ended') this.#ended(notice.payload.callId, notice.payload.reason);
  }

  #rings(call: CallId): void {
    if (this.#open.has(call)) return;
    this.#keep(call, false);
    this.#log.info('call rings', { call });
  }

  /** Told to both sides, and again after a reload, which gives the call another id. */
  #started(call: CallId, was: readonly CallId[]): void {
    const known = this.#open.get(call) ?? this.#open.get(was.at(-1) ?? call);
    if (known?.answered === true) {
      for (const former of was) if (this.#open.delete(former)) this.#open.set(call, known);
      return;
    }
    this.#keep(call, true);
    this.#log.info('call answered', {
      call,
      ...(known === undefined ? {} : { rangSeconds: this.#secondsSince(known.at) }),
    });
  }

  /** Other devices of the one who was called are told that it ended for them, while it goes on. */
  #ended(call: CallId, reason: string): void {
    const known = this.#open.get(call);
    if (reason === 'answered_elsewhere' || known === undefined) return;
    this.#open.delete(call);
    const { at, answered } = known;
    this.#log.info('call ended', { call, reason, answered, seconds: this.#secondsSince(at) });
  }

  #keep(call: CallId, answered: boolean): void {
    this.#open.set(call, { at: this.#clock.now(), answered });
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= MOST) return;
      this.#open.delete(oldest);
    }
  }

  #secondsSince(at: number): number {
    return Math.round((this.#clock.now() - at) / 1_000);
  }
}
