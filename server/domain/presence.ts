/** Who is here: arriving, leaving with a grace, names, and what others see of a person. */
import { AppError } from '../../protocol/errors.ts';
import type { TabId, UserId } from '../../protocol/ids.ts';
import type { ChosenStatus, Person, PresenceStatus } from '../../protocol/presence.ts';
import type { NameRecord, UserRecord } from './records.ts';
import { NOTHING_CHANGES, type Notice, type Outcome } from './rule.ts';

export function statusOf(user: UserRecord): PresenceStatus {
  if (user.call?.active === true) return 'in_call';
  if (user.chosen !== 'available') return user.chosen;
  return user.tabs.length > 0 && user.tabs.every((tab) => tab.idle) ? 'away' : 'available';
}

export const personOf = (user: UserRecord): Person => ({
  id: user.id,
  name: user.name,
  status: statusOf(user),
  ...(user.bot ? { bot: true } : {}),
});

/** The change that everyone is told of, if anything they can see has changed. */
export function presenceNotices(before: UserRecord | null, after: UserRecord | null): Notice[] {
  const was = before === null ? null : personOf(before);
  const person = after === null ? null : personOf(after);
  const changes = { joined: [] as Person[], updated: [] as Person[], left: [] as UserId[] };
  if (person === null) {
    if (was === null) return [];
    changes.left.push(was.id);
  } else if (was === null) changes.joined.push(person);
  else if (was.name === person.name && was.status === person.status) return [];
  else changes.updated.push(person);
  return [{ to: { kind: 'everyone' }, name: 'online_users_changed', payload: changes }];
}

/** Of one person, on all their devices. */
export const MOST_TABS = 30;

interface NameChange {
  readonly me: UserRecord | null;
  /** Who holds the name that is wanted. */
  readonly name: NameRecord | null;
  /** Where the name held until now is recorded; the same key as `name` when only its look changes. */
  readonly oldName: NameRecord | null;
}

const holdsName = (name: NameRecord | null, id: UserId): boolean => name === null || name.owner === id;

/** A rename frees the old folded name, unless both fold alike. */
function nameChanges(me: UserRecord | null, id: UserId, folded: string) {
  const name: NameRecord = { owner: id, expiresAt: null };
  return me !== null && me.foldedName !== folded ? { name, oldName: null } : { name };
}

/**
 * A tab connects. The first tab of a person makes them appear; one within the grace goes unnoticed.
 * @throws AppError `name_taken`, `rate_limited` where there are too many
 */
export function arrive(
  records: NameChange,
  command: {
    readonly id: UserId;
    readonly tab: TabId;
    readonly name: string;
    readonly folded: string;
    readonly status: ChosenStatus;
    readonly bot: boolean;
  },
): Outcome<NameChange, Person> {
  const { me, name } = records;
  const { id, tab, folded } = command;
  if (!holdsName(name, id)) throw new AppError('name_taken');
  const others = (me?.tabs ?? []).filter((other) => other.id !== tab);
  if (others.length >= MOST_TABS) throw new AppError('rate_limited');
  const after: UserRecord = {
    id,
    name: command.name,
    foldedName: folded,
    chosen: command.status,
    bot: command.bot,
    tabs: [...others, { id: tab, idle: false }],
    call: me?.call ?? null,
    asked: me?.asked ?? [],
    askedBy: me?.askedBy ?? [],
    heardRings: me?.heardRings ?? [],
    resuming: me?.resuming ?? null,
    expiresAt: null,
  };
  return {
    changes: { me: after, ...nameChanges(me, id, folded) },
    notices: presenceNotices(me, after),
    value: personOf(after),
  };
}

interface Me {
  readonly me: UserRecord | null;
}

/** A tab is gone. After the last one, the grace begins. */
export function depart(
  { me }: Me,
  command: { readonly tab: TabId; readonly graceMs: number },
  now: number,
): Outcome<Me> {
  if (me === null) return NOTHING_CHANGES;
  const tabs = me.tabs.filter((tab) => tab.id !== command.tab);
  const after = {
    ...me,
    tabs,
    expiresAt: tabs.length === 0 ? (me.expiresAt ?? now + command.graceMs) : null,
  };
  return { changes: { me: after }, notices: presenceNotices(me, after), value: undefined };
}

interface Leaving extends Me {
  readonly name: NameRecord | null;
}

/** The grace is over: the person is gone and the name is free. The value is who left, null where they came back. */
export function leave({ me }: Leaving, now: number): Outcome<Leaving, UserRecord | null> {
  if (me === null || me.expiresAt === null || me.expiresAt > now) return { ...NOTHING_CHANGES, value: null };
  return { changes: { me: null, name: null }, notices: presenceNotices(me, null), value: me };
}

/** @throws AppError `name_taken`, `session_invalid` where the person is not here */
export function changeProfile(
  { me, name }: NameChange,
  command: {
    readonly tab: TabId;
    readonly name: { readonly shown: string; readonly folded: string } | null;
    readonly status?: ChosenStatus | undefined;
    readonly idle?: boolean | undefined;
  },
): Outcome<NameChange, Person> {
  if (me === null) throw new AppError('session_invalid');
  if (command.name !== null && !holdsName(name, me.id)) throw new AppError('name_taken');
  const { idle } = command;
  const after: UserRecord = {
    ...me,
    name: command.name?.shown ?? me.name,
    foldedName: command.name?.folded ?? me.foldedName,
    chosen: command.status ?? me.chosen,
    tabs:
      idle === undefined ? me.tabs : me.tabs.map((tab) => (tab.id === command.tab ? { ...tab, idle } : tab)),
  };
  return {
    changes: { me: after, ...(command.name === null ? {} : nameChanges(me, me.id, command.name.folded)) },
    notices: presenceNotices(me, after),
    value: personOf(after),
  };
}
