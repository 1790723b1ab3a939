/** `npm run check`: everything a change must pass besides its tests. All of it runs, even when something fails. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, requireNode, ROOT } from './setup.mjs';

requireNode();
await ensureInstalled();
const { describeFirstLoad } = await import('./bundle-report.mjs');

/** @typedef {{ passed: boolean; output: string }} Outcome */

/** @typedef {[name: string, run: () => Promise<Outcome>]} Check */

/** @type {Check} */
const LINT = ['lint', () => tool('eslint', ['--max-warnings=0', '.'])];
/** @type {Check[]} */
const OTHERS = [
  ['format', () => tool('prettier', ['--check', '--log-level=warn', '.'])],
  ['types', () => tool('typescript', ['-b'], 'tsc')],
  ['dead code', () => tool('knip', [])],
  ['bundle', firstLoad],
];

// Lint takes as long as all others together, and each of them one core: so two at a time, and never three.
const summary = (await Promise.all([inTurn([LINT]), inTurn(OTHERS)])).flat();
process.stdout.write(`\n${summary.map(({ line }) => line).join('\n')}\n`);
process.exitCode = summary.every(({ passed }) => passed) ? 0 : 1;

/** @param {Check[]} checks */
async function inTurn(checks) {
  const done = [];
  for (const [name, run] of checks) {
    const start = performance.now();
    const { passed, output } = await run().catch((/** @type {unknown} */ error) => failure(error));
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    if (output.trim() !== '') process.stdout.write(`\n${name}\n${output.trimEnd()}\n`);
    const line = `${name.padEnd(10)} ${passed ? 'passed' : 'FAILED'} ${seconds.padStart(6)} s`;
    done.push({ passed, line });
  }
  return done;
}

/** @returns {Promise<Outcome>} */
async function firstLoad() {
  await ensureBuilt();
  const json = /** @type {unknown} */ (JSON.parse(readFileSync(join(ROOT, 'dist', 'bundle.json'), 'utf8')));
  // The build that was just made sure of wrote it.
  const report = /** @type {import('./bundle-report.mjs').BundleReport} */ (json);
  const over = report.firstLoad.brotli - report.firstLoad.budget;
  const verdict = over > 0 ? `The first load is ${over} bytes over its budget.\n` : '';
  return { passed: over <= 0, output: describeFirstLoad(report) + verdict };
}

/**
 * Runs a package's command with this Node, without the shell scripts of node_modules/.bin that differ by platform.
 *
 * @param {string} name of the package
 * @param {string[]} args
 * @param {string} [command] where it is not called like the package
 * @returns {Promise<Outcome>}
 */
async function tool(name, args, command = name) {
  const folder = join(ROOT, 'node_modules', name);
  const manifest = /** @type {unknown} */ (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  // npm admits both forms, and a package without any has no command to run.
  const { bin } = /** @type {{ bin: string | Record<string, string> }} */ (manifest);
  const file = typeof bin === 'string' ? bin : (bin[command] ?? '');
  const child = spawn(process.execPath, [join(folder, file), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
  }
  /** @type {number | null} */
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  return { passed: code === 0, output };
}

/**
 * @param {unknown} error
 * @returns {Outcome}
 */
function failure(error) {
  return { passed: false, output: error instanceof Error ? error.message : String(error) };
}
