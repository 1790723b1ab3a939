import { expect, it } from 'vitest';
import { defaultDataFolder } from './data-folder.ts';

it.each([
  ['linux', '/home/ana', {}, '/home/ana/.local/share/earshot'],
  ['linux', '/home/ana', { XDG_DATA_HOME: '/data' }, '/data/earshot'],
  ['linux', '/home/ana', { XDG_DATA_HOME: 'relative' }, '/home/ana/.local/share/earshot'],
  ['freebsd', '/home/ana', {}, '/home/ana/.local/share/earshot'],
  ['darwin', '/Users/ana', {}, '/Users/ana/Library/Application Support/Earshot'],
  ['win32', 'C:\\Users\\ana', {}, 'C:\\Users\\ana\\AppData\\Local\\Earshot'],
  ['win32', 'C:\\Users\\ana', { LOCALAPPDATA: 'D:\\Local' }, 'D:\\Local\\Earshot'],
] as const)('is on %s for %s with %j: %s', (platform, home, env, folder) => {
  expect(defaultDataFolder({ platform, home, env })).toBe(folder);
});
