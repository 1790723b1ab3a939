/** What happens in one call, from the first ring to its end, as a pure function. It opens nothing and sends nothing. */
import type {
  CallMedia,
  CallRole,
  EndReason,
  IncomingCall,
  RingSilence,
  Silence,
  StartedCall,
} from '../../protocol/calls.ts';
import type { CallId } from '../../protocol/ids.ts';
import type { CallPeer, CallRoute, EndedBy } from './call-view.ts';

/**
 * Beside the server's own: what was never made (`no_server` where it did not answer), and `gone` for a call that ended while this
 * page could not hear of it.
 */
export type CallEndReason = EndReason | 'unreachable' | 'not_accepted' | 'no_server' | 'too_many' | 'gone';

interface Subject {
  readonly peer: CallPeer;
  /** What the call was started as. What this side gives of its own may be less; see `own`. */
  readonly media: CallMedia;
}

/** What is known of the devices of the other: the loudest of them counts. */
export type Ringing = 'not_yet' | 'aloud' | RingSilence;

export interface AskingCall extends Subject {
  readonly phase: 'asking';
}
export interface OutgoingCall extends Subject {
  readonly phase: 'outgoing';
  readonly callId: CallId;
  /** Whether a device of theirs has said that it rings, and if it makes no sound, why. */
  readonly rings: Ringing;
}
export interface RingingCall extends Subject {
  readonly phase: 'incoming';
  readonly callId: CallId;
  readonly silent: Silence | null;
}
/** This side wants the call, and the server has not yet said that it stands. */
export interface AcceptingCall extends Subject {
  readonly phase: 'accepting';
  readonly callId: CallId;
  readonly own: CallMedia;
  /** Of a call that a reload cut: it is taken up again, not answered. */
  readonly resumed: { readonly connectedAt: number | null } | null;
}
export interface ActiveCall extends Subject {
  readonly phase: 'active';
  readonly callId: CallId;
  readonly own: CallMedia;
  readonly role: CallRole;
  /** The run of the server that knows it. */
  readonly run: string;
  readonly link: 'connecting' | 'connected' | 'reconnecting';
  readonly connectedAt: number | null;
  readonly route: CallRoute | null;
}
export interface EndedCall extends Subject {
  readonly phase: 'ended';
  readonly callId: CallId | null;
  readonly reason: CallEndReason;
  readonly by: EndedBy;
  readonly seconds: number | null;
  /** Why the other device made no sound of it. */
  readonly silent: RingSilence | null;
  readonly route: CallRoute | null;
}

export type CallState = AskingCall | OutgoingCall | RingingCall | AcceptingCall | ActiveCall | EndedCall;

export type CallEvent =
  /** The server's answer to `start_call`. */
  | { readonly type: 'placed'; readonly callId: CallId; readonly answered: boolean }
  | { readonly type: 'rings'; readonly callId: CallId; readonly silent: RingSilence | null }
  /** Pressed by the person. */
  | { readonly type: 'accept'; readonly media: CallMedia }
  | { readonly type: 'decline' }
  | { readonly type: 'hang_up'; readonly at: number }
  | { readonly type: 'started'; readonly call: StartedCall }
  | { readonly type: 'link'; readonly status: 'connected' | 'reconnecting' | 'failed'; readonly at: number }
  | { readonly type: 'route'; readonly route: CallRoute }
  /** Their page said goodbye on the direct path. */
  | { readonly type: 'bye'; readonly at: number }
  /** The server's notice. */
  | { readonly type: 'ended'; readonly callId: CallId; readonly reason: EndReason; readonly at: number }
  /** The server knows it no more, or another tab holds it. */
  | { readonly type: 'over'; readonly elsewhere: boolean; readonly at: number }
  /** The server said no to a request about the call, or knows the call no more. */
  | { readonly type: 'refused'; readonly reason: CallEndReason; readonly by: EndedBy };

export function placedCall(peer: CallPeer, media: CallMedia): CallState {
  return { phase: 'asking', peer, media };
}

export function incomingCall({ callId, from, media, silent }: IncomingCall): CallState {
  return { phase: 'incoming', peer: { id: from.id, name: from.name }, media, callId, silent };
}

export function resumedCall(call: {
  readonly peer: CallPeer;
  readonly media: CallMedia;
  readonly own: CallMedia;
  readonly callId: CallId;
  readonly connectedAt: number | null;
}): AcceptingCall {
  const { peer, media, own, callId, connectedAt } = call;
  return { phase: 'accepting', peer, media, callId, own, resumed: { connectedAt } };
}

export function nextCallState(state: CallState, event: CallEvent): CallState {
  if (state.phase === 'ended') return state;
  switch (event.type) {
    case 'placed':
      return placed(state, event);
    case 'rings':
      return rang(state, event);
    case 'accept':
      if (state.phase !== 'incoming') return state;
      return {
        ...subject(state),
        phase: 'accepting',
        callId: state.callId,
        own: event.media,
        resumed: null,
      };
    case 'decline':
      return state.phase === 'incoming' ? end(state, { reason: 'declined', by: 'me' }) : state;
    case 'hang_up':
      return hungUp(state, event.at);
    case 'started':
      return started(state, event.call);
    case 'link':
      return state.phase === 'active' ? linkChanged(state, event) : state;
    case 'route':
      return state.phase !== 'active' || state.route === event.route
        ? state
        : { ...state, route: event.route };
    case 'bye':
      return state.phase === 'active' ? end(state, { reason: 'hung_up', by: 'them', at: event.at }) : state;
    case 'ended':
      if (state.phase === 'asking' || state.callId !== event.callId) return state;
      return end(state, { reason: event.reason, by: enderOf(state, event.reason), at: event.at });
    case 'over':
      return over(state, event);
    case 'refused':
      return state.phase === 'active' ? state : end(state, event);
    default:
      return assertNever(event);
  }
}

