/** Who is told what about a call. */
import type { CallMedia, CallRole, EndReason, Silence } from '../../protocol/calls.ts';
import type { TabId, UserId } from '../../protocol/ids.ts';
import { personOf } from './presence.ts';
import type { CallRecord, UserRecord } from './records.ts';
import { toTab, toUser, type Address, type Notice } from './rule.ts';

export function incomingCallNotice(call: CallRecord, caller: UserRecord, callee: UserRecord): Notice {
  return {
    to: toUser(callee.id),
    name: 'incoming_call',
    payload: {
      callId: call.id,
      from: personOf(caller),
      media: call.media,
      silent: silence(call, callee),
    },
  };
}

/** To somebody who is in another call. */
export function waitingCallNotice(
  call: Pick<CallRecord, 'id' | 'media' | 'tooOften'>,
  caller: UserRecord,
  callee: UserRecord,
): Notice {
  const { id: callId, media } = call;
  return {
    to: toUser(callee.id),
    name: 'call_waiting',
    payload: { callId, from: personOf(caller), media, silent: silence(call, callee) },
  };
}

/** The caller is to hear a ring only where one is heard at the other end. */
export function callRingingNotice(call: CallRecord, callee: UserRecord, audible: boolean): Notice {
  const { caller, id: callId } = call;
  const silent = silence(call, callee) ?? (audible ? null : 'no_sound');
  return { to: toTab(caller.user, caller.tab), name: 'call_ringing', payload: { callId, silent } };
}

function silence({ tooOften }: Pick<CallRecord, 'tooOften'>, { chosen }: UserRecord): Silence | null {
  if (chosen === 'do_not_disturb') return 'do_not_disturb';
  return tooOften ? 'rang_often' : null;
}

export function callStartedNotices(
  call: CallRecord,
  people: { readonly caller: UserRecord; readonly callee: UserRecord },
  answer: { readonly tab: TabId; readonly media: CallMedia },
): Notice[] {
  const { caller, id } = call;
  return [
    {
      to: toUser(people.callee.id, answer.tab),
      name: 'call_ended',
      payload: { callId: id, reason: 'answered_elsewhere' },
    },
    {
      to: toTab(caller.user, caller.tab),
      name: 'call_accepted',
      payload: { callId: id, media: answer.media },
    },
    ...startedNotices(call, people),
  ];
}

/** To the two tabs that hold an active call. */
export function startedNotices(
  call: CallRecord,
  { caller, callee }: { readonly caller: UserRecord; readonly callee: UserRecord },
): Notice[] {
  const { tab } = call.callee;
  return [
    startedNotice(toTab(caller.id, call.caller.tab), call, callee, 'caller'),
    ...(tab === null ? [] : [startedNotice(toTab(callee.id, tab), call, caller, 'callee')]),
  ];
}

const startedNotice = (
  to: Address,
  { id, media, run, was }: Pick<CallRecord, 'id' | 'media' | 'run' | 'was'>,
  peer: UserRecord,
  role: CallRole,
): Notice => ({
  to,
  name: 'call_started',
  payload: { callId: id, was, peer: personOf(peer), media, role, run },
});

/** For a tab that holds the call and may have missed its start; null where it holds none of it. */
export function startedAgainNotice(
  call: CallRecord,
  party: { readonly user: UserId; readonly tab: TabId },
  peer: UserRecord,
): Notice | null {
  if (call.phase !== 'active') return null;
  const { caller, callee } = call;
  const role: CallRole = caller.user === party.user ? 'caller' : 'callee';
  const holder = role === 'caller' ? caller : callee;
  if (holder.user !== party.user || holder.tab !== party.tab) return null;
  return startedNotice(toTab(party.user, party.tab), call, peer, role);
}

/** While it rings, every tab of the callee must stop; afterwards only the two tabs of the call are concerned. */
export function callEndedNotices({ id, caller, callee }: CallRecord, reason: EndReason): Notice[] {
  const payload = { callId: id, reason };
  return [
    { to: toTab(caller.user, caller.tab), name: 'call_ended', payload },
    {
      to: callee.tab === null ? toUser(callee.user) : toTab(callee.user, callee.tab),
      name: 'call_ended',
      payload,
    },
  ];
}
