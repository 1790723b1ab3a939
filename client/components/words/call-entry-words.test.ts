import { expect, it } from 'vitest';
import { CALL_OUTCOMES, type CallOutcome } from '../../storage/records.ts';
import { callEntryWords, callerWords } from './call-entry-words.ts';

const entry = (outcome: CallOutcome, mine: boolean, seconds?: number) =>
  callEntryWords(
    { media: 'video', outcome, ...(seconds !== undefined && { seconds }) },
    { mine, name: 'Maya' },
  );

it('of a call that was answered say how long it was', () => {
  expect(entry('answered', true, 754)).toBe('Video call: 13 minutes');
  expect(entry('answered', false)).toBe('Video call');
  expect(
    callEntryWords({ media: 'audio', outcome: 'answered', seconds: 0 }, { mine: true, name: 'Maya' }),
  ).toBe('Audio call: 1 second');
});

it.each(['no_answer', 'cancelled'] as const)(
  'of theirs with the end %s say that it was missed',
  (outcome) => {
    expect(entry(outcome, false)).toBe('Missed video call');
    expect(entry(outcome, true)).not.toContain('issed');
  },
);

it('tell all other ends apart', () => {
  for (const mine of [true, false]) {
    const words = CALL_OUTCOMES.filter((one) => mine || one !== 'cancelled').map((one) => entry(one, mine));
    expect(new Set(words).size).toBe(words.length);
  }
  expect(entry('busy', false)).toBe('Missed video call: you were in another call');
  expect(entry('busy', true)).toBe('Video call: Maya was in another call');
  expect(entry('declined', true)).toBe('Video call: Maya declined');
  expect(entry('declined', false)).toBe('Video call: you declined');
});

it('say who called', () => {
  expect([callerWords({ mine: true, name: 'Maya' }), callerWords({ mine: false, name: 'Maya' })]).toEqual([
    'You called',
    'Maya called',
  ]);
});
