/** Makes TypeScript of tests/ into a program and becomes it: for runs that are too long for a test. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, fail, requireNode, ROOT } from './setup.mjs';

/**
 * Runs the `main` that the first of them exports, with this command's arguments, and ends with the code it gives.
 *
 * @param {{ main: string } & Record<string, string>} entryPoints paths from the repository's root, by the name they get
 * @returns {Promise<never>}
 */
export async function runBundled(entryPoints) {
  requireNode();
  await ensureInstalled();
  await ensureBuilt().catch(fail);
  const esbuild = await import('esbuild');

  // Inside the repository, where the packages that stay outside the bundle are found.
  const folder = mkdtempSync(join(ROOT, 'dist', '.run-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints,
    outdir: folder,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'warning',
  });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  /** @type {unknown} */
  const bundled = await import(pathToFileURL(join(folder, 'main.js')).href);
  // What such a program exports; scripts are checked without the tests.
  const { main } =
    /** @type {{ main: (argv: string[], root: string, folder: string) => Promise<number> }} */ (bundled);
  return process.exit(await main(process.argv.slice(2), ROOT, folder).catch(fail));
}
