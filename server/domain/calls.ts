/** Call control: one record per pair decides. Accepting is an atomic claim, so the first tab wins; every end has a reason. */
import type { CallMedia, EndReason } from '../../protocol/calls.ts';
import { AppError } from '../../protocol/errors.ts';
import type { CallId, TabId, UserId } from '../../protocol/ids.ts';
import {
  callEndedNotices,
  callRingingNotice,
  callStartedNotices,
  incomingCallNotice,
  waitingCallNotice,
} from './call-notices.ts';
import { presenceNotices } from './presence.ts';
import type { CallRecord, UserRecord } from './records.ts';
import { answered, heard } from './ring-limit.ts';
import { NOTHING_CHANGES, type Outcome } from './rule.ts';

export interface CallRecords {
  readonly caller: UserRecord | null;
  readonly callee: UserRecord | null;
  readonly call: CallRecord | null;
}
interface ByTab {
  readonly user: UserId;
  readonly tab: TabId;
  readonly id: CallId;
}

/** Busy is an outcome, not an error: the callee is told of it. */
type StartedOrBusy = { readonly callId: CallId; readonly answered: boolean } | 'user_busy';

/**
 * Rings the other person. If that person is already calling this one, the two calls become one, answered here.
 * `caller` and `callee` are the parties of the call that is to be made, whoever made the one that exists.
 * @throws AppError `not_accepted`, `user_offline`, `already_in_call`
 */
export function start(
  records: CallRecords,
  command: {
    readonly id: CallId;
    readonly tab: TabId;
    readonly media: CallMedia;
    readonly accepted: boolean;
    readonly ringMs: number;
    readonly run: string;
  },
  now: number,
): Outcome<CallRecords, StartedOrBusy> {
  const { caller, callee, call } = records;
  const { id, tab, media } = command;
  if (caller === null) throw new AppError('session_invalid');
  if (!command.accepted) throw new AppError('not_accepted');
  if (callee === null || callee.tabs.length === 0) throw new AppError('user_offline');
  if (
    call?.phase === 'ringing' &&
    call.caller.user === callee.id &&
    call.expiresAt !== null &&
    call.expiresAt > now
  ) {
    const swapped = { caller: callee, callee: caller, call };
    const { changes, notices } = accept(swapped, { user: caller.id, tab, id: call.id, media }, now);
    return {
      changes: {
        ...(changes.callee === undefined ? {} : { caller: changes.callee }),
        ...(changes.caller === undefined ? {} : { callee: changes.caller }),
        ...(changes.call === undefined ? {} : { call: changes.call }),
      },
      notices,
      value: { callId: call.id, answered: true },
    };
  }
  if (caller.call !== null) throw new AppError('already_in_call');
  const { tooOften, heardRings } = heard(callee, caller.id, now);
  if (callee.call !== null) {
    // Not counted as heard: whoever tries while somebody talks is not to be silent when they have time.
    const notices = [waitingCallNotice({ id, media, tooOften }, caller, callee)];
    return { changes: {}, notices, value: 'user_busy' };
  }
  const ringing: CallRecord = {
    id,
    was: [],
    run: command.run,
    media,
    caller: { user: caller.id, tab },
    callee: { user: callee.id, tab: null },
    phase: 'ringing',
    tooOften,
    ringEndsAt: now + command.ringMs,
    lost: [],
    expiresAt: now + command.ringMs,
  };
  return {
    changes: {
      call: ringing,
      caller: { ...caller, call: { peer: callee.id, active: false } },
      callee: { ...callee, call: { peer: caller.id, active: false }, heardRings },
    },
    notices: [incomingCallNotice(ringing, caller, callee)],
    value: { callId: id, answered: false },
  };
}

/** The call that a command speaks of, with the sender's right to speak of it checked. */
function callOf(call: CallRecord | null, { user, id }: Pick<ByTab, 'user' | 'id'>): CallRecord {
  if (call === null || call.id !== id) throw new AppError('call_ended');
  if (call.caller.user !== user && call.callee.user !== user) throw new AppError('not_a_party');
  return call;
}

