import { describe, expect, it } from 'vitest';
import type { CallId } from '../../protocol/ids.ts';
import { id, tabId, userId, userRecord } from '../../tests/support/records.ts';
import { arrive, changeProfile, depart, leave, MOST_TABS, presenceNotices, statusOf } from './presence.ts';
import type { UserRecord } from './records.ts';

const ana = userRecord('ana');
const nothing = { changes: {}, notices: [], value: undefined };
const everyone = { kind: 'everyone' } as const;
const arriving = (change = {}) => ({
  id: ana.id,
  tab: tabId('ana1'),
  name: 'ana',
  folded: 'ana',
  status: 'available' as const,
  bot: false,
  ...change,
});
const noName = { name: null, oldName: null };

describe('arriving', () => {
  it('[PRES-1] the first tab of a person makes them appear to everyone', () => {
    const { changes, notices, value } = arrive({ me: null, ...noName }, arriving());
    expect(changes).toEqual({ me: ana, name: { owner: ana.id, expiresAt: null } });
    expect(value).toEqual({ id: ana.id, name: 'ana', status: 'available' });
    expect(notices).toEqual([
      { to: everyone, name: 'online_users_changed', payload: { joined: [value], updated: [], left: [] } },
    ]);
  });

  it('[PRES-3] a second tab is the same person and goes unnoticed', () => {
    const name = { owner: ana.id, expiresAt: null };
    const outcome = arrive({ me: ana, name, oldName: name }, arriving({ tab: tabId('ana2') }));
    expect(outcome.changes.me?.tabs.map((tab) => tab.id)).toEqual([tabId('ana1'), tabId('ana2')]);
    expect(outcome.notices).toEqual([]);
  });

  it('[PRES-3] a person has thirty tabs at most, and a known one may always come back', () => {
    const tabs = Array.from({ length: MOST_TABS }, (_, at) => ({ id: tabId(`ana${at}`), idle: false }));
    const me: UserRecord = { ...ana, tabs };
    const name = { owner: ana.id, expiresAt: null };
    const arrives = (tab: string) => arrive({ me, name, oldName: name }, arriving({ tab: tabId(tab) }));
    expect(() => arrives('another')).toThrow('rate_limited');
    expect(arrives('ana7').changes.me?.tabs).toHaveLength(MOST_TABS);
  });

  it('[PRES-2] a person back within the grace goes unnoticed and keeps what they were in', () => {
    const kept: UserRecord = {
      ...ana,
      asked: [userId('cem')],
      askedBy: [userId('bea')],
      call: { peer: userId('cem'), active: false },
      heardRings: [{ by: userId('bea'), at: 1 }],
      resuming: {
        id: id<CallId>('call'),
        peer: userId('cem'),
        role: 'caller',
        tab: tabId('ana1'),
        fresh: false,
        expiresAt: 9_000,
      },
    };
    const name = { owner: ana.id, expiresAt: null };
    const gone = { ...kept, tabs: [], expiresAt: 5_000 };
    const outcome = arrive({ me: gone, name, oldName: name }, arriving());
    expect(outcome.changes).toEqual({ me: kept, name });
    expect(outcome.notices).toEqual([]);
  });

  it('[PRES-6] a name that somebody else holds is refused', () => {
    const name = { owner: userId('bea'), expiresAt: null };
    expect(() => arrive({ me: null, name, oldName: name }, arriving())).toThrow('name_taken');
  });

  it('[PRES-6] arriving under another name frees the old one', () => {
    const oldName = { owner: ana.id, expiresAt: null };
    const outcome = arrive({ me: ana, name: null, oldName }, arriving({ name: 'Anna', folded: 'anna' }));
    expect(outcome.changes).toMatchObject({ name: { owner: ana.id }, oldName: null });
    expect(outcome.notices).toHaveLength(1);
  });
});

describe('leaving', () => {
  it('[PRES-2] after the last tab the grace begins, unannounced', () => {
    const outcome = depart({ me: ana }, { tab: tabId('ana1'), graceMs: 8_000 }, 1_000);
    expect(outcome.changes.me).toEqual({ ...ana, tabs: [], expiresAt: 9_000 });
    expect(outcome.notices).toEqual([]);
  });

  it('[PRES-3] with another tab open nothing begins', () => {
    const two = { ...ana, tabs: [...ana.tabs, { id: tabId('ana2'), idle: false }] };
    const outcome = depart({ me: two }, { tab: tabId('ana2'), graceMs: 8_000 }, 1_000);
    expect(outcome.changes.me).toEqual(ana);
  });

  it('[PRES-2] who goes once more within the grace gains no time by it', () => {
    const gone = { ...ana, tabs: [], expiresAt: 9_000 };
    expect(depart({ me: gone }, { tab: tabId('ana1'), graceMs: 8_000 }, 5_000).changes.me).toEqual(gone);
  });

  it('[PRES-2] who is not here cannot go', () => {
    expect(depart({ me: null }, { tab: tabId('ana1'), graceMs: 8_000 }, 0)).toEqual(nothing);
  });

  it('[PRES-2] who is here, or is gone already, does not leave', () => {
    const name = { owner: ana.id, expiresAt: null };
    expect(leave({ me: ana, name }, 9_000)).toEqual({ ...nothing, value: null });
    expect(leave({ me: null, name: null }, 9_000)).toEqual({ ...nothing, value: null });
  });

  it('[PRES-2] at the end of the grace the person is gone and the name is free', () => {
    const gone = { ...ana, tabs: [], expiresAt: 9_000 };
    const name = { owner: ana.id, expiresAt: null };
    expect(leave({ me: gone, name }, 8_999).value).toBeNull();
    const outcome = leave({ me: gone, name }, 9_000);
    expect(outcome.changes).toEqual({ me: null, name: null });
    expect(outcome.value).toEqual(gone);
    expect(outcome.notices).toEqual([
      { to: everyone, name: 'online_users_changed', payload: { joined: [], updated: [], left: [ana.id] } },
    ]);
  });
});

