import { describe, expect, it } from 'vitest';
import { checkPassword } from './password-rules.ts';

const NAMES = { own: 'Wilhelmina', server: 'Büro 7' };
const flawOf = (password: string, names = NAMES) =>
  checkPassword(password, names).then(
    () => null,
    (error: unknown) => (error instanceof Error && 'detail' in error ? error.detail : error),
  );

describe('[ACC-10] a password is refused', () => {
  it.each([
    ['seven.c', 'short'],
    ['🍎🍐🍊🍋🍌🍉🍇', 'short'],
    ['        ', 'simple'],
    ['x'.repeat(201), 'long'],
    ['Wilhelmina', 'name'],
    ['WILHELMINA ', 'name'],
    ['wilhelmina1962!', 'name'],
    ['WilhelminaWilhelmina', 'name'],
    ['\uff37ilhelmina', 'name'],
    ['Earshot1', 'server'],
    ['earshot earshot', 'server'],
    ['BÜRO 2026', 'server'],
    ['büro-büro', 'server'],
    ['aaaaaaaaaaaa', 'simple'],
    ['xyxyxyxyx', 'simple'],
    ['🍎🍐🍎🍐🍎🍐🍎🍐', 'simple'],
    ['1234567890', 'simple'],
    ['hgfedcba', 'simple'],
    ['Qwertzuiop', 'simple'],
    ['abcd4321', 'simple'],
    ['password', 'common'],
    ['PassWord', 'common'],
    ['trustno1', 'common'],
    ['sunshine2026', 'common'],
    ['iloveyou!', 'common'],
  ])('%s: %s', async (password, flaw) => expect(await flawOf(password)).toBe(flaw));
});

describe('[ACC-10] a password is taken', () => {
  it.each([
    'correct horse battery',
    'correct horse battery '.repeat(9).slice(0, 200),
    'Wilhelmina grows plums',
    'password for the kitchen',
    'qwertyuiop and figs',
    'ab12cd34ef',
    'sunshine20261962',
    '四匹の猫と二つの梅',
    '🍎🍐🍊🍋🍌🍉🍇🍓',
  ])('%s', async (password) => expect(await flawOf(password)).toBe(null));

  it('also where the name has no letters', async () => {
    expect(await flawOf('correct horse', { own: '🍎', server: '7' })).toBe(null);
    expect(await flawOf('🍎🍎🍎', { own: '🍎🍎🍎', server: '7' })).toBe('short');
  });
});
