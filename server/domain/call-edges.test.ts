/** What must not happen with a call: said by somebody it is not theirs to say, twice, too late, or of one who is not here any more. */
import { describe, expect, it } from 'vitest';
import { id, tabId, userId, userRecord } from '../../tests/support/records.ts';
import type { CallId } from '../../protocol/ids.ts';
import { abandon, expire, partyBack, partyLost } from './call-expiry.ts';
import { accept, end, ring, signalTarget, start, type CallRecords } from './calls.ts';
import type { CallRecord, UserRecord } from './records.ts';

const callId = id<CallId>('call');
const anaTab = { user: userId('ana'), tab: tabId('ana1') };
const beaTab = { user: userId('bea'), tab: tabId('bea1') };
/** Tabs name themselves, so nothing keeps a page from taking the name of another person's. */
const beaAsAna = { ...beaTab, tab: anaTab.tab };
const anaAsBea = { ...anaTab, tab: beaTab.tab };
const ringing: CallRecord = {
  id: callId,
  was: [],
  run: 'run',
  media: 'video',
  caller: anaTab,
  callee: { user: beaTab.user, tab: null },
  phase: 'ringing',
  tooOften: false,
  ringEndsAt: 41_000,
  lost: [],
  expiresAt: 41_000,
};
const active: CallRecord = { ...ringing, phase: 'active', callee: beaTab, expiresAt: null };
const people = ({ phase }: CallRecord) => ({
  caller: userRecord('ana', { call: { peer: beaTab.user, active: phase === 'active' } }),
  callee: userRecord('bea', { call: { peer: anaTab.user, active: phase === 'active' } }),
});
const inCall = (call: CallRecord): CallRecords => ({ ...people(call), call });
const nothing = { changes: {}, notices: [], value: undefined };
const statuses = ({ notices }: ReturnType<typeof end>) =>
  notices.flatMap(({ name, payload }) =>
    name === 'online_users_changed' ? payload.updated.map((person) => [person.name, person.status]) : [],
  );

describe('two who call each other', () => {
  const starting = { id: id<CallId>('other'), tab: beaTab.tab, media: 'video', run: 'run' } as const;
  const backAt = (call: CallRecord, now: number) => {
    const { caller, callee } = inCall(call);
    return start({ caller: callee, callee: caller, call }, { ...starting, accepted: true, ringMs: 1 }, now);
  };

  it('[CALL-4] have no call of one that has rung out', () => {
    expect(backAt(ringing, 40_999).value).toEqual({ callId, answered: true });
    expect(() => backAt(ringing, 41_000)).toThrow('already_in_call');
  });

  it('[CALL-4] have one already, also while a party is lost', () => {
    expect(() => backAt({ ...active, lost: [anaTab.user], expiresAt: 47_000 }, 2_000)).toThrow(
      'already_in_call',
    );
  });
});

describe('[CALL-5] a ring', () => {
  const rings = (call: CallRecord, by: typeof anaTab, callee: UserRecord | null = people(call).callee) =>
    ring({ call, callee }, { ...by, id: callId, audible: true });

  it('changes nothing', () => {
    expect(rings(ringing, beaTab).changes).toEqual({});
  });

  it.each([
    ['of the caller', ringing, anaTab, 'not_a_party'],
    ['of somebody else', ringing, { ...beaTab, user: userId('cem') }, 'not_a_party'],
    ['of a call that was answered', active, beaTab, 'call_ended'],
  ])('%s is refused', (_title, call, by, code) => {
    expect(() => rings(call, by)).toThrow(code);
  });

  it('for somebody who has left is refused', () => {
    expect(() => rings(ringing, beaTab, null)).toThrow('call_ended');
  });
});

it.each(['caller', 'callee'] as const)('[CALL-6] nobody takes a call whose %s has left', (gone) => {
  const records = { ...inCall(ringing), [gone]: null };
  expect(() => accept(records, { ...beaTab, id: callId, media: 'video' }, 2_000)).toThrow('call_ended');
});

describe('an end', () => {
  const by = { ...anaTab, id: callId, reason: 'hung_up' } as const;

  it('[PRES-4] makes both available again for everyone', () => {
    expect(statuses(end(inCall(active), by))).toEqual([
      ['ana', 'available'],
      ['bea', 'available'],
    ]);
    expect(statuses(end(inCall(ringing), by))).toEqual([]);
  });

  it('leaves alone who is in no call by now', () => {
    const free = userRecord('bea');
    const { changes } = end({ ...inCall(active), callee: free }, by);
    expect(changes.callee).toEqual(free);
    expect(end({ ...inCall(active), callee: null }, by).changes.callee).toBeNull();
  });
});

describe('time', () => {
  it('ends no call that has no end, and none that is over', () => {
    expect(expire(inCall(active), Number.MAX_SAFE_INTEGER)).toEqual(nothing);
    expect(expire({ ...people(active), call: null }, 0)).toEqual(nothing);
    expect(expire(inCall(ringing), 40_999)).toEqual(nothing);
  });

  it('ends a ringing call for want of an answer where it is the callee that was lost', () => {
    const { notices } = expire(inCall({ ...ringing, lost: [beaTab.user] }), 41_000);
    expect(notices[0]?.payload).toEqual({ callId, reason: 'no_answer' });
  });

  it('somebody who was in no call leaves none', () => {
    expect(abandon({ ...people(active), call: null }, { user: anaTab.user })).toEqual(nothing);
  });
});

describe('a lost connection', () => {
  const graces = { ringingGraceMs: 8_000, activeGraceMs: 45_000 };
  const lose = (call: CallRecord | null, party: typeof anaTab) =>
    partyLost({ call }, { ...party, ...graces }, 2_000);

  it.each([
    ['of somebody in no call', null, anaTab],
    ['of a tab of the callee that is called like that of the caller', active, beaAsAna],
    ['of a tab of the caller that is called like that of the callee', active, anaAsBea],
    ['that was noticed before', { ...active, lost: [anaTab.user], expiresAt: 3_000 }, anaTab],
  ])('%s changes nothing', (_title, call, party) => {
    expect(lose(call, party)).toEqual(nothing);
  });

  it('tells nobody', () => {
    expect(lose(active, anaTab).notices).toEqual([]);
  });

  it.each([
    ['is in no call', null, anaTab],
    ['was not lost', active, anaTab],
    [
      'is another tab',
      { ...active, lost: [beaTab.user], expiresAt: 9_000 },
      { ...beaTab, tab: tabId('bea2') },
    ],
    ['is called like the tab of the other', { ...active, lost: [beaTab.user], expiresAt: 9_000 }, beaAsAna],
  ])('that is back and %s changes nothing', (_title, call, party) => {
    expect(partyBack({ call }, party)).toEqual(nothing);
  });

  it('that is back tells nobody', () => {
    const lost = { ...active, lost: [beaTab.user], expiresAt: 9_000 };
    expect(partyBack({ call: lost }, beaTab).notices).toEqual([]);
  });
});

it.each([
  ['the callee from another tab', { ...beaTab, tab: tabId('bea2') }],
  ['the callee from a tab that is called like that of the caller', beaAsAna],
  ['the caller from a tab that is called like that of the callee', anaAsBea],
])('[CALL-11] no signal passes of %s', (_title, by) => {
  expect(() => signalTarget(active, { ...by, id: callId })).toThrow('not_a_party');
});