/** Phases in which the microphone and the camera may be open: only after the person placed the call or accepted it. */
export function wantsMedia(state: CallState): state is OutgoingCall | AcceptingCall | ActiveCall {
  // After a reload not before it is known that the call still stands.
  if (state.phase === 'accepting') return state.resumed === null;
  return state.phase === 'outgoing' || state.phase === 'active';
}

/** What this side gives; the whole of what it asked for where it placed the call. */
export function ownMedia(state: OutgoingCall | AcceptingCall | ActiveCall): CallMedia {
  return state.phase === 'outgoing' ? state.media : state.own;
}

export function callIdOf(state: CallState): CallId | null {
  return state.phase === 'asking' ? null : state.callId;
}

type LivingCall = Exclude<CallState, EndedCall>;

function placed(state: LivingCall, { callId, answered }: CallEvent & { type: 'placed' }): CallState {
  if (state.phase !== 'asking') return state;
  if (answered) return { ...subject(state), phase: 'accepting', callId, own: state.media, resumed: null };
  return { ...subject(state), phase: 'outgoing', callId, rings: 'not_yet' };
}

function rang(state: LivingCall, { callId, silent }: CallEvent & { type: 'rings' }): CallState {
  if (state.phase !== 'outgoing' || state.callId !== callId) return state;
  const rings = silent ?? 'aloud';
  return state.rings === 'aloud' || state.rings === rings ? state : { ...state, rings };
}

/** The notice may overtake the reply to `start_call`, so a call that is still being asked for knows it by the person alone. */
function started(state: LivingCall, call: StartedCall): CallState {
  if (state.phase === 'incoming') return state;
  const named = state.phase !== 'asking' && [call.callId, ...call.was].includes(state.callId);
  if (state.phase === 'active') return named ? startedAgain(state, call) : state;
  const known = state.phase === 'asking' ? state.peer.id === call.peer.id : named;
  if (!known) return state;
  const connectedAt = connectedSince(state);
  return {
    phase: 'active',
    peer: { id: call.peer.id, name: call.peer.name },
    media: call.media,
    callId: call.callId,
    own: state.phase === 'accepting' ? state.own : state.media,
    role: call.role,
    run: call.run,
    link: connectedAt === null ? 'connecting' : 'reconnecting',
    connectedAt,
    route: null,
  };
}

/** With another id the page of the other side is a new one, and there is no path to it yet. */
function startedAgain(state: ActiveCall, { callId, run }: StartedCall): CallState {
  if (callId === state.callId) return run === state.run ? state : { ...state, run };
  return { ...state, callId, run, link: state.connectedAt === null ? 'connecting' : 'reconnecting' };
}

function over(state: LivingCall, { elsewhere, at }: CallEvent & { type: 'over' }): CallState {
  if (state.phase !== 'active' && state.phase !== 'accepting') return state;
  return end(state, {
    reason: elsewhere ? 'answered_elsewhere' : 'gone',
    by: elsewhere ? 'me' : 'server',
    at,
  });
}

function linkChanged(state: ActiveCall, { status, at }: CallEvent & { type: 'link' }): CallState {
  if (status === 'failed') return end(state, { reason: 'failed', by: 'server', at });
  // A path that never stood cannot be lost: it is still being made.
  const unchanged = state.link === status || (status === 'reconnecting' && state.connectedAt === null);
  if (unchanged) return state;
  return { ...state, link: status, connectedAt: state.connectedAt ?? at };
}

function hungUp(state: LivingCall, at: number): CallState {
  switch (state.phase) {
    case 'incoming':
      return state;
    case 'asking':
    case 'outgoing':
      return end(state, { reason: 'cancelled', by: 'me' });
    case 'accepting':
    case 'active':
      return end(state, { reason: 'hung_up', by: 'me', at });
    default:
      return assertNever(state);
  }
}

function end(
  state: LivingCall,
  { reason, by, at = 0 }: { reason: CallEndReason; by: EndedBy; at?: number },
): EndedCall {
  const since = connectedSince(state);
  const seconds = since === null ? null : Math.max(0, Math.floor((at - since) / 1000));
  const rings = state.phase === 'outgoing' ? state.rings : 'not_yet';
  const route = state.phase === 'active' ? state.route : null;
  const silent = rings === 'not_yet' || rings === 'aloud' ? null : rings;
  return { ...subject(state), phase: 'ended', callId: callIdOf(state), reason, by, seconds, silent, route };
}

/** Null where media never flowed. */
function connectedSince(state: LivingCall): number | null {
  if (state.phase === 'accepting') return state.resumed?.connectedAt ?? null;
  return state.phase === 'active' ? state.connectedAt : null;
}

function enderOf(state: LivingCall, reason: EndReason): EndedBy {
  switch (reason) {
    case 'answered_elsewhere':
      return 'me';
    case 'declined':
    case 'no_answer':
      // What a ringing page is told of its own person: it was pressed on another device of theirs, or nowhere.
      return state.phase === 'incoming' ? 'me' : 'them';
    case 'hung_up':
    case 'busy':
    case 'cancelled':
      return 'them';
    case 'failed':
      return 'server';
    default:
      return assertNever(reason);
  }
}

function subject({ peer, media }: Subject): Subject {
  return { peer, media };
}

function assertNever(value: never): never {
  throw new Error(`not handled: ${JSON.stringify(value)}`);
}
