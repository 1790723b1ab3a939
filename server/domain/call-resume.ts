/**
 * A page takes up a call again that it holds or held: after a restart of the server, which forgot all calls, or after a reload, which made
 * it another tab. A call that was forgotten stands again once both sides have said that they hold it.
 */
import type { CallMedia, CallRole } from '../../protocol/calls.ts';
import { AppError } from '../../protocol/errors.ts';
import type { CallId, TabId, UserId } from '../../protocol/ids.ts';
import { startedNotices } from './call-notices.ts';
import type { CallRecords } from './calls.ts';
import { presenceNotices } from './presence.ts';
import type { CallRecord, UserRecord } from './records.ts';
import { NOTHING_CHANGES, type Outcome } from './rule.ts';

export interface ResumeCommand {
  readonly user: UserId;
  readonly peer: UserId;
  /** That asks, and that held the call when it was last heard of; another one before a reload. */
  readonly tab: TabId;
  readonly heldBy: TabId;
  readonly id: CallId;
  readonly role: CallRole;
  readonly media: CallMedia;
  /** Whether they still accept each other. */
  readonly accepted: boolean;
  /** The run of the server that knew the call, and this one. */
  readonly knownTo: string;
  readonly run: string;
  /** For a call whose page has changed: what is on its way under the old id is of no use any more. */
  readonly newId: CallId;
  /** How long one side waits for the other to say the same. */
  readonly graceMs: number;
}

/** Of the former ids of a call so many are kept. */
const MOST_FORMER = 5;

/** @throws AppError `call_ended`, `answered_elsewhere` where another tab holds it, `session_invalid` */
export function resume(records: CallRecords, command: ResumeCommand, now: number): Outcome<CallRecords> {
  const { call } = records;
  const me = records[command.role];
  if (me === null) throw new AppError('session_invalid');
  if (call !== null) return takeUp(call, records, command);
  if (command.knownTo === command.run || me.call !== null) throw new AppError('call_ended');
  const other = records[command.role === 'caller' ? 'callee' : 'caller'];
  const claim = other?.resuming ?? null;
  const agrees =
    claim?.id === command.id &&
    claim.peer === command.user &&
    claim.role !== command.role &&
    claim.expiresAt > now;
  if (other && claim && agrees) return rebuild({ me, other, theirs: claim }, command);
  const { id, peer, role, tab, graceMs } = command;
  const fresh = tab !== command.heldBy;
  const resuming = { id, peer, role, tab, fresh, expiresAt: now + graceMs };
  return { changes: { [role]: { ...me, resuming } }, notices: [], value: undefined };
}

/** The server still knows it. */
function takeUp(call: CallRecord, records: CallRecords, command: ResumeCommand): Outcome<CallRecords> {
  const { role, tab, heldBy, user } = command;
  const isThis = call.id === command.id || call.was.includes(command.id);
  const holder = call[role];
  const { caller, callee } = records;
  if (call.phase !== 'active' || !isThis || holder.user !== user || caller === null || callee === null) {
    throw new AppError('call_ended');
  }
  if (holder.tab === tab) {
    const notices = startedNotices(call, { caller, callee }).filter(
      ({ to }) => 'tab' in to && to.tab === tab,
    );
    return { ...NOTHING_CHANGES, notices };
  }
  if (holder.tab !== heldBy) throw new AppError('answered_elsewhere');
  const lost = call.lost.filter((each) => each !== user);
  const after: CallRecord = {
    ...call,
    id: command.newId,
    was: [...call.was, call.id].slice(-MOST_FORMER),
    [role]: { user, tab },
    lost,
    expiresAt: lost.length > 0 ? call.expiresAt : null,
  };
  return { changes: { call: after }, notices: startedNotices(after, { caller, callee }), value: undefined };
}

/** The other side has said the same before. */
function rebuild(
  { me, other, theirs }: { me: UserRecord; other: UserRecord; theirs: NonNullable<UserRecord['resuming']> },
  command: ResumeCommand,
): Outcome<CallRecords> {
  const { id, media, role, run, tab } = command;
  if (!command.accepted || other.call !== null) throw new AppError('call_ended');
  const mine = { ...me, resuming: null, call: { peer: other.id, active: true } };
  const others = { ...other, resuming: null, call: { peer: me.id, active: true } };
  const people = role === 'caller' ? { caller: mine, callee: others } : { caller: others, callee: mine };
  const tabs = role === 'caller' ? { caller: tab, callee: theirs.tab } : { caller: theirs.tab, callee: tab };
  const isNew = theirs.fresh || tab !== command.heldBy;
  const call: CallRecord = {
    id: isNew ? command.newId : id,
    was: isNew ? [id] : [],
    run,
    media,
    caller: { user: people.caller.id, tab: tabs.caller },
    callee: { user: people.callee.id, tab: tabs.callee },
    phase: 'active',
    tooOften: false,
    ringEndsAt: 0,
    lost: [],
    expiresAt: null,
  };
  return {
    changes: { call, ...people },
    notices: [
      ...startedNotices(call, people),
      ...presenceNotices(me, mine),
      ...presenceNotices(other, others),
    ],
    value: undefined,
  };
}
