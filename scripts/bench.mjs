/**
 * `npm run bench`: the measurements that belong in the table of docs/performance.md, which it writes. `npm run bench -- NAME` runs
 * one, of the table or not, and writes nothing. Bundled beside their sources, where they find their files, and run on a fresh build.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, ensureInstalled, fail, requireNode, ROOT } from './setup.mjs';

/** Each exports `measure`. The others take too long, or have tables of their own. */
const TABLE = ['cold-start', 'join-storm', 'churn', 'relay', 'signals', 'page'];

requireNode();
const [name] = process.argv.slice(2);
const folder = join(ROOT, 'bench');
if (name !== undefined && (!/^[a-z-]+$/.test(name) || !existsSync(join(folder, `${name}.ts`)))) {
  const names = readdirSync(folder).flatMap((file) => /^([a-z-]+)\.ts$/.exec(file)?.[1] ?? []);
  fail(`npm run bench -- NAME, which is one of: ${names.join(', ')}`);
}
await ensureInstalled();
await ensureBuilt().catch(fail);
const esbuild = await import('esbuild');

const bundle = join(folder, `.${name ?? 'table'}-${process.pid}.mjs`);
process.on('exit', () => rmSync(bundle, { force: true }));
await esbuild.build({
  absWorkingDir: ROOT,
  stdin: { contents: program(), resolveDir: folder },
  outfile: bundle,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  logLevel: 'warning',
});
await import(pathToFileURL(bundle).href);

/** What is bundled: one measurement that runs by itself, or those of the table with what prints it. */
function program() {
  if (name !== undefined && !TABLE.includes(name)) return `import './${name}.ts';`;
  const names = name === undefined ? TABLE : [name];
  const document = name === undefined ? JSON.stringify(join(ROOT, 'docs', 'performance.md')) : 'null';
  return [
    "import { report } from './support/report.ts';",
    ...names.map((each, at) => `import { measure as m${at} } from './${each}.ts';`),
    `await report({ measures: { ${names.map((each, at) => `'${each}': m${at}`).join(', ')} }, document: ${document} });`,
    'process.exit(0);',
  ].join('\n');
}
