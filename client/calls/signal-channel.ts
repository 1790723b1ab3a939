/**
 * The signals of one call, reliable and in order over a connection that is neither: numbered by their sender, sent
 * again until the other browser has acknowledged them, recognised and put back in order by the receiver.
 */
import type { Clock } from '../base/clock.ts';
import { Disposables } from '../base/disposables.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { CandidateSignal, IceServer } from '../../protocol/calls.ts';
import type { Notices, SignalName } from '../../protocol/events.ts';
import type { CallId, LinkId } from '../../protocol/ids.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { askRelay } from './ask-relay.ts';
import { insist } from './insist.ts';

export type Signal =
  | { readonly type: 'offer' | 'answer'; readonly sdp: string }
  | {
      readonly type: 'candidate';
      readonly candidate: CandidateSignal['candidate'];
      /** Where the server sees the other browser; only of what arrives. */
      readonly addresses?: readonly string[];
    };

/** What a link needs of it. */
export interface SignalPort {
  send(signal: Signal): void;
  /** Hands over what has come so far, and from then on each signal as it comes. One listener only. */
  listen(listener: (signal: Signal) => void): void;
  /** Runs at once, or when what was sent until now may leave. */
  whenOpen(run: () => void): void;
  /** Servers by which there may be a path where there is none without. */
  askRelay(): Promise<readonly IceServer[]>;
}

interface SignalChannelOptions {
  readonly signaling: Signaling;
  readonly clock: Clock;
  readonly callId: CallId | LinkId;
  /** Nothing leaves before `open`: the call does not stand yet. */
  readonly held?: boolean;
  /** The server knows no such call; what it refused waits until `retry`. */
  readonly onRefused: () => void;
}

/** How many signals may be unacknowledged at once, so that candidates do not wait for each other's round trip. */
const WINDOW = 32;
/** How far ahead of the next expected signal one may be kept. A sender who keeps to the window never gets there. */
const AHEAD = 256;

export class SignalChannel implements SignalPort {
  readonly #options: SignalChannelOptions;
  readonly #scope = new Disposables();
  readonly #inFlight = new Map<number, () => void>();
  /** Refused by a server that did not know the call. */
  readonly #refused = new Map<number, Signal>();
  readonly #waiting: Signal[] = [];
  readonly #early = new Map<number, Signal>();
  /** Null once somebody listens. */
  #kept: Signal[] | null = [];
  #listener: (signal: Signal) => void = (signal) => void this.#kept?.push(signal);
  /** What runs when it is opened; null once it is. */
  #onOpen: (() => void)[] | null;
  #nextOut = 0;
  #nextIn = 0;

  /** To be made in the moment the call stands: signals that come before are acknowledged to nobody's benefit. */
  constructor(options: SignalChannelOptions) {
    this.#options = options;
    this.#onOpen = options.held === true ? [] : null;
    const { notices } = options.signaling;
    this.#scope.add(notices.on('webrtc_offer', (s) => this.#arrived(s, { type: 'offer', sdp: s.sdp })));
    this.#scope.add(notices.on('webrtc_answer', (s) => this.#arrived(s, { type: 'answer', sdp: s.sdp })));
    this.#scope.add(
      notices.on('webrtc_ice_candidate', (s) => {
        const { candidate, addresses } = s;
        this.#arrived(s, { type: 'candidate', candidate, ...(addresses && { addresses }) });
      }),
    );
  }

  send(signal: Signal): void {
    if (this.#scope.disposed || isOversized(signal)) return;
    this.#waiting.push(signal);
    this.#fill();
  }

  listen(listener: (signal: Signal) => void): void {
    this.#listener = listener;
    const kept = this.#kept ?? [];
    this.#kept = null;
    for (const signal of kept) listener(signal);
  }

  whenOpen(run: () => void): void {
    if (this.#onOpen === null) run();
    else this.#onOpen.push(run);
  }

  /** The call stands. */
  open(): void {
    const waiting = this.#onOpen ?? [];
    this.#onOpen = null;
    for (const run of waiting) run();
    this.#fill();
  }

  async askRelay(): Promise<readonly IceServer[]> {
    await new Promise<void>((opened) => this.whenOpen(opened));
    const { signaling, clock, callId } = this.#options;
    // A device link never asks: it has no pictures to send, and its two devices stand side by side.
    return askRelay({ signaling, clock, callId: callId as CallId });
  }

  /** The server knows the call again. */
  retry(): void {
    const refused = [...this.#refused];
    this.#refused.clear();
    for (const [seq, signal] of refused) this.#transmit(seq, signal);
  }

  close(): void {
    this.#scope.dispose();
    for (const stop of this.#inFlight.values()) stop();
    this.#inFlight.clear();
    this.#refused.clear();
    this.#waiting.length = 0;
    this.#early.clear();
    this.#kept = null;
  }

  #fill(): void {
    while (this.#onOpen === null && this.#inFlight.size + this.#refused.size < WINDOW) {
      const signal = this.#waiting.shift();
      if (!signal) return;
      this.#transmit(this.#nextOut++, signal);
    }
  }

  #transmit(seq: number, signal: Signal): void {
    const { signaling, clock, callId } = this.#options;
    const common = {
      signaling,
      clock,
      decided: (refusal: string | null) => {
        this.#inFlight.delete(seq);
        if (refusal === null) return this.#fill();
        // Not even when the server knows the call again.
        if (refusal === 'bad_payload') return this.close();
        this.#refused.set(seq, signal);
        this.#options.onRefused();
      },
    };
    const stop =
      signal.type === 'candidate'
        ? insist({
            ...common,
            name: 'webrtc_ice_candidate',
            payload: { callId, seq, candidate: signal.candidate },
          })
        : insist({ ...common, name: `webrtc_${signal.type}`, payload: { callId, seq, sdp: signal.sdp } });
    this.#inFlight.set(seq, stop);
  }

  #arrived({ callId, seq }: Notices[SignalName], signal: Signal): void {
    const isNew = seq >= this.#nextIn && seq < this.#nextIn + AHEAD;
    if (callId !== this.#options.callId || !isNew) return;
    this.#early.set(seq, signal);
    for (let next = this.#early.get(this.#nextIn); next; next = this.#early.get(this.#nextIn)) {
      this.#early.delete(this.#nextIn);
      this.#nextIn += 1;
      this.#listener(next);
    }
  }
}

/** Left out before it gets a number: the server would refuse it for good, and every later signal would wait for it. */
function isOversized(signal: Signal): boolean {
  if (signal.type !== 'candidate') return signal.sdp.length > LIMITS.sdpCharacters;
  return (signal.candidate?.candidate.length ?? 0) > LIMITS.candidateCharacters;
}
