import { afterEach, expect, it } from 'vitest';
import { isLayer, obstacle } from './layers.mjs';

const { PATH, EARSHOT_CHROMIUM } = process.env;
afterEach(() => {
  process.env.PATH = PATH;
  if (EARSHOT_CHROMIUM === undefined) delete process.env.EARSHOT_CHROMIUM;
  else process.env.EARSHOT_CHROMIUM = EARSHOT_CHROMIUM;
});

it('finds nothing in the way of layers that need only Node', () => {
  process.env.PATH = '';
  expect([obstacle('unit'), obstacle('integration')]).toEqual([null, null]);
});

it('names what a layer lacks and the command that brings it', () => {
  process.env.EARSHOT_CHROMIUM = '/nowhere/chromium';
  expect(obstacle('screenshots')).toBe(
    'screenshots tests cannot run here: missing chromium (sudo apt-get install chromium)',
  );
});

it('takes a browser that the environment names', () => {
  process.env.EARSHOT_CHROMIUM = process.execPath;
  process.env.PATH = '';
  expect(obstacle('screenshots')).toBeNull();
});

it('knows a layer from a file filter', () => {
  expect(['unit', 'lan', 'screenshots', 'call.test.ts', 'toString'].map(isLayer)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
