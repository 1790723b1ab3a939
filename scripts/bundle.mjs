/**
 * The build: server, worker and page into `dist/`, each file compressed, with licences and a size report. Everything is
 * made in a folder of its own and swapped in at the end, so that a build that fails leaves the last good one standing.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as esbuild from 'esbuild';
import { reportBundle } from './bundle-report.mjs';
import { declareTypes } from './declare-types.mjs';
import { compressFolder } from './compress.mjs';
import { writeLicences } from './licences.mjs';
import { writePage } from './page.mjs';
import { ROOT, STAMP } from './setup.mjs';
import { minifyTemplates } from './minify-templates.mjs';

const DIST = join(ROOT, 'dist');
const PARTS = ['server', 'client', 'api-client', 'templates', 'bundle.json'];
/** Threads of the server, which it finds beside itself. */
const WORKERS = ['discovery/advertiser-worker', 'discovery/neighbours-worker', 'relay/relay-worker'];
/** What the server loads only when it is needed, under names that stay when it is built again while it runs. */
const LATER = ['tls/certificate-builder', 'transport/markdown-html', 'accounts/common-passwords'];

const API_CLIENT = 'api-client/earshot-client.ts';

/** What CommonJS packages expect to find around them, made for an ES module. The shebang makes the file a command. */
const SERVER_BANNER = `#!/usr/bin/env node
import { createRequire as __createRequire } from 'node:module';
import { dirname as __dirnameOf } from 'node:path';
import { fileURLToPath as __fileURLToPath } from 'node:url';
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __dirnameOf(__filename);`;

/**
 * @param {{ stamp: string }} options `stamp` says what the build was made from; written last
 * @returns {Promise<import('./bundle-report.mjs').BundleReport>}
 */
export async function build({ stamp }) {
  const out = join(DIST, `.build-${process.pid}`);
  rmSync(STAMP, { force: true });
  try {
    const [server, client] = await Promise.all([
      esbuild.build({ ...serverOptions(join(out, 'server')), metafile: true }),
      esbuild.build({ ...clientOptions(join(out, 'client')), metafile: true }),
    ]);
    await esbuild.build(apiClientOptions(join(out, 'api-client')));
    declareTypes(join(out, 'api-client', 'types'));
    copyTemplates(out);
    const firstLoad = await writePage({ out: join(out, 'client'), metafile: client.metafile, minify: true });
    writeLicences(server.metafile, join(out, 'server'));
    writeLicences(client.metafile, join(out, 'client'));
    compressFolder(join(out, 'client'));
    const report = reportBundle(join(out, 'client'), firstLoad);
    writeFileSync(join(out, 'bundle.json'), `${JSON.stringify(report, null, 2)}\n`);
    for (const part of PARTS) {
      rmSync(join(DIST, part), { recursive: true, force: true });
      renameSync(join(out, part), join(DIST, part));
    }
    writeFileSync(STAMP, stamp);
    return report;
  } catch (error) {
    // esbuild has printed each fault with its place; its own summary would only repeat them in one line.
    if (isBuildFailure(error))
      throw new Error('The build failed: the lines above say why.', { cause: error });
    throw error;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/**
 * Half a megabyte for charsets of the East, which would be read at every start: a form is in UTF-8 or Latin 1, or refused.
 *
 * @type {import('esbuild').Plugin}
 */
const withoutCharsetTables = {
  name: 'without-charset-tables',
  setup: (built) =>
    built.onLoad({ filter: /iconv-lite[\\/]encodings[\\/]tables[\\/]/ }, () => ({
      contents: '[]',
      loader: 'json',
    })),
};

/**
 * Two thirds of the common passwords are shorter than any that is allowed (`PASSWORD_LEAST`), and need not be carried along.
 *
 * @type {import('esbuild').Plugin}
 */
const withoutShortPasswords = {
  name: 'without-short-passwords',
  setup: (built) =>
    built.onLoad({ filter: /language-common[\\/]src[\\/]passwords\.json$/ }, ({ path }) => {
      const read = /** @type {unknown} */ (JSON.parse(readFileSync(path, 'utf8')));
      const all = /** @type {string[]} */ (read);
      return { contents: JSON.stringify(all.filter(({ length }) => length >= 8)), loader: 'json' };
    }),
};

/** @type {import('esbuild').Plugin} */
const loadedLater = {
  name: 'loaded-later',
  setup: (built) =>
    built.onResolve({ filter: /\.ts$/ }, ({ kind, path }) => {
      const name = basename(path, '.ts');
      const isLater = kind === 'dynamic-import' && LATER.some((later) => basename(later) === name);
      return isLater ? { path: `./${name}.js`, external: true } : undefined;
    }),
};

/**
 * @param {string} out
 * @returns {import('esbuild').BuildOptions}
 */
export function serverOptions(out) {
  return {
    absWorkingDir: ROOT,
    entryPoints: [
      { in: 'server/main.ts', out: 'main' },
      ...[...WORKERS, ...LATER].map((path) => ({ in: `server/${path}.ts`, out: basename(path) })),
    ],
    outdir: out,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // Three packages bring it along, in two versions of the same shape, and reading one is a part of every start.
    alias: { 'mime-db': join(ROOT, 'node_modules', 'mime-db') },
    // Native code, for accounts only: where it is not installed, they say so.
    external: ['libsql'],
    plugins: [withoutCharsetTables, withoutShortPasswords, loadedLater],
    // Not minified: whoever reads a stack trace from a log should find the lines.
    banner: { js: SERVER_BANNER },
    define: { __VERSION__: JSON.stringify(version()) },
    legalComments: 'none',
    logLevel: 'warning',
  };
}

/** What client/main.ts loads, in steps: the join form, then all that somebody needs who has joined. */
const STEPS = [['client/main.ts'], ['client/services.ts', 'client/components/home/home.ts']];

/**
 * Code that is loaded later imports all that was loaded before, which costs nothing, as it is there. So what a step shares with the
 * rest is in one file, and not in one for each set of parts that happen to need the same.
 *
 * @type {import('esbuild').Plugin}
 */
const oneFileForEachStep = {
  name: 'one-file-for-each-step',
  setup: (built) => {
    built.onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ kind, path, resolveDir, namespace }) =>
      kind === 'dynamic-import' && namespace === 'file'
        ? { path: join(resolveDir, path), namespace: 'later' }
        : undefined,
    );
    built.onLoad({ filter: /.*/, namespace: 'later' }, ({ path }) => {
      const step = STEPS.findIndex((files) => files.some((file) => join(ROOT, file) === path));
      const before = STEPS.slice(0, step < 0 ? undefined : step).flat();
      const imports = before.map((file) => `import './${file}';`).join('');
      return { contents: `${imports}export * from ${JSON.stringify(path)};`, resolveDir: ROOT };
    });
  },
};