/** A device of the callee shows the call, with a sound or without. @throws AppError `call_ended`, `not_a_party` */
export function ring(
  { call, callee }: Pick<CallRecords, 'call' | 'callee'>,
  command: ByTab & { readonly audible: boolean },
): Outcome<Pick<CallRecords, 'call' | 'callee'>> {
  const ringing = callOf(call, command);
  if (ringing.callee.user !== command.user) throw new AppError('not_a_party');
  if (ringing.phase !== 'ringing' || callee === null) throw new AppError('call_ended');
  return { ...NOTHING_CHANGES, notices: [callRingingNotice(ringing, callee, command.audible)] };
}

/** The first tab to accept takes the call. @throws AppError `answered_elsewhere`, `call_ended`, `not_a_party` */
export function accept(
  records: CallRecords,
  command: ByTab & { readonly media: CallMedia },
  now: number,
): Outcome<CallRecords> {
  const call = callOf(records.call, command);
  const { caller, callee } = records;
  if (call.callee.user !== command.user) throw new AppError('not_a_party');
  // The tab that has the call may ask again, where it never heard that it was given it.
  if (call.phase === 'active' && call.callee.tab === command.tab) return NOTHING_CHANGES;
  if (call.phase === 'active') throw new AppError('answered_elsewhere');
  if (caller === null || callee === null || (call.expiresAt !== null && call.expiresAt <= now)) {
    throw new AppError('call_ended');
  }
  const active: CallRecord = {
    ...call,
    phase: 'active',
    callee: { user: call.callee.user, tab: command.tab },
    // A caller who lost the connection while it rang keeps the grace that is running.
    expiresAt: call.lost.length > 0 ? call.expiresAt : null,
  };
  const after = {
    caller: { ...caller, call: { peer: callee.id, active: true } },
    callee: {
      ...callee,
      call: { peer: caller.id, active: true },
      heardRings: answered(callee, caller.id),
    },
  };
  return {
    changes: { call: active, ...after },
    notices: [
      ...callStartedNotices(active, after, command),
      ...presenceNotices(caller, after.caller),
      ...presenceNotices(callee, after.callee),
    ],
    value: undefined,
  };
}

/** The callee does not take the call. @throws AppError `call_ended`, `not_a_party` */
export function reject(records: CallRecords, by: ByTab): Outcome<CallRecords> {
  const call = callOf(records.call, by);
  if (call.callee.user !== by.user) throw new AppError('not_a_party');
  if (call.phase !== 'ringing') throw new AppError('call_ended');
  return ended(records, call, 'declined');
}

/** Hangs up, cancels or declines, by phase and side; any tab of either person may. @throws AppError `call_ended`, `not_a_party` */
export function end(
  records: CallRecords,
  command: Omit<ByTab, 'tab'> & { readonly reason: 'hung_up' | 'failed' },
): Outcome<CallRecords> {
  const call = callOf(records.call, command);
  if (call.phase === 'active') return ended(records, call, command.reason);
  return ended(records, call, call.caller.user === command.user ? 'cancelled' : 'declined');
}

export function ended(records: CallRecords, call: CallRecord, reason: EndReason): Outcome<CallRecords> {
  const { caller, callee } = records;
  const free = (user: UserRecord | null, peer: UserId) =>
    user?.call?.peer === peer ? { ...user, call: null } : user;
  const after = { caller: free(caller, call.callee.user), callee: free(callee, call.caller.user) };
  return {
    changes: { call: null, ...after },
    notices: [
      ...callEndedNotices(call, reason),
      ...presenceNotices(caller, after.caller),
      ...presenceNotices(callee, after.callee),
    ],
    value: undefined,
  };
}

/** Where a signal of this tab goes: to the other tab of an active call, and nowhere else. @throws AppError `call_ended`, `not_a_party` */
export function signalTarget(
  record: CallRecord | null,
  by: ByTab,
): { readonly user: UserId; readonly tab: TabId } {
  const call = callOf(record, by);
  const { caller, callee } = call;
  if (call.phase !== 'active' || callee.tab === null) throw new AppError('call_ended');
  if (caller.user === by.user && caller.tab === by.tab) return { user: callee.user, tab: callee.tab };
  if (callee.user === by.user && callee.tab === by.tab) return { user: caller.user, tab: caller.tab };
  throw new AppError('not_a_party');
}
