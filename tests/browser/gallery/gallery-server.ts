/** Bundles the gallery and serves it under the same Content Security Policy as the app. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { pageHtml } from '../../../scripts/page.mjs';
import { inlineSources } from '../../../server/transport/page-assets.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const policyOf = (page: string) =>
  [
    "default-src 'none'",
    ["script-src 'self'", ...inlineSources(page, 'script')].join(' '),
    ["style-src 'self'", ...inlineSources(page, 'style')].join(' '),
    "img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'",
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html",
  ].join('; ');
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

export interface Gallery {
  readonly url: string;
  close(): Promise<void>;
}

export async function openGallery(): Promise<Gallery> {
  const built = await mkdtemp(join(tmpdir(), 'earshot-gallery-'));
  await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: ['tests/browser/gallery/gallery.ts'],
    outdir: built,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['production'],
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  const page = await pageHtml({ main: '/gallery.js', minify: false });
  const headers = { 'content-security-policy': policyOf(page), 'cache-control': 'no-store' };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://gallery').pathname;
    if (path === '/')
      response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(page);
    else void answerFile(response, path, [built, join(ROOT, 'static')]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(built, { recursive: true, force: true });
    },
  };
}

async function answerFile(response: ServerResponse, path: string, folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const body = await readFile(join(folder, normalize(path))).catch(() => null);
    if (body === null) continue;
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    return;
  }
  response.writeHead(404);
  response.end();
}
