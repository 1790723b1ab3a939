import { expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { DOUBT_MS, LOOK_MS, SILENCE_MS, SilenceWatch } from './silence-watch.ts';

function watch() {
  const clock = new ManualClock();
  const state = { heard: 0, expected: true, doubts: 0, silences: 0 };
  const watched = new SilenceWatch({
    clock,
    heard: () => state.heard,
    expected: () => state.expected,
    onDoubt: () => (state.doubts += 1),
    onSilence: () => (state.silences += 1),
  });
  const speak = (ms: number) => {
    for (let at = 0; at < ms; at += LOOK_MS) {
      state.heard += 1;
      clock.advance(LOOK_MS);
    }
  };
  return { clock, state, speak, watched };
}

it('says once that somebody who was heard is silent, and again when they were heard in between', () => {
  const { clock, state, speak } = watch();
  speak(3_000);
  clock.advance(SILENCE_MS - LOOK_MS);
  expect(state.silences).toBe(0);
  clock.advance(LOOK_MS);
  expect(state.silences).toBe(1);
  clock.advance(60_000);
  expect(state.silences).toBe(1);
  speak(3_000);
  clock.advance(SILENCE_MS);
  expect(state.silences).toBe(2);
});

it('says nothing of somebody who turned everything off, or was hardly heard yet', () => {
  const { clock, state, speak } = watch();
  speak(1_000);
  clock.advance(10_000);
  state.expected = false;
  speak(3_000);
  clock.advance(10_000);
  expect(state.silences).toBe(0);
});

it('doubts once before that, and again only after something was heard', () => {
  const { clock, state, speak } = watch();
  speak(3_000);
  clock.advance(DOUBT_MS - LOOK_MS);
  expect(state.doubts).toBe(0);
  clock.advance(60_000);
  expect([state.doubts, state.silences]).toEqual([1, 1]);
  speak(3_000);
  clock.advance(DOUBT_MS);
  expect([state.doubts, state.silences]).toEqual([2, 1]);
});

it('lets short gaps pass', () => {
  const { clock, state, speak } = watch();
  speak(3_000);
  for (let gap = 0; gap < 5; gap += 1) {
    clock.advance(SILENCE_MS - LOOK_MS);
    speak(LOOK_MS);
  }
  expect(state.silences).toBe(0);
});

it('leaves nothing behind', () => {
  const { clock, watched } = watch();
  watched.stop();
  expect(clock.waiting).toBe(0);
});
