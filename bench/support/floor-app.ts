/** Our server with another page in it, built and compressed as ours is. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { compressFolder } from '../../scripts/compress.mjs';

/** @returns the folder, as the build makes one */
export async function makeFloorApp({
  folder,
  built,
  page,
}: {
  readonly folder: string;
  readonly built: string;
  /** The source of its one script. */
  readonly page: string;
}): Promise<string> {
  const app = join(folder, 'floor-app');
  cpSync(built, app, { recursive: true });
  const client = join(app, 'client');
  rmSync(client, { recursive: true });
  mkdirSync(client);
  await build({
    entryPoints: { page },
    outdir: join(client, 'assets'),
    bundle: true,
    format: 'esm',
    minify: true,
    target: ['chrome111', 'firefox115', 'safari16.4'],
    conditions: ['production', 'module'],
  });
  writeFileSync(
    join(client, 'index.html'),
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>floor</title>' +
      '<script type="module" src="/assets/page.js"></script></head><body><floor-page></floor-page></body></html>',
  );
  compressFolder(client);
  return app;
}
