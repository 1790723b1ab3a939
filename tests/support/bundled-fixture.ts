/** Sources made runnable for a host of the virtual LAN: node 20 runs no TypeScript, and threads are files of their own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BANNER = `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);`;

export interface BundledFixture {
  /** The folder in which each entry point is `NAME.js`. */
  readonly folder: string;
  remove(): void;
}

/** `entryPoints` are paths from the repository's root, by the name they get. */
export async function bundleFixture(entryPoints: Readonly<Record<string, string>>): Promise<BundledFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-fixture-'));
  await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: { ...entryPoints },
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    banner: { js: BANNER },
    logLevel: 'warning',
  });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
