/** Says to the server that this page holds a call, until it has decided: after a reload, a new connection, or a refused signal. */
import type { Clock } from '../base/clock.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { Payload } from '../../protocol/events.ts';
import { insist } from './insist.ts';

interface CallClaimOptions {
  readonly signaling: Signaling;
  readonly clock: Clock;
  /** The call is over, or goes on in another tab. */
  readonly onOver: (elsewhere: boolean) => void;
}

export class CallClaim {
  readonly #options: CallClaimOptions;
  #stop: (() => void) | null = null;

  constructor(options: CallClaimOptions) {
    this.#options = options;
  }

  /** One at a time; `call_started` says what came of it. */
  say(payload: Payload<'resume_call'>): void {
    if (this.#stop !== null) return;
    const { signaling, clock, onOver } = this.#options;
    this.#stop = insist({
      ...{ signaling, clock, payload },
      name: 'resume_call',
      decided: (refusal) => {
        this.#stop = null;
        if (refusal !== null) onOver(refusal === 'answered_elsewhere');
      },
    });
  }

  close(): void {
    this.#stop?.();
    this.#stop = null;
  }
}
