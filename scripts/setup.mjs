/**
 * What must be true before anything of Earshot can run: a Node that is new enough, the packages of the lockfile, a build
 * made from the sources as they are. Imports nothing from node_modules, because it is what puts them there.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const STAMP = join(ROOT, 'dist', '.stamp');

const OLDEST_NODE = [20, 19];
/** Everything the build reads. Tests are left out: changing one makes no build stale. */
const INPUT_FOLDERS = [
  'protocol',
  'config',
  'server',
  'client',
  'api-client',
  'static',
  'templates',
  'scripts',
];
const INPUT_FILES = ['package.json', 'package-lock.json', 'tsconfig.base.json'];

/** Ends the process with one sentence where this Node is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  process.stderr.write(
    `Earshot needs Node ${OLDEST_NODE.join('.')} or newer, and this is ${process.versions.node}: get it from https://nodejs.org.\n`,
  );
  process.exit(1);
}

/** Installs the packages of the lockfile where one of them is missing or of another version. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  process.stderr.write('Installing the packages Earshot is built from (npm ci)\n');
  // `dev` by name, because NODE_ENV=production would leave it out, and Earshot has no other dependencies. Not strict
  // about engines, because some tools that only the tests need refuse the odd-numbered releases of Node. None of
  // the packages needs its install script.
  const code = await run(...npm(['ci', '--include=dev', '--engine-strict=false', '--ignore-scripts']));
  if (code !== 0) fail(`npm ci failed with code ${code}: the lines above say why. Nothing was started.`);
}

/**
 * Builds where the sources are not the ones that the last build was made from.
 *
 * @throws an error in one sentence; esbuild has printed the rest by then
 */
export async function ensureBuilt() {
  const hash = hashOfInputs();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) return;
  process.stderr.write('Building\n');
  await buildAnew(hash);
}

/** Builds whether stale or not. Throws as `ensureBuilt` does. */
export async function buildAnew(hash = hashOfInputs()) {
  const { build } = await import('./bundle.mjs');
  return await build({ stamp: hash });
}

/** A hash over names and contents rather than times, so that switching branches and cloning do not matter. */
function hashOfInputs() {
  const hash = createHash('sha256');
  for (const file of [...INPUT_FOLDERS.flatMap(filesUnder), ...INPUT_FILES].sort()) {
    const content = readFileSync(join(ROOT, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * Runs a command in this terminal and resolves to its exit code. A signal that ends this process ends the command first,
 * or an install would go on in the background and be in the way of the next one.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
    /** @type {NodeJS.Signals | null} */
    let ending = null;
    /** @param {NodeJS.Signals} signal */
    const passOn = (signal) => {
      ending = signal;
      child.kill(signal);
    };
    process.on('SIGINT', passOn).on('SIGTERM', passOn);
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('SIGINT', passOn).off('SIGTERM', passOn);
      if (ending === null) resolve(code ?? 1);
      else process.kill(process.pid, ending);
    });
  });
}

/**
 * Ends the process with a sentence, or with the sentence of an error.
 *
 * @param {unknown} reason
 * @returns {never}
 */
export function fail(reason) {
  process.stderr.write(`${reason instanceof Error ? reason.message : String(reason)}\n`);
  process.exit(1);
}

/** Compares what npm noted down after its last install with the lockfile: no stamp of our own that could be wrong. */
function isInstalled() {
  const installed = packagesOf(join(ROOT, 'node_modules', '.package-lock.json'));
  if (installed === null) return false;
  const wanted = Object.entries(packagesOf(join(ROOT, 'package-lock.json')) ?? {});
  return wanted.every(([path, { version, optional }]) => {
    if (path === '') return true;
    const found = installed[path];
    return found === undefined ? optional === true : found.version === version;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string; optional?: boolean }> | null}
 */
function packagesOf(file) {
  if (!existsSync(file)) return null;
  const lock = /** @type {unknown} */ (JSON.parse(readFileSync(file, 'utf8')));
  // npm writes both files, and its documentation says that `packages` has this shape.
  return /** @type {{ packages: Record<string, { version?: string; optional?: boolean }> }} */ (lock)
    .packages;
}

/**
 * The npm that started this script where there is one; otherwise the one in the path.
 *
 * @param {string[]} args
 * @returns {[string, string[], import('node:child_process').SpawnOptions]}
 */
function npm(args) {
  const started = process.env.npm_execpath;
  if (started !== undefined && /npm-cli\.c?js$/.test(started))
    return [process.execPath, [started, ...args], {}];
  // npm is a batch file on Windows, which only a shell can run.
  return ['npm', args, { shell: process.platform === 'win32' }];
}

/**
 * @param {string} folder relative to the repository
 * @returns {string[]}
 */
function filesUnder(folder) {
  const full = join(ROOT, folder);
  if (!existsSync(full)) return [];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length));
}
