import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { modelRuns } from '../../tests/support/model-runs.ts';
import type { CallId, UserId } from '../../protocol/ids.ts';
import {
  incomingCall,
  nextCallState,
  placedCall,
  wantsMedia,
  type CallEvent,
  type CallState,
} from './call-state.ts';

const ana = { id: 'ana' as UserId, name: 'Ana' };
const bob = { id: 'bob' as UserId, name: 'Bob' };
const one = 'one' as CallId;
const two = 'two' as CallId;
const person = (peer: typeof ana) => ({ ...peer, status: 'available' as const });

let asking: CallState;
let incoming: CallState;
beforeEach(() => {
  asking = placedCall(ana, 'video');
  incoming = incomingCall({ callId: one, from: person(ana), media: 'video', silent: null });
});
const after = (state: CallState, ...events: CallEvent[]) => events.reduce(nextCallState, state);

const placed: CallEvent = { type: 'placed', callId: one, answered: false };
const rings: CallEvent = { type: 'rings', callId: one, silent: null };
const accept: CallEvent = { type: 'accept', media: 'audio' };
const started = (role: 'caller' | 'callee'): CallEvent => ({
  type: 'started',
  call: { callId: one, was: [], peer: person(ana), media: 'video', role, run: 'run' },
});
const connected = (at: number): CallEvent => ({ type: 'link', status: 'connected', at });

describe('a placed call', () => {
  it('is asked for, waits, rings, and stands', () => {
    expect(after(asking, placed)).toEqual({
      phase: 'outgoing',
      peer: ana,
      media: 'video',
      callId: one,
      rings: 'not_yet',
    });
    expect(after(asking, placed, rings)).toMatchObject({ phase: 'outgoing', rings: 'aloud' });
    expect(after(asking, placed, rings, started('caller'))).toEqual({
      phase: 'active',
      peer: ana,
      media: 'video',
      callId: one,
      own: 'video',
      role: 'caller',
      run: 'run',
      link: 'connecting',
      connectedAt: null,
      route: null,
    });
  });

  it('becomes their call where both called at once, with what this side asked for', () => {
    const answered = after(placedCall(ana, 'audio'), { type: 'placed', callId: one, answered: true });
    const own = { media: 'audio', own: 'audio' } as const;
    expect(answered).toEqual({ phase: 'accepting', peer: ana, callId: one, ...own, resumed: null });
    expect(after(answered, started('callee'))).toMatchObject({
      phase: 'active',
      own: 'audio',
      media: 'video',
    });
  });

  it('stands even if that notice overtakes the reply, and the late reply changes nothing', () => {
    const active = after(asking, started('callee'));
    expect(active).toMatchObject({ phase: 'active', callId: one, role: 'callee' });
    expect(nextCallState(active, { type: 'placed', callId: one, answered: true })).toBe(active);
  });

  it('is not taken for a call with somebody else', () => {
    expect(nextCallState(placedCall(bob, 'audio'), started('callee'))).toMatchObject({ phase: 'asking' });
  });

  it('ends as cancelled where it was given up while asked for or ringing', () => {
    const given = { phase: 'ended', reason: 'cancelled', by: 'me', seconds: null };
    expect(after(asking, { type: 'hang_up', at: 5 })).toMatchObject({ ...given, callId: null });
    expect(after(asking, placed, { type: 'hang_up', at: 5 })).toMatchObject({ ...given, callId: one });
  });

  it.each([
    ['declined', 'them'],
    ['no_answer', 'them'],
    ['busy', 'them'],
    ['failed', 'server'],
  ] as const)('that ends with %s was ended by %s', (reason, by) => {
    const ended = after(asking, placed, { type: 'ended', callId: one, reason, at: 9 });
    expect(ended).toMatchObject({ phase: 'ended', reason, by });
  });
});

