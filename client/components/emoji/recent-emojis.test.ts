import { expect, it } from 'vitest';
import { RecentEmojis } from './recent-emojis.ts';

it('has the latest first, each once, and not too many', () => {
  const recent = new RecentEmojis(null);
  for (const emoji of ['a', 'b', 'a']) recent.use(emoji);
  expect(recent.all).toEqual(['a', 'b']);
  for (let n = 0; n < 20; n += 1) recent.use(`n${n}`);
  expect(recent.all).toHaveLength(16);
  expect(recent.all[0]).toBe('n19');
});
