/** Says to the server that this page holds a call, until it has decided: after a reload, a new connection, or a refused signal. */
import type { Clock } from '../base/clock.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { Payload } from '../../protocol/events.ts';
import type { CallPeer } from './call-view.ts';
import { insist } from './insist.ts';

interface CallClaimOptions {
  readonly signaling: Signaling;
  readonly clock: Clock;
  /** The call is over, or goes on in another tab. */
  readonly onOver: (elsewhere: boolean) => void;
}

/** What is said of it; `tab` is the one that held it when it was last heard of. */
type HeldCall = Omit<Payload<'resume_call'>, 'peer'> & { readonly peer: CallPeer };

export class CallClaim {
  readonly #options: CallClaimOptions;
  #stop: (() => void) | null = null;

  constructor(options: CallClaimOptions) {
    this.#options = options;
  }

  /** One at a time; `call_started` says what came of it. */
  say({ callId, peer, role, media, tab, run }: HeldCall): void {
    if (this.#stop !== null) return;
    const { signaling, clock, onOver } = this.#options;
    const payload = { callId, peer: peer.id, role, media, tab, run };
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
