/** `npm run bench -- NAME`: bundles bench/NAME.ts beside itself, where it finds its files, and runs it on a fresh build. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, fail, requireNode, ROOT } from './setup.mjs';

requireNode();
const [name = ''] = process.argv.slice(2);
const folder = join(ROOT, 'bench');
if (!/^[a-z-]+$/.test(name) || !existsSync(join(folder, `${name}.ts`))) {
  const names = readdirSync(folder).flatMap((file) => /^([a-z-]+)\.ts$/.exec(file)?.[1] ?? []);
  fail(`npm run bench -- NAME, which is one of: ${names.join(', ')}`);
}
await ensureInstalled();
await ensureBuilt().catch(fail);
const esbuild = await import('esbuild');

const bundle = join(folder, `.${name}-${process.pid}.mjs`);
process.on('exit', () => rmSync(bundle, { force: true }));
await esbuild.build({
  absWorkingDir: ROOT,
  entryPoints: [`bench/${name}.ts`],
  outfile: bundle,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  logLevel: 'warning',
});
await import(pathToFileURL(bundle).href);
