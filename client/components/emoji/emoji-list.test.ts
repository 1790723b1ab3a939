import { expect, it } from 'vitest';
import { isEmoji } from '../../../protocol/message-text.ts';
import { emojisOf, findEmojis, GROUPS } from './emoji-list.ts';

const all = GROUPS.flatMap(emojisOf);

it('has every group, and nothing twice', () => {
  for (const group of GROUPS) expect(emojisOf(group).length).toBeGreaterThan(50);
  expect(new Set(all.map(({ emoji }) => emoji)).size).toBe(all.length);
});

it('[MSG-10] has nothing that would be refused as a reaction', () => {
  expect(all.filter(({ emoji }) => !isEmoji(emoji))).toEqual([]);
});

it('finds by the beginnings of words', () => {
  const found = (search: string) => findEmojis(search).map(({ emoji }) => emoji);
  expect(found('thumbs up')).toEqual(['👍']);
  expect(found('GERMANY')).toEqual(['🇩🇪']);
  expect(found('cak')).toContain('🎂');
  expect(found('no such thing at all')).toEqual([]);
  expect(found('  ')).toEqual([]);
});

it('has first what is called as it was looked for', () => {
  const first = (search: string) => findEmojis(search)[0]?.emoji;
  expect(first('rocket')).toBe('🚀');
  expect(first('pear')).toBe('🍐');
  expect(first('red heart')).toBe('❤️');
});
