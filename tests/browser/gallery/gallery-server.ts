/** Bundles the gallery and serves it under the same Content Security Policy as the app. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html";
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
  const page = (await readFile(join(ROOT, 'templates/index.html'), 'utf8'))
    .replaceAll('{{script}}', '/gallery.js')
    .replaceAll('{{theme}}', '/theme.css');
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://gallery').pathname;
    if (path === '/') answer(response, 'text/html; charset=utf-8', page);
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

function answer(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, {
    'content-type': type,
    'content-security-policy': CSP,
    'cache-control': 'no-store',
  });
  response.end(body);
}

async function answerFile(response: ServerResponse, path: string, folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const body = await readFile(join(folder, normalize(path))).catch(() => null);
    if (body !== null) return answer(response, TYPES[extname(path)] ?? 'application/octet-stream', body);
  }
  response.writeHead(404);
  response.end();
}