/**
 * @param {string} out
 * @returns {import('esbuild').BuildOptions}
 */
export function clientOptions(out) {
  return {
    absWorkingDir: ROOT,
    entryPoints: { main: 'client/main.ts' },
    outdir: out,
    entryNames: 'assets/[name]-[hash]',
    chunkNames: 'assets/[name]-[hash]',
    assetNames: 'assets/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome111', 'firefox115', 'safari16.4'],
    minify: true,
    conditions: ['production', 'module'],
    define: { __VERSION__: JSON.stringify(version()), 'process.env.NODE_ENV': '"production"' },
    plugins: [oneFileForEachStep, minifyTemplates()],
    legalComments: 'none',
    logLevel: 'warning',
  };
}

/**
 * What other people's programs import as `earshot/client`.
 *
 * @param {string} out
 * @returns {import('esbuild').BuildOptions}
 */
function apiClientOptions(out) {
  return {
    absWorkingDir: ROOT,
    entryPoints: [API_CLIENT],
    outdir: out,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    legalComments: 'none',
    logLevel: 'warning',
  };
}

/**
 * Every template but the page itself, which is filled in by the build.
 *
 * @param {string} out
 */
export function copyTemplates(out) {
  mkdirSync(join(out, 'templates'), { recursive: true });
  for (const file of readdirSync(join(ROOT, 'templates'))) {
    if (file !== 'index.html')
      cpSync(join(ROOT, 'templates', file), join(out, 'templates', file), { recursive: true });
  }
}

function version() {
  const manifest = /** @type {unknown} */ (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));
  // package.json always has a version: npm refuses to pack without one.
  return /** @type {{ version: string }} */ (manifest).version;
}

/** @param {unknown} error */
const isBuildFailure = (error) => error instanceof Error && 'errors' in error && 'warnings' in error;
