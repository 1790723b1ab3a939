import { describe, expect, it } from 'vitest';
import { id, tabId, userId, userRecord } from '../../tests/support/records.ts';
import type { CallId } from '../../protocol/ids.ts';
import { abandon, expire, partyBack, partyLost } from './call-expiry.ts';
import { accept, end, reject, ring, signalTarget, start, type CallRecords } from './calls.ts';
import type { CallRecord } from './records.ts';
import { toTab, toUser, type Notice } from './rule.ts';

const ana = userRecord('ana');
const bea = userRecord('bea');
const callId = id<CallId>('call');
const anaTab = { user: ana.id, tab: tabId('ana1') };
const beaTab = { user: bea.id, tab: tabId('bea1') };
const ringing: CallRecord = {
  id: callId,
  was: [],
  run: 'run',
  media: 'video',
  caller: anaTab,
  callee: { user: bea.id, tab: null },
  phase: 'ringing',
  tooOften: false,
  ringEndsAt: 41_000,
  lost: [],
  expiresAt: 41_000,
};
const active: CallRecord = { ...ringing, phase: 'active', callee: beaTab, expiresAt: null };
const idle: CallRecords = { caller: ana, callee: bea, call: null };
const inCall = (call: CallRecord): CallRecords => ({
  caller: { ...ana, call: { peer: bea.id, active: call.phase === 'active' } },
  callee: { ...bea, call: { peer: ana.id, active: call.phase === 'active' } },
  call,
});
const starting = {
  id: callId,
  tab: anaTab.tab,
  media: 'video',
  accepted: true,
  ringMs: 40_000,
  run: 'run',
} as const;
const byAna = { ...anaTab, id: callId };
const byBea = { ...beaTab, id: callId };
const told = (notices: readonly Notice[]) =>
  notices
    .filter((notice) => notice.name !== 'online_users_changed')
    .map(({ to, name, payload }) => ({
      to,
      name,
      ...('reason' in payload ? { reason: payload.reason } : {}),
    }));

describe('starting', () => {
  it('[CALL-1] rings every tab of the other', () => {
    const { changes, notices, value } = start(idle, starting, 1_000);
    const { callee, ...rest } = inCall(ringing);
    expect(changes).toEqual({ ...rest, callee: { ...callee, heardRings: [{ by: ana.id, at: 1_000 }] } });
    expect(value).toEqual({ callId, answered: false });
    expect(notices).toEqual([
      {
        to: toUser(bea.id),
        name: 'incoming_call',
        payload: {
          callId,
          from: { id: ana.id, name: 'ana', status: 'available' },
          media: 'video',
          silent: null,
        },
      },
    ]);
  });

  it('[CALL-2] rings silently where the other asked not to be disturbed', () => {
    const records = { ...idle, callee: { ...bea, chosen: 'do_not_disturb' as const } };
    expect(start(records, starting, 1_000).notices[0]?.payload).toMatchObject({ silent: 'do_not_disturb' });
  });

  it('[CALL-15] rings silently after three calls, until one is answered', () => {
    const insisted = { ...bea, heardRings: [1, 2, 3].map((at) => ({ by: ana.id, at })) };
    const fourth = start({ ...idle, callee: insisted }, starting, 1_000);
    expect(fourth.notices[0]?.payload).toMatchObject({ silent: 'rang_often' });
    const taken = accept({ ...idle, ...fourth.changes }, { ...byBea, media: 'video' }, 2_000);
    expect(taken.changes.callee?.heardRings).toEqual([]);
  });

  it.each([
    ['not_accepted', idle, { ...starting, accepted: false }],
    ['user_offline', { ...idle, callee: null }, starting],
    ['user_offline', { ...idle, callee: { ...bea, tabs: [], expiresAt: 5_000 } }, starting],
    [
      'already_in_call',
      { ...idle, caller: { ...ana, call: { peer: userId('cy'), active: true } } },
      starting,
    ],
    ['already_in_call', inCall(ringing), starting],
    ['session_invalid', { ...idle, caller: null }, starting],
  ])('[CALL-3] is refused with %s', (code, records, command) => {
    expect(() => start(records, command, 1_000)).toThrow(code);
  });

  it.each([true, false])(
    '[CALL-19] somebody in a call hears of it, and the caller that they are busy',
    (active) => {
      const busy = { ...bea, call: { peer: userId('cy'), active } };
      const from = { id: ana.id, name: 'ana', status: 'available' };
      expect(start({ ...idle, callee: busy }, starting, 1_000)).toEqual({
        changes: {},
        notices: [
          {
            to: toUser(bea.id),
            name: 'call_waiting',
            payload: { callId, from, media: 'video', silent: null },
          },
        ],
        value: 'user_busy',
      });
    },
  );

  it('[CALL-19] says why it is not to be shown where the callee is not to be disturbed', () => {
    const busy = { ...bea, call: { peer: userId('cy'), active: true } };
    const insisted = { ...busy, heardRings: [1, 2, 3].map((at) => ({ by: ana.id, at })) };
    const silent = (callee: typeof busy) => start({ ...idle, callee }, starting, 1_000).notices[0]?.payload;
    expect(silent({ ...busy, chosen: 'do_not_disturb' })).toMatchObject({ silent: 'do_not_disturb' });
    expect(silent(insisted)).toMatchObject({ silent: 'rang_often' });
  });

  it('[CALL-4] two people who call each other get one call, answered by the second', () => {
    const theirs = inCall(ringing);
    // Bea starts: she is the caller of the new call and the callee of the one that exists.
    const records = { caller: theirs.callee, callee: theirs.caller, call: ringing };
    const outcome = start(records, { ...starting, id: id<CallId>('other'), tab: beaTab.tab }, 2_000);
    expect(outcome.value).toEqual({ callId, answered: true });
    expect(outcome.changes.call).toEqual(active);
    expect(outcome.changes.caller).toEqual(inCall(active).callee);
    expect(outcome.changes.callee).toEqual(inCall(active).caller);
  });
});

