import { describe, expect, it } from 'vitest';
import type { EndReason } from '../../protocol/calls.ts';
import type { CallId, UserId } from '../../protocol/ids.ts';
import type { CallOutcome } from '../storage/records.ts';
import { CallNote, type NotedCall } from './call-note.ts';
import { incomingCall, nextCallState, placedCall, type CallEvent, type CallState } from './call-state.ts';

const ana = { id: 'ana' as UserId, name: 'Ana' };
const one = 'one' as CallId;
const person = { ...ana, status: 'available' as const };
const asking = placedCall(ana, 'video');
const incoming = incomingCall({ callId: one, from: person, media: 'audio', silent: null });
const placed: CallEvent = { type: 'placed', callId: one, answered: false };
const accept: CallEvent = { type: 'accept', media: 'audio' };
const started = (role: 'caller' | 'callee'): CallEvent => ({
  type: 'started',
  call: { callId: one, was: [], peer: person, media: 'video', role, run: 'run' },
});
const connected: CallEvent = { type: 'link', status: 'connected', at: 10_000 };
const over = (reason: EndReason): CallEvent => ({ type: 'ended', callId: one, reason, at: 72_000 });

/** What is noted of a call that began at 1,000, and when each event is two seconds after the one before. */
function notesOf(first: CallState, ...events: readonly CallEvent[]): NotedCall[] {
  const note = new CallNote(first, 1_000);
  let state = first;
  const notes = [note.follow(first, 1_000)];
  for (const [index, event] of events.entries()) {
    state = nextCallState(state, event);
    notes.push(note.follow(state, 3_000 + index * 2_000));
  }
  return notes.filter((each) => each !== null);
}

describe('an answered call', () => {
  it('is noted as soon as one can talk, and with its length when it is over', () => {
    const call = { callId: one, peer: ana, mine: true, media: 'video', outcome: 'answered' };
    expect(notesOf(asking, placed, started('caller'), connected, over('hung_up'))).toEqual([
      { ...call, ago: 6_000 },
      { ...call, seconds: 62, ago: 8_000 },
    ]);
  });

  it('is theirs where they called, and where both did and theirs was first', () => {
    expect(notesOf(incoming, accept, started('callee'), connected)).toMatchObject([{ mine: false }]);
    const crossed: CallEvent = { type: 'placed', callId: one, answered: true };
    expect(notesOf(asking, crossed, started('callee'), connected)).toMatchObject([{ mine: false }]);
  });

  it('that found no way was none; one that lost it was', () => {
    const failed: CallEvent = { type: 'link', status: 'failed', at: 70_000 };
    expect(notesOf(asking, placed, started('caller'), failed)).toMatchObject([{ outcome: 'failed' }]);
    expect(notesOf(asking, placed, started('caller'), connected, failed).at(-1)).toMatchObject({
      outcome: 'answered',
      seconds: 60,
    });
  });
});

describe('a call that nobody took', () => {
  it.each<[EndReason, CallOutcome]>([
    ['declined', 'declined'],
    ['no_answer', 'no_answer'],
    ['cancelled', 'cancelled'],
    ['answered_elsewhere', 'answered_elsewhere'],
    ['failed', 'failed'],
  ])('of theirs that ended as %s is noted as %s', (reason, outcome) => {
    expect(notesOf(incoming, over(reason))).toEqual([
      { callId: one, peer: ana, mine: false, media: 'audio', outcome, ago: 2_000 },
    ]);
  });

  it('of mine has the outcome that I was told', () => {
    expect(notesOf(asking, placed, over('no_answer'))).toMatchObject([{ mine: true, outcome: 'no_answer' }]);
    const refused = (reason: 'busy' | 'unreachable', by: 'me' | 'them'): CallEvent => ({
      type: 'refused',
      reason,
      by,
    });
    expect(notesOf(asking, refused('busy', 'them'))).toMatchObject([{ callId: null, outcome: 'busy' }]);
    expect(notesOf(asking, refused('unreachable', 'them'))).toMatchObject([{ outcome: 'unreachable' }]);
    expect(notesOf(asking, placed, { type: 'hang_up', at: 1 })).toMatchObject([{ outcome: 'cancelled' }]);
  });

  it('leaves nothing where nobody was called', () => {
    expect(notesOf(asking, { type: 'refused', reason: 'not_accepted', by: 'them' })).toEqual([]);
    expect(notesOf(asking, { type: 'refused', reason: 'busy', by: 'me' })).toEqual([]);
  });

  it('is noted once', () => {
    const note = new CallNote(incoming, 0);
    const ended = nextCallState(incoming, over('cancelled'));
    expect([note.follow(ended, 1), note.follow(ended, 2)]).toMatchObject([{ outcome: 'cancelled' }, null]);
  });
});
