/** What time does to a call: parties that lose and regain their connection, rings nobody answers, calls nobody returns to. */
import type { TabId, UserId } from '../../protocol/ids.ts';
import { ended, type CallRecords } from './calls.ts';
import type { CallRecord } from './records.ts';
import { NOTHING_CHANGES, type Outcome } from './rule.ts';

interface Party {
  readonly user: UserId;
  readonly tab: TabId;
}
interface OneCall {
  readonly call: CallRecord | null;
}

const holds = (call: CallRecord, { user, tab }: Party): boolean =>
  (call.caller.user === user && call.caller.tab === tab) ||
  (call.callee.user === user && call.callee.tab === tab);

/** The tab of a party lost its connection: the call waits for it, a ringing one for a shorter while. */
export function partyLost(
  { call }: OneCall,
  command: Party & { readonly ringingGraceMs: number; readonly activeGraceMs: number },
  now: number,
): Outcome<OneCall> {
  if (call === null || !holds(call, command) || call.lost.includes(command.user)) return NOTHING_CHANGES;
  const graceEnds = now + (call.phase === 'active' ? command.activeGraceMs : command.ringingGraceMs);
  const expiresAt = Math.min(call.expiresAt ?? Infinity, graceEnds);
  return {
    ...NOTHING_CHANGES,
    changes: { call: { ...call, lost: [...call.lost, command.user], expiresAt } },
  };
}

/** The same tab is connected again. */
export function partyBack({ call }: OneCall, command: Party): Outcome<OneCall> {
  if (call === null || !holds(call, command) || !call.lost.includes(command.user)) return NOTHING_CHANGES;
  const lost = call.lost.filter((user) => user !== command.user);
  // With the other party still lost, the running grace goes on.
  const freshEnd = call.phase === 'ringing' ? call.ringEndsAt : null;
  return {
    ...NOTHING_CHANGES,
    changes: { call: { ...call, lost, expiresAt: lost.length > 0 ? call.expiresAt : freshEnd } },
  };
}

/** The sweep's rule: a call whose time is up ends with the reason that fits. */
export function expire(records: CallRecords, now: number): Outcome<CallRecords> {
  const { call } = records;
  if (call === null || call.expiresAt === null || call.expiresAt > now) return NOTHING_CHANGES;
  if (call.phase === 'active') return ended(records, call, 'failed');
  return ended(records, call, call.lost.includes(call.caller.user) ? 'cancelled' : 'no_answer');
}

/** Somebody has left for good: whatever call they were in ends. */
export function abandon(records: CallRecords, command: { readonly user: UserId }): Outcome<CallRecords> {
  const { call } = records;
  if (call === null) return NOTHING_CHANGES;
  if (call.phase === 'active') return ended(records, call, 'failed');
  return ended(records, call, call.caller.user === command.user ? 'cancelled' : 'no_answer');
}
