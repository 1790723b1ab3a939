/** Brotli and gzip beside every file that gets smaller by it, so that the server compresses nothing while it runs. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const COMPRESSIBLE = /\.(html|js|css|json|svg|webmanifest|txt|map|wav|ico)$/;
const SMALLEST_BYTES = 256;

/** @param {string} folder */
export function compressFolder(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !COMPRESSIBLE.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const content = readFileSync(file);
    if (content.length < SMALLEST_BYTES) continue;
    for (const [extension, compressed] of /** @type {const} */ ([
      ['br', brotli(content)],
      ['gz', gzipSync(content, { level: constants.Z_BEST_COMPRESSION })],
    ])) {
      if (compressed.length < content.length) writeFileSync(`${file}.${extension}`, compressed);
    }
  }
}

/** @param {Buffer} content */
export function brotli(content) {
  const { BROTLI_PARAM_QUALITY, BROTLI_MAX_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;
  return brotliCompressSync(content, {
    params: { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY, [BROTLI_PARAM_SIZE_HINT]: content.length },
  });
}
