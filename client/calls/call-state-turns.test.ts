/** The less usual turns of a call: taken up again, moved to another id, heard by several devices, ended by whom and after how long. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { CallId, UserId } from '../../protocol/ids.ts';
import {
  callIdOf,
  incomingCall,
  nextCallState,
  ownMedia,
  placedCall,
  resumedCall,
  wantsMedia,
  type CallEvent,
  type CallState,
} from './call-state.ts';

const ana = { id: 'ana' as UserId, name: 'Ana' };
const renamed = { id: ana.id, name: 'Anna', status: 'in_call' as const };
const [one, two, three] = ['one' as CallId, 'two' as CallId, 'three' as CallId];
const after = (state: CallState, ...events: CallEvent[]) => events.reduce(nextCallState, state);

const started = (change: object = {}): CallEvent => ({
  type: 'started',
  call: { callId: one, was: [], peer: renamed, media: 'video', role: 'caller', run: 'run', ...change },
});
const rings = (silent: 'no_sound' | 'rang_often' | null): CallEvent => ({
  type: 'rings',
  callId: one,
  silent,
});
const link = (status: 'connected' | 'reconnecting' | 'failed', at: number): CallEvent => ({
  type: 'link',
  status,
  at,
});
const over = (elsewhere: boolean, at = 70_000): CallEvent => ({ type: 'over', elsewhere, at });
const hangUp = (at: number): CallEvent => ({ type: 'hang_up', at });

const resumed = (connectedAt: number | null) =>
  resumedCall({ peer: ana, media: 'video', own: 'audio', callId: one, connectedAt });

const PHASES = ['asking', 'outgoing', 'incoming', 'accepting', 'active'] as const;
let states: Readonly<Record<(typeof PHASES)[number] | 'connected' | 'ended' | 'resumed', CallState>>;
beforeEach(() => {
  const asking = placedCall(ana, 'video');
  const outgoing = after(asking, { type: 'placed', callId: one, answered: false });
  const incoming = incomingCall({ callId: one, from: renamed, media: 'video', silent: 'rang_often' });
  const accepting = after(incoming, { type: 'accept', media: 'audio' });
  const active = after(accepting, started());
  const connected = after(active, link('connected', 10_000));
  const ended = after(connected, hangUp(20_000));
  states = { asking, outgoing, incoming, accepting, active, connected, ended, resumed: resumed(null) };
});

it('an incoming call says who calls, and why it makes no sound', () => {
  expect(states.incoming).toEqual({
    phase: 'incoming',
    peer: { id: ana.id, name: 'Anna' },
    media: 'video',
    callId: one,
    silent: 'rang_often',
  });
});

it.each([
  ['asking', false, null],
  ['outgoing', true, one],
  ['incoming', false, one],
  ['accepting', true, one],
  ['active', true, one],
  ['ended', false, one],
  ['resumed', false, one],
] as const)('%s may open devices: %s, and has the id %s', (phase, wants, callId) => {
  expect([wantsMedia(states[phase]), callIdOf(states[phase])]).toEqual([wants, callId]);
});

it('what one gives is what one asked for with a call, and said with an answer', () => {
  const { outgoing, accepting, active } = states;
  const given = [outgoing, accepting, active].map((state) => (wantsMedia(state) ? ownMedia(state) : null));
  expect(given).toEqual(['video', 'audio', 'audio']);
});

describe('a call that is taken up again', () => {
  it('waits for the server, and stands with the time it had', () => {
    expect(resumed(10_000)).toEqual({
      phase: 'accepting',
      peer: ana,
      media: 'video',
      callId: one,
      own: 'audio',
      resumed: { connectedAt: 10_000 },
    });
    expect(after(resumed(10_000), started({ callId: two, was: [one] }))).toEqual({
      phase: 'active',
      peer: { id: ana.id, name: 'Anna' },
      media: 'video',
      callId: two,
      own: 'audio',
      role: 'caller',
      run: 'run',
      link: 'reconnecting',
      connectedAt: 10_000,
      route: null,
    });
  });

  it('begins to connect where it never was', () => {
    expect(after(resumed(null), started())).toMatchObject({ link: 'connecting', connectedAt: null });
  });

  it('has its whole length where it ends instead', () => {
    expect(after(resumed(10_000), hangUp(72_999))).toMatchObject({
      reason: 'hung_up',
      by: 'me',
      seconds: 62,
    });
    expect(after(resumed(10_000), over(false))).toMatchObject({ reason: 'gone', by: 'server', seconds: 60 });
  });
});

describe('a call that stands', () => {
  let active: CallState;
  let connected: CallState;
  beforeEach(() => {
    ({ active, connected } = states);
  });

  it('goes on under another id, to a page that has no path yet', () => {
    const moved = started({ callId: two, was: [three, one], run: 'next', peer: renamed });
    expect(after(connected, moved)).toEqual({
      ...connected,
      callId: two,
      run: 'next',
      link: 'reconnecting',
    });
    expect(after(active, moved)).toEqual({ ...active, callId: two, run: 'next', link: 'connecting' });
  });

  it('is not moved by a call that it never was', () => {
    expect(nextCallState(connected, started({ callId: two, was: [three] }))).toBe(connected);
  });

  it('learns of another run of the server, and nothing else by being told again', () => {
    expect(after(connected, started({ run: 'next' }))).toEqual({ ...connected, run: 'next' });
    expect(nextCallState(connected, started())).toBe(connected);
  });

  it('is the same object where nothing is new', () => {
    expect(nextCallState(connected, link('connected', 20_000))).toBe(connected);
    // A path that never stood cannot be lost.
    expect(nextCallState(active, link('reconnecting', 20_000))).toBe(active);
    const direct = after(active, { type: 'route', route: 'direct' });
    expect(nextCallState(direct, { type: 'route', route: 'direct' })).toBe(direct);
  });

  it('loses its path and keeps its time', () => {
    expect(after(connected, link('reconnecting', 20_000))).toEqual({ ...connected, link: 'reconnecting' });
    expect(after(connected, link('failed', 20_500))).toMatchObject({
      reason: 'failed',
      by: 'server',
      seconds: 10,
    });
  });

  it('that ends before it began, by a clock that was put back, took no time', () => {
    expect(after(connected, hangUp(5_000))).toMatchObject({ seconds: 0 });
  });
});

describe('what several devices say of a ring', () => {
  it.each([
    ['nothing yet', [], 'not_yet', null],
    ['one makes no sound', ['no_sound'], 'no_sound', 'no_sound'],
    ['one makes no sound for another reason', ['no_sound', 'rang_often'], 'rang_often', 'rang_often'],
    ['one is heard at last', ['no_sound', null], 'aloud', null],
    ['one is heard, and one is not', [null, 'no_sound'], 'aloud', null],
  ] as const)('%s', (_title, heard, is, silent) => {
    const state = after(states.outgoing, ...heard.map(rings));
    expect(state).toMatchObject({ rings: is });
    expect(after(state, hangUp(1))).toMatchObject({ phase: 'ended', reason: 'cancelled', silent });
  });

  it('twice is no news', () => {
    const quiet = after(states.outgoing, rings('no_sound'));
    expect(nextCallState(quiet, rings('no_sound'))).toBe(quiet);
  });
});

describe.each(PHASES)('while it is %s', (phase) => {
  let state: CallState;
  beforeEach(() => {
    state = states[phase];
  });
  const is = (...phases: string[]) => phases.includes(phase);

  it('the server knows of the call no more, or another tab has it', () => {
    if (!is('accepting', 'active')) {
      expect(nextCallState(state, over(true))).toBe(state);
      return;
    }
    const end = { phase: 'ended', callId: one, seconds: null };
    expect(nextCallState(state, over(true))).toMatchObject({
      ...end,
      reason: 'answered_elsewhere',
      by: 'me',
    });
    expect(nextCallState(state, over(false))).toMatchObject({ ...end, reason: 'gone', by: 'server' });
  });

  it('the server says no', () => {
    const refused = nextCallState(state, { type: 'refused', reason: 'busy', by: 'them' });
    if (is('active')) expect(refused).toBe(state);
    else {
      expect(refused).toEqual({
        phase: 'ended',
        peer: state.peer,
        media: 'video',
        callId: callIdOf(state),
        reason: 'busy',
        by: 'them',
        seconds: null,
        silent: null,
        route: null,
      });
    }
  });

  it('media flows, or none any more', () => {
    for (const status of ['connected', 'failed'] as const) {
      const next = nextCallState(state, link(status, 5));
      if (is('active')) expect(next).not.toBe(state);
      else expect(next).toBe(state);
    }
  });

  it('a call with the same person stands that is not this one, unless this one has no id yet', () => {
    const next = nextCallState(state, started({ callId: two, was: [three] }));
    if (is('asking')) expect(next).toMatchObject({ phase: 'active', callId: two });
    else expect(next).toBe(state);
  });

  it('their page says goodbye', () => {
    const left = nextCallState(state, { type: 'bye', at: 5 });
    if (is('active')) expect(left).toMatchObject({ phase: 'ended', reason: 'hung_up', by: 'them' });
    else expect(left).toBe(state);
  });

  it('a person declines', () => {
    const declined = nextCallState(state, { type: 'decline' });
    if (is('incoming')) expect(declined).toMatchObject({ phase: 'ended', reason: 'declined', by: 'me' });
    else expect(declined).toBe(state);
  });

  it('a person hangs up', () => {
    const hung = nextCallState(state, hangUp(5));
    if (is('incoming')) expect(hung).toBe(state);
    else {
      const reason = is('asking', 'outgoing') ? 'cancelled' : 'hung_up';
      expect(hung).toMatchObject({ phase: 'ended', reason, by: 'me', callId: callIdOf(state) });
    }
  });

  it('a person accepts', () => {
    const accepted = nextCallState(state, { type: 'accept', media: 'video' });
    if (is('incoming')) expect(accepted).toMatchObject({ phase: 'accepting', own: 'video', resumed: null });
    else expect(accepted).toBe(state);
  });

  it.each([
    ['hung_up', 'them'],
    ['busy', 'them'],
    ['cancelled', 'them'],
    ['failed', 'server'],
    ['answered_elsewhere', 'me'],
    ['declined', is('incoming') ? 'me' : 'them'],
    ['no_answer', is('incoming') ? 'me' : 'them'],
  ] as const)('the server ends it with %s', (reason, by) => {
    const end = nextCallState(state, { type: 'ended', callId: one, reason, at: 5 });
    if (is('asking')) expect(end).toBe(state);
    else expect(end).toMatchObject({ phase: 'ended', reason, by });
  });
});

it('what is none of its phases, events and reasons is a fault', () => {
  // Not to be had by types.
  const none = 'none' as never;
  const { asking, outgoing } = states;
  expect(() => nextCallState(asking, { type: none })).toThrow('not handled');
  expect(() => nextCallState({ ...asking, phase: none }, hangUp(1))).toThrow('not handled');
  const noReason: CallEvent = { type: 'ended', callId: one, reason: none, at: 1 };
  expect(() => nextCallState(outgoing, noReason)).toThrow('not handled');
});