describe('answering', () => {
  it('[CALL-5] a device that rings is reported to the tab that calls', () => {
    expect(ring(inCall(ringing), { ...byBea, audible: true }).notices).toEqual([
      { to: toTab(ana.id, anaTab.tab), name: 'call_ringing', payload: { callId, silent: null } },
    ]);
  });

  it.each([
    ['that device makes no sound', ringing, bea, false, 'no_sound'],
    [
      'the callee asked not to be disturbed',
      ringing,
      { ...bea, chosen: 'do_not_disturb' },
      true,
      'do_not_disturb',
    ],
    ['the caller rang too often', { ...ringing, tooOften: true }, bea, true, 'rang_often'],
  ] as const)('[CALL-5] no ring is heard by the caller where %s', (_title, call, callee, audible, silent) => {
    const [notice] = ring({ call, callee }, { ...byBea, audible }).notices;
    expect(notice?.payload).toEqual({ callId, silent });
  });

  it('[CALL-6] the first tab to accept takes the call and the others stop', () => {
    const { changes, notices } = accept(inCall(ringing), { ...byBea, media: 'audio' }, 2_000);
    expect(changes).toEqual(inCall(active));
    expect(told(notices)).toEqual([
      { to: toUser(bea.id, beaTab.tab), name: 'call_ended', reason: 'answered_elsewhere' },
      { to: toTab(ana.id, anaTab.tab), name: 'call_accepted' },
      { to: toTab(ana.id, anaTab.tab), name: 'call_started' },
      { to: toTab(bea.id, beaTab.tab), name: 'call_started' },
    ]);
    expect(notices.filter((notice) => notice.name === 'online_users_changed')).toHaveLength(2);
  });

  it.each([
    ['the second tab', inCall(active), { ...byBea, tab: tabId('bea2') }, 2_000, 'answered_elsewhere'],
    ['after the ringing is over', inCall(ringing), byBea, 41_000, 'call_ended'],
    ['after a cancel', { ...inCall(ringing), call: null }, byBea, 2_000, 'call_ended'],
    ['with a stale id', inCall(ringing), { ...byBea, id: id<CallId>('stale') }, 2_000, 'call_ended'],
    ['the caller itself', inCall(ringing), byAna, 2_000, 'not_a_party'],
    ['a third person', inCall(ringing), { ...byBea, user: userId('cy') }, 2_000, 'not_a_party'],
  ])('[CALL-6] accepting is refused: %s', (_title, records, by, now, code) => {
    expect(() => accept(records, { ...by, media: 'video' }, now)).toThrow(code);
  });

  it('[CALL-6] the tab that has the call may accept it again, which changes nothing', () => {
    expect(accept(inCall(active), { ...byBea, media: 'video' }, 2_000)).toEqual({
      changes: {},
      notices: [],
      value: undefined,
    });
  });

  it('[CALL-7] declining tells both', () => {
    const { changes, notices } = reject(inCall(ringing), byBea);
    expect(changes).toEqual(idle);
    expect(told(notices)).toEqual([
      { to: toTab(ana.id, anaTab.tab), name: 'call_ended', reason: 'declined' },
      { to: toUser(bea.id), name: 'call_ended', reason: 'declined' },
    ]);
  });

  it.each([
    ['the caller', ringing, byAna, 'not_a_party'],
    ['once answered', active, byBea, 'call_ended'],
  ])('[CALL-7] declining is refused: %s', (_title, call, by, code) => {
    expect(() => reject(inCall(call), by)).toThrow(code);
  });
});