describe('an incoming call', () => {
  it('is accepted with less than it came with, and stands when the server says so', () => {
    expect(after(incoming, accept)).toMatchObject({ phase: 'accepting', own: 'audio', media: 'video' });
    expect(after(incoming, accept, started('callee'))).toMatchObject({ phase: 'active', own: 'audio' });
  });

  it('never stands without being accepted here', () => {
    expect(nextCallState(incoming, started('callee'))).toBe(incoming);
  });

  it('ends as cancelled where the accept crossed the cancel, whatever the late reply says', () => {
    const ended = after(incoming, accept, { type: 'ended', callId: one, reason: 'cancelled', at: 1 });
    expect(ended).toMatchObject({ phase: 'ended', reason: 'cancelled', by: 'them' });
    expect(nextCallState(ended, { type: 'refused', reason: 'failed', by: 'server' })).toBe(ended);
    expect(nextCallState(ended, started('callee'))).toBe(ended);
  });

  it.each([
    ['cancelled', 'them'],
    ['answered_elsewhere', 'me'],
    ['declined', 'me'],
    ['no_answer', 'me'],
  ] as const)('that ends with %s was ended by %s', (reason, by) => {
    const ended = after(incoming, { type: 'ended', callId: one, reason, at: 9 });
    expect(ended).toMatchObject({ phase: 'ended', reason, by });
  });

  it('is declined, not hung up', () => {
    expect(after(incoming, { type: 'decline' })).toMatchObject({
      phase: 'ended',
      reason: 'declined',
      by: 'me',
    });
    expect(nextCallState(incoming, { type: 'hang_up', at: 1 })).toBe(incoming);
  });
});

describe('a standing call', () => {
  let active: CallState;
  beforeEach(() => {
    active = after(asking, placed, started('caller'));
  });

  it('counts from the moment media first flowed, through every lost path', () => {
    const mended = after(
      active,
      connected(10_000),
      { type: 'link', status: 'reconnecting', at: 20_000 },
      connected(25_000),
    );
    expect(mended).toMatchObject({ link: 'connected', connectedAt: 10_000 });
    expect(after(mended, { type: 'hang_up', at: 72_999 })).toMatchObject({
      reason: 'hung_up',
      by: 'me',
      seconds: 62,
    });
    expect(after(mended, { type: 'bye', at: 70_000 })).toMatchObject({
      reason: 'hung_up',
      by: 'them',
      seconds: 60,
    });
  });

  it('knows at its end which way it went at last', () => {
    const relayed = after(
      active,
      connected(1),
      { type: 'route', route: 'direct' },
      { type: 'route', route: 'relayed' },
    );
    expect(after(relayed, { type: 'hang_up', at: 5 })).toMatchObject({ route: 'relayed' });
    expect(after(active, { type: 'hang_up', at: 5 })).toMatchObject({ route: null });
    expect(nextCallState(incoming, { type: 'route', route: 'direct' })).toBe(incoming);
  });

  it('that never had a path has no length', () => {
    expect(after(active, { type: 'link', status: 'failed', at: 9 })).toMatchObject({
      reason: 'failed',
      seconds: null,
    });
  });

  it('is not touched by what was meant for the ringing phase', () => {
    for (const event of [placed, rings, accept, started('callee'), { type: 'decline' } as const]) {
      expect(nextCallState(active, event)).toBe(active);
    }
    expect(nextCallState(active, { type: 'refused', reason: 'failed', by: 'server' })).toBe(active);
  });
});

it('leaves the same object for every event of another call', () => {
  const stale: CallEvent[] = [
    { type: 'rings', callId: two, silent: null },
    { type: 'ended', callId: two, reason: 'hung_up', at: 1 },
    {
      type: 'started',
      call: { callId: two, was: [], peer: person(bob), media: 'audio', role: 'caller', run: 'run' },
    },
  ];
  for (const state of [
    asking,
    after(asking, placed),
    incoming,
    after(incoming, accept),
    after(asking, placed, started('caller')),
  ]) {
    for (const event of stale) expect(nextCallState(state, event)).toBe(state);
  }
});

