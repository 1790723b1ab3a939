import { expect, it } from 'vitest';
import type { CallView } from '../../calls/call-view.ts';
import type { MeetingOver } from '../../stores/meeting-view.ts';
import { userId } from '../../../tests/support/records.ts';
import { foundHint, foundWords, overWords, readinessOf, waitingHint, waitingWords } from './meeting-words.ts';

const bea = userId('bea');
const found = (media: 'text' | 'video', coffee = false) =>
  ({ phase: 'found', media, coffee, peer: { id: bea, name: 'Bea' } }) as const;
const call = (phase: CallView['phase'], media = 'video', peer = bea) =>
  // Nothing else of it is looked at.
  ({ phase, media, peer: { id: peer, name: 'Bea' } }) as CallView;

it.each([
  [call('incoming'), 'asked'],
  // Who only calls is answered like any other caller.
  [call('incoming', 'audio'), 'none'],
  [call('outgoing'), 'ready'],
  [call('active'), 'talking'],
  [call('ended'), 'none'],
  [{ phase: 'idle' } as const, 'none'],
  [call('active', 'video', userId('cem')), 'none'],
])('[MEET-6] how ready the two are is what their call is: %o', (view, expected) => {
  expect(readinessOf(view, bea)).toBe(expected);
});

it('whoever waits is told why nobody is found', () => {
  expect(waitingHint('do_not_disturb', true)).toMatch('not to be disturbed');
  expect(waitingHint('available', true)).toMatch('during a call');
  expect(waitingHint('away', false)).toMatch('ten minutes');
});

it('whoever was moved on from is told by whom', () => {
  expect(waitingWords({ phase: 'waiting', media: 'text', movedOn: null })).toBe(
    'Looking for somebody to write with…',
  );
  expect(waitingWords({ phase: 'waiting', media: 'video', movedOn: 'Bea' })).toBe(
    'Bea moved on. Looking for somebody to see…',
  );
});

it('whom one has met is named, with what can be done', () => {
  expect(foundWords(found('text'), 'talking')).toBe('You have met Bea. Say hello!');
  const said = (['none', 'asked', 'ready', 'talking'] as const).map((readiness) => [
    foundWords(found('video'), readiness),
    foundHint(found('video'), readiness),
  ]);
  expect(new Set(said.map(([words]) => words)).size).toBe(4);
  expect(said.map(([, hint]) => hint?.includes('until you press Ready'))).toEqual([true, true, false, false]);
  expect(foundHint(found('text'), 'none')).toMatch('as long as both');
});

it('[MEET-7] every end has words of its own', () => {
  const ends: readonly MeetingOver[] = ['left', 'disconnected', 'cut', 'nobody', 'not_ready', 'no_coffee'];
  const words = ends.map((how) => overWords({ phase: 'over', media: 'text', how, name: 'Bea' }));
  expect(new Set(words).size).toBe(ends.length);
  expect(words.filter((each) => each.includes('Bea'))).toHaveLength(4);
});

it('[MEET-11] a coffee is a question, and says that nothing is on yet', () => {
  expect(foundWords(found('video', true), 'none')).toBe('Coffee with Bea?');
  expect(foundWords(found('video', true), 'asked')).toBe('Bea is ready for coffee.');
  expect(foundHint(found('video', true), 'asked')).toMatch('off until you press Ready');
  expect(foundHint(found('video', true), 'talking')).toBe('');
});