describe('ending', () => {
  it.each([
    ['the caller of a ringing call', ringing, byAna, 'cancelled'],
    ['the callee of a ringing call', ringing, byBea, 'declined'],
    ['the caller of an active call', active, byAna, 'hung_up'],
    ['the callee of an active call', active, byBea, 'hung_up'],
    ['another tab of a party', active, { ...byBea, tab: tabId('bea2') }, 'hung_up'],
  ])('[CALL-8] by %s', (_title, call, by, reason) => {
    const { changes, notices } = end(inCall(call), { ...by, reason: 'hung_up' });
    expect(changes).toEqual(idle);
    expect(told(notices).map((notice) => notice.reason)).toEqual([reason, reason]);
  });

  it('[CALL-8] is nobody else’s to do', () => {
    expect(() => end(inCall(active), { ...byAna, user: userId('cy'), reason: 'hung_up' })).toThrow(
      'not_a_party',
    );
  });

  it('[CALL-8] leaves a person alone who is in another call by now', () => {
    const elsewhere = { ...ana, call: { peer: userId('cy'), active: true } };
    const { changes } = end({ ...inCall(active), caller: elsewhere }, { ...byBea, reason: 'failed' });
    expect(changes.caller).toEqual(elsewhere);
  });

  it.each([
    ['[CALL-9] nobody answers in time', ringing, 41_000, 'no_answer'],
    [
      '[CALL-9] the caller is lost while it rings',
      { ...ringing, lost: [ana.id], expiresAt: 9_000 },
      9_000,
      'cancelled',
    ],
    [
      '[CALL-10] a party of an active call does not come back',
      { ...active, lost: [bea.id], expiresAt: 9_000 },
      9_000,
      'failed',
    ],
  ])('%s', (_title, call, now, reason) => {
    expect(expire(inCall(call), now - 1).changes).toEqual({});
    const { changes, notices } = expire(inCall(call), now);
    expect(changes).toEqual(idle);
    expect(told(notices)[0]?.reason).toBe(reason);
  });

  it.each([
    [active, ana.id, 'failed'],
    [ringing, ana.id, 'cancelled'],
    [ringing, bea.id, 'no_answer'],
  ])('[CALL-10] a person who leaves for good leaves the call', (call, user, reason) => {
    const { notices } = abandon({ ...inCall(call), caller: null }, { user });
    expect(told(notices)[0]?.reason).toBe(reason);
  });
});

describe('losing the connection', () => {
  const lostBy = (party: typeof anaTab) => ({ ...party, ringingGraceMs: 8_000, activeGraceMs: 45_000 });

  it('[CALL-10] an active call waits for a lost party and goes on when it is back', () => {
    const lost = partyLost({ call: active }, lostBy(beaTab), 2_000).changes.call;
    expect(lost).toEqual({ ...active, lost: [bea.id], expiresAt: 47_000 });
    expect(partyBack({ call: lost ?? null }, beaTab).changes.call).toEqual(active);
  });

  it('[CALL-9] a ringing call waits for its caller no longer than it rings', () => {
    expect(partyLost({ call: ringing }, lostBy(anaTab), 2_000).changes.call?.expiresAt).toBe(10_000);
    expect(partyLost({ call: ringing }, lostBy(anaTab), 40_000).changes.call?.expiresAt).toBe(41_000);
    const lost = { ...ringing, lost: [ana.id], expiresAt: 10_000 };
    expect(partyBack({ call: lost }, anaTab).changes.call).toEqual(ringing);
  });

  it('[CALL-10] with both lost the grace of the first runs on', () => {
    const one = { ...active, lost: [ana.id], expiresAt: 47_000 };
    const both = partyLost({ call: one }, lostBy(beaTab), 10_000).changes.call ?? null;
    expect(both?.expiresAt).toBe(47_000);
    expect(partyBack({ call: both }, beaTab).changes.call).toEqual(one);
  });

  it('[CALL-10] other tabs of a party are no loss', () => {
    expect(partyLost({ call: active }, lostBy({ ...beaTab, tab: tabId('bea2') }), 0).changes).toEqual({});
    expect(partyLost({ call: ringing }, lostBy(beaTab), 0).changes).toEqual({});
  });

  it('[CALL-10] a lost caller of an accepted call keeps the grace that runs', () => {
    const lost = { ...ringing, lost: [ana.id], expiresAt: 10_000 };
    expect(accept(inCall(lost), { ...byBea, media: 'video' }, 3_000).changes.call?.expiresAt).toBe(10_000);
  });
});

describe('signals', () => {
  it('[CALL-11] go to the other tab of the active call', () => {
    expect(signalTarget(active, byAna)).toEqual(beaTab);
    expect(signalTarget(active, byBea)).toEqual(anaTab);
  });

  it.each([
    ['before it is accepted', ringing, byAna, 'call_ended'],
    ['after it ended', null, byAna, 'call_ended'],
    ['with a stale id', active, { ...byAna, id: id<CallId>('stale') }, 'call_ended'],
    ['from another tab of a party', active, { ...byAna, tab: tabId('ana2') }, 'not_a_party'],
    ['from a third person', active, { ...byAna, user: userId('cy') }, 'not_a_party'],
  ])('[CALL-11] are refused %s', (_title, call, by, code) => {
    expect(() => signalTarget(call, by)).toThrow(code);
  });
});
