/** Every state has its words, and the words are sentences that fit. */
import { describe, expect, it } from 'vitest';
import type { CallView } from '../../calls/call-view.ts';
import { END_REASONS } from '../../../protocol/calls.ts';
import { ERROR_CODES } from '../../../protocol/errors.ts';
import type { UserId } from '../../../protocol/ids.ts';
import { endWords, routeWords } from './call-words.ts';
import { durationWords, elapsedWords, waitingWords } from './duration-words.ts';
import { errorWords } from './error-words.ts';
import { mediaProblemWords } from './media-words.ts';
import { dayWords, rowTimeWords, timeWords } from './time-words.ts';

type Ended = Extract<CallView, { phase: 'ended' }>;
const SENTENCES = /^[A-Z][^{}]{10,180}[.]$/;

const ended = (rest: Partial<Ended>): Ended => ({
  phase: 'ended',
  // Any text does for an id here.
  peer: { id: 'maya' as UserId, name: 'Maya' },
  media: 'video',
  reason: 'hung_up',
  by: 'them',
  seconds: null,
  dismiss: () => undefined,
  ...rest,
});

describe('errors', () => {
  it.each(ERROR_CODES)('%s is a sentence', (code) => {
    expect(errorWords({ code, detail: '' })).toMatch(SENTENCES);
  });

  it('say how long to wait where that is known', () => {
    expect(errorWords({ code: 'request_cooldown', detail: '42' })).toBe(
      'They declined. You can ask again in 42 seconds.',
    );
  });
});

describe('the end of a call', () => {
  const reasons = [...END_REASONS, 'unreachable', 'not_accepted', 'no_server', 'too_many'] as const;
  const cases = reasons.flatMap((reason) =>
    (['me', 'them', 'server'] as const).map((by) => ({ reason, by })),
  );

  it.each(cases)('$reason by $by is a sentence', ({ reason, by }) => {
    expect(endWords(ended({ reason, by }))).toMatch(SENTENCES);
  });

  it('says who ended it and how long it lasted', () => {
    expect(endWords(ended({ by: 'them', seconds: 754 }))).toBe('Maya ended the call after 13 minutes.');
    expect(endWords(ended({ by: 'me', seconds: 1 }))).toBe('The call has ended after 1 second.');
  });

  it('says why the other device made no sound', () => {
    const unheard = (silent: NonNullable<Ended['silent']>) =>
      endWords(ended({ reason: 'no_answer', by: 'them', silent }));
    expect(unheard('do_not_disturb')).toBe(
      'Maya asked not to be disturbed and did not answer. You can leave a message.',
    );
    expect(unheard('no_sound')).toBe(
      'Maya did not answer: their device made no sound. You can leave a message.',
    );
  });

  it('tells a call that was lost from one that found no way', () => {
    const failed = (seconds: number | null) => endWords(ended({ reason: 'failed', by: 'server', seconds }));
    expect(failed(754)).toContain('was lost after 13 minutes');
    expect(failed(null)).toContain('There was no way to Maya’s device');
  });

  it('has its own words for each reason and each who may have ended it', () => {
    // Where nobody answers and where the caller gives up, the callee has missed a call and needs to know no more.
    const alike = ['You missed a call from Maya.'];
    const all = reasons.flatMap((reason) => [
      ...new Set((['me', 'them'] as const).map((by) => endWords(ended({ reason, by })))),
    ]);
    const own = all.filter((words) => !alike.includes(words));
    expect(new Set(own).size).toBe(own.length);
  });

  it('says which way it went, where one could talk', () => {
    expect(routeWords(ended({ seconds: 5, route: 'relayed' }))).toBe('You were connected over a relay.');
    expect(routeWords(ended({ seconds: 5, route: 'direct' }))).toBe('You were connected directly.');
    expect([routeWords(ended({ seconds: 5 })), routeWords(ended({ route: 'direct' }))]).toEqual([null, null]);
  });

  it('tells a missed call from one that was not answered', () => {
    expect(endWords(ended({ reason: 'no_answer', by: 'me' }))).toBe('You missed a call from Maya.');
    expect(endWords(ended({ reason: 'no_answer', by: 'them' }))).toBe(
      'Maya did not answer. You can leave a message.',
    );
  });
});

describe('media problems', () => {
  const cases = (['microphone', 'camera', 'screen'] as const).flatMap((device) =>
    (['denied', 'not_found', 'in_use', 'insecure', 'unknown'] as const).map((kind) => ({ device, kind })),
  );

  it.each(cases)('$device $kind is a sentence', (problem) => {
    expect(mediaProblemWords(problem)).toMatch(SENTENCES);
  });
});

describe('times', () => {
  const noon = new Date(2026, 10, 20, 12, 0).getTime();
  const hour = 3_600_000;

  it('name today, yesterday, and the day of the week before that', () => {
    expect(dayWords(noon - hour, noon)).toBe('Today');
    expect(dayWords(noon - 13 * hour, noon)).toBe('Yesterday');
    expect(dayWords(noon - 24 * 3 * hour, noon)).toBe(
      new Intl.DateTimeFormat(undefined, { weekday: 'long' }).format(noon - 24 * 3 * hour),
    );
    expect(dayWords(noon - 24 * 400 * hour, noon)).toContain('2025');
  });

  it('show the hour in a row of today and the day in an older one', () => {
    expect(rowTimeWords(noon - hour, noon)).toBe(timeWords(noon - hour));
    expect(rowTimeWords(noon - 24 * hour, noon)).toBe('Yesterday');
  });

  it.each([
    [0, '0:00'],
    [7_900, '0:07'],
    [754_000, '12:34'],
    [3_729_000, '1:02:09'],
    [-5, '0:00'],
  ])('%d ms have run as %s', (ms, expected) => {
    expect(elapsedWords(ms)).toBe(expected);
  });

  it.each([
    [0.2, '1 second'],
    [42, '42 seconds'],
    [60, '1 minute'],
    [754, '13 minutes'],
    [4_800, '1 h 20 min'],
  ])('%d seconds lasted %s', (seconds, expected) => {
    expect(durationWords(seconds)).toBe(expected);
  });

  it('promise no less than what is left to wait', () => {
    expect(waitingWords(41_200)).toBe('42 seconds');
    expect(waitingWords(61_000)).toBe('2 minutes');
  });
});
