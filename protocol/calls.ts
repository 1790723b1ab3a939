import type { CallId, LinkId } from './ids.ts';
import type { Person } from './presence.ts';

export const CALL_MEDIA = ['audio', 'video'] as const;
export type CallMedia = (typeof CALL_MEDIA)[number];

export const END_REASONS = [
  'hung_up',
  'declined',
  'no_answer',
  'busy',
  'cancelled',
  'answered_elsewhere',
  'failed',
] as const;
export type EndReason = (typeof END_REASONS)[number];

/** The caller makes the first offer; the callee is the polite side of perfect negotiation (W3C webrtc-pc, 10.7). */
export const CALL_ROLES = ['caller', 'callee'] as const;
export type CallRole = (typeof CALL_ROLES)[number];

/** The callee asked not to be disturbed, or the caller rang again and again. */
export type Silence = 'do_not_disturb' | 'rang_often';

export interface IncomingCall {
  readonly callId: CallId;
  readonly from: Person;
  readonly media: CallMedia;
  /** Why it is only shown and makes no sound; null where it rings. */
  readonly silent: Silence | null;
}

/** Why the caller hears no ring though a device of the callee shows the call; `no_sound`: that device makes none. */
export type RingSilence = Silence | 'no_sound';

/** Of somebody in a call: who called meanwhile, and was told that they are busy. */
export interface WaitingCall {
  readonly callId: CallId;
  readonly from: Person;
  readonly media: CallMedia;
  /** Why it is not even said; null where it may be. */
  readonly silent: Silence | null;
}

export interface StartedCall {
  readonly callId: CallId;
  /** Former ids of the call, the oldest first: a page that was loaded anew within it gives it another. */
  readonly was: readonly CallId[];
  /** The run of the server that knows it; another one after a restart. */
  readonly run: string;
  readonly peer: Person;
  readonly media: CallMedia;
  readonly role: CallRole;
}

/** Same members as RTCIceServer, which this folder (no DOM) cannot name. */
export interface IceServer {
  readonly urls: string | string[];
  readonly username?: string;
  readonly credential?: string;
}

/** Numbered from 0 by its sender within the call, so that a resent signal is recognised and order is kept. */
interface Signal {
  /** The two tabs of an open device link find each other by the same signals, under the link's id. */
  readonly callId: CallId | LinkId;
  readonly seq: number;
}
export interface DescriptionSignal extends Signal {
  readonly sdp: string;
}
export interface CandidateSignal extends Signal {
  /** Null says that there are no more candidates of this generation. */
  readonly candidate: {
    readonly candidate: string;
    readonly sdpMid: string | null;
    readonly sdpMLineIndex: number | null;
    readonly usernameFragment: string | null;
  } | null;
}
/** As it reaches the other browser. */
export interface RelayedCandidate extends CandidateSignal {
  /** Where the server sees its sender; only with a candidate that hides its address behind a `.local` name. */
  readonly addresses?: readonly string[];
}
