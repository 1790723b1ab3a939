import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { Store } from '../base/store.ts';
import { ScreenAlerts } from './alerts.ts';

function alerts() {
  const clock = new ManualClock();
  const blocked = new Store(true);
  const screen = new ScreenAlerts({ clock, sounds: { blocked, unlock: () => blocked.set(false) } });
  const texts = () => screen.toasts.get().map(({ text }) => text);
  return { clock, screen, texts };
}

describe('a sentence', () => {
  it.each([
    ['info', 5_000],
    ['problem', 9_000],
  ] as const)('of tone %s is there for %d ms', (tone, ms) => {
    const { clock, screen, texts } = alerts();
    screen.show('Hello', tone);
    expect(screen.toasts.get()).toMatchObject([{ tone, text: 'Hello' }]);
    clock.advance(ms - 1);
    expect(texts()).toEqual(['Hello']);
    clock.advance(1);
    expect(texts()).toEqual([]);
  });

  it('that comes twice is shown once, as the newest, and for its whole time', () => {
    const { clock, screen, texts } = alerts();
    screen.show('same');
    screen.show('other');
    clock.advance(3_000);
    screen.show('same', 'problem');
    expect(texts()).toEqual(['other', 'same']);
    expect(screen.toasts.get()[1]).toMatchObject({ tone: 'problem' });
    clock.advance(8_999);
    expect(texts()).toEqual(['same']);
    clock.advance(1);
    expect(texts()).toEqual([]);
  });

  it('can be taken away, and only it', () => {
    const { clock, screen, texts } = alerts();
    screen.show('one');
    screen.show('two');
    const [first] = screen.toasts.get();
    screen.dismiss(first?.id ?? 0);
    expect(texts()).toEqual(['two']);
    clock.advance(9_000);
    expect(clock.waiting).toBe(0);
  });

  it('that is gone already can be taken away without a change', () => {
    const { screen } = alerts();
    screen.show('one');
    let changes = 0;
    screen.toasts.subscribe(() => (changes += 1));
    screen.dismiss(999);
    expect(changes).toBe(0);
  });
});

it('of many sentences the last three are shown', () => {
  const { screen, texts } = alerts();
  for (const text of ['one', 'two', 'three', 'four', 'five']) screen.show(text);
  expect(texts()).toEqual(['three', 'four', 'five']);
});

it('sound is blocked until a tap unlocks it', () => {
  const { screen } = alerts();
  expect(screen.soundBlocked.get()).toBe(true);
  screen.unlockSound();
  expect(screen.soundBlocked.get()).toBe(false);
});
