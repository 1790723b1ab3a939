import { expect, it } from 'vitest';
import { SpeechDetector } from './speech-detector.ts';

/** At which steps somebody was taken to speak. */
function heard(levels: readonly number[]): number[] {
  const detector = new SpeechDetector();
  return levels.flatMap((level, at) => (detector.push(level) ? [at] : []));
}
const times = (count: number, level: number) => Array.from({ length: count }, () => level);
/** Syllables with the gaps between them. */
const speech = (steps: number, loud = 0.08) =>
  Array.from({ length: steps }, (_, at) => (at % 3 === 2 ? 0.002 : loud));

it('speech is noticed within a second', () => {
  expect(heard([...times(20, 0.001), ...speech(10)])[0]).toBeLessThan(30);
});

it('silence, and a quiet room, are not speech', () => {
  expect(heard([...times(100, 0), ...times(100, 0.006)])).toEqual([]);
});

it('one knock is not speech', () => {
  expect(heard([...times(20, 0.001), 0.5, 0.3, ...times(20, 0.001)])).toEqual([]);
});

it('a fan that is turned on is taken for speech for a few seconds at most', () => {
  const steps = heard([...times(20, 0.001), ...times(400, 0.03)]);
  expect(steps.at(-1)).toBeLessThan(20 + 60);
});

it('speech over a fan is noticed', () => {
  const fan = times(200, 0.02);
  const over = Array.from({ length: 20 }, (_, at) => (at % 3 === 2 ? 0.02 : 0.15));
  const first = heard([...fan, ...over]).filter((at) => at >= 200)[0];
  expect(first).toBeLessThan(212);
});

it('quiet speech into a quiet microphone is noticed', () => {
  expect(heard([...times(20, 0.0005), ...speech(12, 0.015)])).not.toEqual([]);
});
