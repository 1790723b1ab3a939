import { expect, it } from 'vitest';
import { withoutMarks } from './marks.ts';

it.each([
  ['it is *so* big', 'it is so big'],
  ['run `npm *start*` *now*', 'run npm *start* now'],
  ['```\nlet a = 2 * 3 * 4;\n``` and 2*3*4', 'let a = 2 * 3 * 4; and 2*3*4'],
  ['a * b * c, `', 'a * b * c, `'],
])('a text is told without its marks: %j', (text, plain) => {
  expect(withoutMarks(text)).toBe(plain);
});
