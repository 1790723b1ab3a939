/** What is to be written down of one call, from the states it goes through. Pure. */
import type { CallMedia } from '../../protocol/calls.ts';
import type { CallId } from '../../protocol/ids.ts';
import type { CallOutcome } from '../storage/records.ts';
import { callIdOf, type CallState, type EndedCall } from './call-state.ts';
import type { CallPeer } from './call-view.ts';

export interface NotedCall {
  /** Null for one that the server never had. */
  readonly callId: CallId | null;
  readonly peer: CallPeer;
  /** Whether I called. */
  readonly mine: boolean;
  readonly media: CallMedia;
  readonly outcome: CallOutcome;
  readonly seconds?: number;
  /** How long ago it began, in milliseconds. */
  readonly ago: number;
}

export class CallNote {
  readonly #begunAt: number;
  /** The first that it had: a call that a reload cut gets another. */
  #callId: CallId | null;
  #mine: boolean;
  #answered = false;
  #over = false;

  /** `noted`: where a page before this one has noted it. */
  constructor(first: CallState, now: number, noted?: { readonly callId: CallId; readonly begunAt: number }) {
    this.#begunAt = noted?.begunAt ?? now;
    this.#callId = noted?.callId ?? null;
    this.#mine = first.phase === 'asking';
  }

  /** @returns what is new about the call; null where that is nothing worth a note */
  follow(state: CallState, now: number): NotedCall | null {
    if (this.#over) return null;
    this.#callId ??= callIdOf(state);
    // Of two calls that crossed there is one, and both sides say the same of who made it.
    if (state.phase === 'active') this.#mine = state.role === 'caller';
    if (state.phase === 'ended') {
      this.#over = true;
      const outcome = outcomeOf(state);
      return outcome && this.#note(state, outcome, state.seconds, now);
    }
    // Noted at once: the page may be gone before the call is over.
    if (state.phase !== 'active' || state.connectedAt === null || this.#answered) return null;
    this.#answered = true;
    return this.#note(state, 'answered', null, now);
  }

  /** For the page that takes the call up after a reload. */
  get noted(): { readonly callId: CallId | null; readonly begunAt: number } {
    return { callId: this.#callId, begunAt: this.#begunAt };
  }

  #note(state: CallState, outcome: CallOutcome, seconds: number | null, now: number): NotedCall {
    const { media, peer } = state;
    return {
      callId: this.#callId,
      peer,
      mine: this.#mine,
      media,
      outcome,
      ...(seconds !== null && { seconds }),
      ago: Math.max(0, now - this.#begunAt),
    };
  }
}

/** Null where nobody was called: they are asked first, or the person is in another call already. */
function outcomeOf({ by, reason, seconds }: EndedCall): CallOutcome | null {
  switch (reason) {
    case 'hung_up':
      return 'answered';
    case 'failed':
    case 'gone':
      return seconds === null ? 'failed' : 'answered';
    case 'busy':
      return by === 'me' ? null : 'busy';
    case 'not_accepted':
    case 'too_many':
      return null;
    case 'no_server':
      return 'failed';
    default:
      return reason;
  }
}
