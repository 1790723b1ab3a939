/**
 * `npm run mutation [-- GROUP [FILE ...]]`: mutation tests of all groups of stryker.config.mjs, of one, or of some sources of one.
 * Options of the form `--name` or `--name=value` go to Stryker: `npm run mutation -- gate --force` tries again what has not changed since the last time.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, fail, requireNode, ROOT } from './setup.mjs';

requireNode();
await ensureInstalled();
const { GROUPS } = await import('../stryker.config.mjs');

const given = process.argv.slice(2);
const options = given.filter((argument) => argument.startsWith('-'));
const [named, ...files] = given.filter((argument) => !argument.startsWith('-'));
const groups = Object.keys(GROUPS);
if (named !== undefined && !groups.includes(named)) {
  fail(`Which group? One of ${groups.join(', ')}, and after it files of that group.`);
}
if (files.length > 0) options.push('--mutate', files.join(','));

const STRYKER = join(ROOT, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
/** @type {string[]} */
const below = [];
for (const group of named === undefined ? groups : [named]) {
  process.stdout.write(`\n${group}\n`);
  if ((await mutate(group)) !== 0) below.push(group);
}
if (below.length > 0) fail(`Not passed: ${below.join(', ')}. The lines above say why.`);

/**
 * @param {string} group
 * @returns {Promise<number | null>}
 */
function mutate(group) {
  const child = spawn(process.execPath, [STRYKER, 'run', ...options], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, EARSHOT_MUTATION_GROUP: group },
  });
  return new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
}