const { numRuns, timeout } = modelRuns(2_000);
const anyId = fc.constantFrom(one, two);
const anyMedia = fc.constantFrom('audio' as const, 'video' as const);
const anyTime = fc.nat(100_000);
const anyEvent: fc.Arbitrary<CallEvent> = fc.oneof(
  fc.record({ type: fc.constant('placed' as const), callId: anyId, answered: fc.boolean() }),
  fc.record({
    type: fc.constant('rings' as const),
    callId: anyId,
    silent: fc.constantFrom(null, 'no_sound' as const, 'do_not_disturb' as const),
  }),
  fc.record({ type: fc.constant('accept' as const), media: anyMedia }),
  fc.record({ type: fc.constant('decline' as const) }),
  fc.record({ type: fc.constant('over' as const), elsewhere: fc.boolean(), at: anyTime }),
  fc.record({ type: fc.constantFrom('hang_up' as const, 'bye' as const), at: anyTime }),
  fc.record({
    type: fc.constant('started' as const),
    call: fc.record({
      callId: anyId,
      was: fc.subarray([one, two]),
      run: fc.constantFrom('this', 'next'),
      peer: fc.constantFrom(person(ana), person(bob)),
      media: anyMedia,
      role: fc.constantFrom('caller' as const, 'callee' as const),
    }),
  }),
  fc.record({
    type: fc.constant('link' as const),
    status: fc.constantFrom('connected' as const, 'reconnecting' as const, 'failed' as const),
    at: anyTime,
  }),
  fc.record({
    type: fc.constant('route' as const),
    route: fc.constantFrom('direct' as const, 'relayed' as const),
  }),
  fc.record({
    type: fc.constant('ended' as const),
    callId: anyId,
    reason: fc.constantFrom(
      'hung_up' as const,
      'cancelled' as const,
      'answered_elsewhere' as const,
      'failed' as const,
    ),
    at: anyTime,
  }),
  fc.record({
    type: fc.constant('refused' as const),
    reason: fc.constantFrom('busy' as const, 'not_accepted' as const),
    by: fc.constantFrom('them' as const, 'server' as const),
  }),
);

/** Which phase may follow which. */
const FOLLOWS: Record<CallState['phase'], readonly CallState['phase'][]> = {
  asking: ['outgoing', 'accepting', 'active', 'ended'],
  outgoing: ['active', 'ended'],
  incoming: ['accepting', 'ended'],
  accepting: ['active', 'ended'],
  active: ['ended'],
  ended: [],
};

it(
  'opens media only for a call that was placed or accepted here, and only ever goes forward',
  () => {
    fc.assert(
      fc.property(
        fc.constantFrom(asking, incoming),
        fc.array(anyEvent, { maxLength: 12 }),
        (first, events) => {
          let state = first;
          let agreed = first.phase === 'asking';
          for (const event of events) {
            const next = nextCallState(state, event);
            if (state.phase === 'incoming' && event.type === 'accept') agreed = true;
            if (wantsMedia(next)) expect(agreed).toBe(true);
            if (next.phase !== state.phase) expect(FOLLOWS[state.phase]).toContain(next.phase);
            if (state.phase === 'ended') expect(next).toBe(state);
            if (next.phase === 'ended') expect(next.seconds ?? 0).toBeGreaterThanOrEqual(0);
            if (next.phase === 'active') expect(next.link === 'connecting').toBe(next.connectedAt === null);
            state = next;
          }
        },
      ),
      { numRuns },
    );
  },
  timeout,
);

it('goes through the phases that docs/call-lifecycle.md says', () => {
  const text = readFileSync(new URL('../../docs/call-lifecycle.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)` +\| ([^|]+?) +\|/gm)].map(([, phase, next]) => [phase, next]);
  const table = Object.entries(FOLLOWS).map(([phase, next]) => [phase, next.join(', ') || 'nothing']);
  expect(rows).toEqual(table);
});
