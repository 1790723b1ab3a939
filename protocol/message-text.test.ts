import { describe, expect, it } from 'vitest';
import type { AboutKind } from './chat.ts';
import type { MessageId } from './ids.ts';
import { fitsAbout, isEmoji } from './message-text.ts';

// Any text does for an id here.
const about = (kind: AboutKind) => ({ kind, message: 'target' as MessageId });

/** One picture of 32 characters. */
const LONGEST = `❤${'\u0301'.repeat(31)}`;

describe('an emoji', () => {
  it.each(['👍', '👍🏽', '❤️', '❤', '👩‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🇩🇪', '1️⃣', '👨🏻‍❤️‍💋‍👨🏿', LONGEST])('is %s', (text) => {
    expect(isEmoji(text)).toBe(true);
  });

  it.each([
    '',
    'a',
    '1',
    '#',
    'ha',
    '👍👍',
    '👍!',
    ' 👍',
    `👍${'\u0301'.repeat(40)}`,
    '\u202e',
    'é',
    '🇩',
    `${LONGEST}\u0301`,
  ])('is not %j', (text) => {
    expect(isEmoji(text)).toBe(false);
  });
});

describe('[MSG-10] a text', () => {
  it('is needed where something is said, and refused where something is taken away', () => {
    expect(fitsAbout({ text: 'x' })).toBe(true);
    expect(fitsAbout({ text: '' })).toBe(false);
    for (const kind of ['reply', 'edit'] as const) {
      expect(fitsAbout({ text: 'x', about: about(kind) })).toBe(true);
      expect(fitsAbout({ text: '', about: about(kind) })).toBe(false);
    }
    expect(fitsAbout({ text: '', about: about('delete') })).toBe(true);
    expect(fitsAbout({ text: 'x', about: about('delete') })).toBe(false);
  });

  it('of a reaction is one emoji, or nothing', () => {
    expect(fitsAbout({ text: '👍', about: about('reaction') })).toBe(true);
    expect(fitsAbout({ text: '', about: about('reaction') })).toBe(true);
    expect(fitsAbout({ text: 'x', about: about('reaction') })).toBe(false);
  });
});