describe('what others see', () => {
  const idle = (...tabs: boolean[]) => tabs.map((each, n) => ({ id: tabId(`ana${n}`), idle: each }));
  it.each<[string, Partial<UserRecord>, string]>([
    ['is available by default', {}, 'available'],
    ['is away by choice', { chosen: 'away' }, 'away'],
    ['is away when all tabs are idle', { tabs: idle(true, true) }, 'away'],
    ['is available while one tab is used', { tabs: idle(true, false) }, 'available'],
    ['keeps do not disturb while idle', { chosen: 'do_not_disturb', tabs: idle(true) }, 'do_not_disturb'],
    ['is in a call whatever was chosen', { chosen: 'away', call: { peer: ana.id, active: true } }, 'in_call'],
    ['is not in a call that only rings', { call: { peer: ana.id, active: false } }, 'available'],
    ['is available within the grace', { tabs: [], expiresAt: 1 }, 'available'],
  ])('[PRES-4] a person %s', (_title, change, status) => {
    expect(statusOf({ ...ana, ...change })).toBe(status);
  });
});

describe('a change', () => {
  it('[PRES-8] of nobody is told to nobody', () => {
    expect(presenceNotices(null, null)).toEqual([]);
  });

  it.each([
    ['a name', { name: 'Anna' }],
    ['a status', { chosen: 'away' as const }],
  ])('[PRES-8] of %s is told to everyone', (_title, change) => {
    const after = { ...ana, ...change };
    const person = { id: ana.id, name: after.name, status: statusOf(after) };
    expect(presenceNotices(ana, after)).toEqual([
      { to: everyone, name: 'online_users_changed', payload: { joined: [], updated: [person], left: [] } },
    ]);
  });
});

describe('changing the profile', () => {
  const tab = tabId('ana1');

  it('is for people who are here', () => {
    expect(() => changeProfile({ me: null, ...noName }, { tab, name: null })).toThrow('session_invalid');
  });

  it('[PRES-4] changes what is named and nothing else', () => {
    const tabs = [
      { id: tab, idle: false },
      { id: tabId('ana2'), idle: false },
    ];
    const me: UserRecord = { ...ana, chosen: 'away', tabs };
    const change = (command: Omit<Parameters<typeof changeProfile>[1], 'tab'>) =>
      changeProfile({ me, ...noName }, { tab, ...command }).changes;
    expect(change({ name: null })).toEqual({ me });
    expect(change({ name: null, status: 'available' })).toEqual({ me: { ...me, chosen: 'available' } });
    const idle = [{ id: tab, idle: true }, tabs[1]];
    expect(change({ name: null, idle: true })).toEqual({ me: { ...me, tabs: idle } });
    expect(change({ name: { shown: 'Zoe', folded: 'zoe' } })).toEqual({
      me: { ...me, name: 'Zoe', foldedName: 'zoe' },
      name: { owner: ana.id, expiresAt: null },
      oldName: null,
    });
  });

  it('[PRES-4] a status is announced', () => {
    const outcome = changeProfile({ me: ana, ...noName }, { tab, name: null, status: 'away' });
    expect(outcome.value.status).toBe('away');
    expect(outcome.notices).toHaveLength(1);
  });

  it('[PRES-4] what nobody can see is not announced', () => {
    const away = { ...ana, chosen: 'away' as const };
    expect(changeProfile({ me: away, ...noName }, { tab, name: null, idle: true }).notices).toEqual([]);
  });

  it('[PRES-6] a free name is taken and the old one freed', () => {
    const oldName = { owner: ana.id, expiresAt: null };
    const name = { shown: 'Bea', folded: 'bea' };
    const outcome = changeProfile({ me: ana, name: null, oldName }, { tab, name });
    expect(outcome.changes).toMatchObject({ me: { name: 'Bea' }, name: { owner: ana.id }, oldName: null });
  });

  it('[PRES-6] another look of the own name keeps it', () => {
    const held = { owner: ana.id, expiresAt: null };
    const name = { shown: 'ANA', folded: 'ana' };
    const outcome = changeProfile({ me: ana, name: held, oldName: held }, { tab, name });
    expect(outcome.changes.name).toEqual(held);
    expect(outcome.changes.oldName).toBeUndefined();
  });

  it('[PRES-6] who keeps their name is not asked whose it is', () => {
    const held = { owner: userId('bea'), expiresAt: null };
    const { value } = changeProfile(
      { me: ana, name: held, oldName: held },
      { tab, name: null, status: 'away' },
    );
    expect(value).toEqual({ id: ana.id, name: 'ana', status: 'away' });
  });

  it('[PRES-6] a name of somebody else is refused', () => {
    const name = { shown: 'Bea', folded: 'bea' };
    const held = { owner: userId('bea'), expiresAt: null };
    expect(() => changeProfile({ me: ana, name: held, oldName: null }, { tab, name })).toThrow('name_taken');
  });
});
