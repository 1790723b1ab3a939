import { expect, it } from 'vitest';
import { foundSnippet } from './found-snippet.ts';

/** What was found in brackets. */
const shown = (text: string, search: string) =>
  foundSnippet(text, search)
    .map((part) => (part.found ? `[${part.text}]` : part.text))
    .join('');

it('marks the words that begin like those looked for', () => {
  expect(shown('Two Cables, no decable', 'cab')).toBe('Two [Cables], no decable');
  expect(shown('the long cable', 'CABLE the')).toBe('[the] long [cable]');
});

it('shows a long message around what was found', () => {
  const snippet = shown(`${'before '.repeat(40)}cable ${'after '.repeat(40)}`, 'cable');
  expect(snippet).toMatch(/^….*before \[cable\] after.*…$/);
  expect(snippet.length).toBeLessThan(130);
});

it('shows where the word is in a text without spaces', () => {
  expect(shown(`${'a'.repeat(300)}-cable`, 'cable')).toBe('…[cable]');
});
