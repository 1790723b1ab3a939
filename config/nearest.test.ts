import { expect, it } from 'vitest';
import { nearest } from './nearest.ts';

const known = ['--port', '--host', '--hosts', '--log-level'];

it.each([
  ['--prot', '--port'],
  ['--pot', '--port'],
  ['--loglevel', '--log-level'],
  ['--lgo-leevl', '--log-level'],
  ['--hostss', '--hosts'],
  ['--colour', null],
])('takes %s for %s', (word, meant) => {
  expect(nearest(word, known)).toBe(meant);
});
