/** Who is told what about a call, to the letter. */
import { describe, expect, it } from 'vitest';
import { id, tabId, userId, userRecord } from '../../tests/support/records.ts';
import type { CallId } from '../../protocol/ids.ts';
import { callEndedNotices, callStartedNotices, startedAgainNotice } from './call-notices.ts';
import type { CallRecord } from './records.ts';
import { toTab, toUser } from './rule.ts';

const talks = { active: true, peer: userId('cem') };
const ana = userRecord('ana', { call: talks });
const bea = userRecord('bea', { call: talks });
const callId = id<CallId>('call');
const former = id<CallId>('former');
const anaTab = { user: ana.id, tab: tabId('ana1') };
const beaTab = { user: bea.id, tab: tabId('bea1') };
const active: CallRecord = {
  id: callId,
  was: [former],
  run: 'run',
  media: 'video',
  caller: anaTab,
  callee: beaTab,
  phase: 'active',
  tooOften: true,
  ringEndsAt: 41_000,
  lost: [],
  expiresAt: null,
};
const ringing: CallRecord = { ...active, phase: 'ringing', callee: { user: bea.id, tab: null } };

const inCall = (word: string) => ({ id: userId(word), name: word, status: 'in_call' });
const startedFor = (word: string, peer: string, role: string) => ({
  to: toTab(userId(word), tabId(`${word}1`)),
  name: 'call_started',
  payload: { callId, was: [former], peer: inCall(peer), media: 'video', role, run: 'run' },
});

it('[CALL-6] an answered call is told to the other tabs of the callee, to the caller, and to the two tabs that hold it', () => {
  const answer = { tab: tabId('bea1'), media: 'audio' } as const;
  expect(callStartedNotices(active, { caller: ana, callee: bea }, answer)).toEqual([
    {
      to: toUser(bea.id, tabId('bea1')),
      name: 'call_ended',
      payload: { callId, reason: 'answered_elsewhere' },
    },
    { to: toTab(ana.id, tabId('ana1')), name: 'call_accepted', payload: { callId, media: 'audio' } },
    startedFor('ana', 'bea', 'caller'),
    startedFor('bea', 'ana', 'callee'),
  ]);
});

describe('a tab that may have missed the start', () => {
  it('is told of the call that it holds', () => {
    expect(startedAgainNotice(active, anaTab, bea)).toEqual(startedFor('ana', 'bea', 'caller'));
    expect(startedAgainNotice(active, beaTab, ana)).toEqual(startedFor('bea', 'ana', 'callee'));
  });

  it.each([
    ['while it rings', ringing, anaTab],
    ['on another tab of the caller', active, { ...anaTab, tab: tabId('ana2') }],
    ['on another tab of the callee', active, { ...beaTab, tab: tabId('bea2') }],
    ['as somebody else on a tab that is called the same', active, { ...beaTab, user: userId('cem') }],
  ])('is told nothing %s', (_title, call, party) => {
    expect(startedAgainNotice(call, party, bea)).toBeNull();
  });
});

it('[CALL-8] the end is told to all tabs of the callee while it rings, and afterwards only to those of the call', () => {
  const payload = { callId, reason: 'failed' };
  const toCaller = { to: toTab(ana.id, tabId('ana1')), name: 'call_ended', payload };
  expect(callEndedNotices(ringing, 'failed')).toEqual([
    toCaller,
    { to: toUser(bea.id), name: 'call_ended', payload },
  ]);
  expect(callEndedNotices(active, 'failed')).toEqual([
    toCaller,
    { to: toTab(bea.id, tabId('bea1')), name: 'call_ended', payload },
  ]);
});
