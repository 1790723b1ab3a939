/** `npm run chaos`: bundles the chaos run of tests/chaos and becomes it. Arguments are its own; `--help` lists them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, fail, requireNode, ROOT } from './setup.mjs';

requireNode();
await ensureInstalled();
await ensureBuilt().catch(fail);
const esbuild = await import('esbuild');

// Inside the repository, where the packages that stay outside the bundle are found.
const folder = mkdtempSync(join(ROOT, 'dist', '.chaos-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
await esbuild.build({
  absWorkingDir: ROOT,
  entryPoints: { main: 'tests/chaos/main.ts', client: 'tests/chaos/client.ts' },
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
// What tests/chaos/main.ts exports; scripts are checked without the tests.
const { main } = /** @type {{ main: (argv: string[], root: string, folder: string) => Promise<number> }} */ (
  bundled
);
process.exit(await main(process.argv.slice(2), ROOT, folder).catch(fail));
