/**
 * `npm run dev`: rebuilds what changed and starts the server anew with it; arguments are the server's. People who are
 * connected reconnect by themselves. A page that is open keeps the old client until it is reloaded by hand.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, requireNode, ROOT, STAMP } from './setup.mjs';

requireNode();
await ensureInstalled();
const esbuild = await import('esbuild');
const { clientOptions, copyTemplates, serverOptions } = await import('./bundle.mjs');
const { writePage } = await import('./page.mjs');

const DIST = join(ROOT, 'dist');
/** What the page is made of besides scripts, which esbuild would not watch by itself. */
const PAGE_FOLDERS = ['static', 'templates'].map((folder) => join(ROOT, folder));
const PAGE_FILES = [
  'client/early.ts',
  'static/theme.css',
  'templates/index.html',
  'templates/passcode.html',
  'templates/welcome.html',
].map((file) => join(ROOT, file));

// What is built here is neither small nor compressed, so the next `npm start` has to build again.
rmSync(STAMP, { force: true });
rmSync(join(DIST, 'client'), { recursive: true, force: true });

/** @type {import('node:child_process').ChildProcess | null} */
let server = null;
let stopping = false;
let builds = { server: false, client: false };
let restart = Promise.resolve();

/** @param {'server' | 'client'} part @returns {import('esbuild').Plugin} */
const afterBuild = (part) => ({
  name: 'after-build',
  setup(build) {
    if (part === 'client') {
      build.onResolve({ filter: /main\.ts$/ }, ({ kind, path, resolveDir }) =>
        kind === 'entry-point'
          ? { path: join(resolveDir, path), watchDirs: PAGE_FOLDERS, watchFiles: PAGE_FILES }
          : undefined,
      );
    }
    build.onEnd(async ({ errors, metafile }) => {
      if (errors.length > 0) return;
      if (part === 'client' && metafile) {
        copyTemplates(DIST);
        await writePage({ out: join(DIST, 'client'), metafile, minify: false });
      }
      builds = { ...builds, [part]: true };
      if (builds.server && builds.client) restart = restart.then(startServer);
    });
  },
});

const contexts = await Promise.all([
  esbuild.context({
    ...serverOptions(join(DIST, 'server')),
    sourcemap: true,
    plugins: [afterBuild('server')],
  }),
  esbuild.context({
    ...clientOptions(join(DIST, 'client')),
    entryNames: 'assets/[name]',
    chunkNames: 'assets/[name]-[hash]',
    minify: false,
    sourcemap: true,
    conditions: ['development', 'module'],
    define: { ...clientOptions('').define, 'process.env.NODE_ENV': '"development"' },
    metafile: true,
    plugins: [afterBuild('client')],
  }),
]);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.on(signal, () => void stop(signal));
await Promise.all(contexts.map((context) => context.watch()));

async function startServer() {
  if (stopping) return;
  await stopServer('SIGTERM');
  server = spawn(
    process.execPath,
    ['--enable-source-maps', join(DIST, 'server', 'main.js'), ...process.argv.slice(2)],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      // In a group of its own, or Ctrl+C would reach it twice: from the terminal and from here.
      detached: process.platform !== 'win32',
    },
  );
  process.stderr.write('Started what is newest; reload the page to see a changed client.\n');
}

/** @param {NodeJS.Signals} signal */
async function stopServer(signal) {
  const running = server;
  server = null;
  if (running === null || running.exitCode !== null || running.signalCode !== null) return;
  const ended = new Promise((resolve) => running.once('exit', resolve));
  running.kill(signal);
  await ended;
}

/** @param {NodeJS.Signals} signal */
async function stop(signal) {
  if (stopping) return;
  stopping = true;
  await restart;
  await Promise.all([stopServer(signal), ...contexts.map((context) => context.dispose())]);
}
