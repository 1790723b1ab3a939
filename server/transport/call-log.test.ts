import { beforeEach, describe, expect, it } from 'vitest';
import type { EndReason } from '../../protocol/calls.ts';
import type { CallId } from '../../protocol/ids.ts';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { id, tabId, userId } from '../../tests/support/records.ts';
import { toTab, toUser, type Notice } from '../domain/rule.ts';
import { CallLog } from './call-log.ts';

const [ana, bea] = [userId('ana'), userId('bea')];
const call = id<CallId>('ca11');
const person = (word: typeof ana) => ({ id: word, name: 'somebody', status: 'available' as const });

const rings: Notice = {
  to: toUser(bea),
  name: 'incoming_call',
  payload: { callId: call, from: person(ana), media: 'audio', silent: null },
};
const started = (callId = call, was: readonly CallId[] = []): Notice => ({
  to: toTab(ana, tabId('ana1')),
  name: 'call_started',
  payload: { callId, was, peer: person(bea), media: 'audio', role: 'caller', run: 'run' },
});
const ended = (reason: EndReason, callId = call): Notice => ({
  to: toUser(ana),
  name: 'call_ended',
  payload: { callId, reason },
});

let clock: ManualClock;
let said: unknown[];
let log: CallLog;
beforeEach(() => {
  clock = new ManualClock();
  said = [];
  log = new CallLog({ info: (words, fields) => void said.push([words, fields]) }, clock);
});
/** Each to both people, with so many seconds before it. */
const hear = (notice: Notice, afterSeconds = 0) => {
  clock.advance(afterSeconds * 1_000);
  log.hear(notice);
  log.hear(notice);
};

describe('of a call', () => {
  it('is said once that it rings, is answered and ends, and how long it was', () => {
    hear(rings);
    hear(started(), 4);
    hear(ended('answered_elsewhere'));
    hear(ended('hung_up'), 65);
    hear(ended('hung_up'), 5);
    expect(said).toEqual([
      ['call rings', { call }],
      ['call answered', { call, rangSeconds: 4 }],
      ['call ended', { call, reason: 'hung_up', answered: true, seconds: 65 }],
    ]);
  });

  it('that nobody answers, how long it rang', () => {
    hear(rings);
    hear(ended('no_answer'), 40);
    expect(said.at(-1)).toEqual(['call ended', { call, reason: 'no_answer', answered: false, seconds: 40 }]);
  });

  it('that has another id after a reload, it is one', () => {
    const again = id<CallId>('again');
    hear(rings);
    hear(started(), 1);
    hear(started(again, [call]), 10);
    hear(ended('hung_up', again), 20);
    expect(said).toHaveLength(3);
    expect(said.at(-1)).toEqual([
      'call ended',
      { call: again, reason: 'hung_up', answered: true, seconds: 30 },
    ]);
  });

  it('that this server has not seen ring, after a restart, what is known', () => {
    hear(started());
    hear(ended('failed', id<CallId>('other')));
    expect(said).toEqual([['call answered', { call }]]);
  });
});
