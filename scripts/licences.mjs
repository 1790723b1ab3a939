/** The licences of the packages that went into a bundle, beside the bundle, because most of them ask for it. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './setup.mjs';

/**
 * @param {import('esbuild').Metafile} metafile
 * @param {string} out
 */
export function writeLicences(metafile, out) {
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(used.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []));
  const texts = [...folders].sort().map(licenceOf);
  writeFileSync(
    join(out, 'third-party-licences.txt'),
    ['The files beside this one contain code of these packages.', ...texts].join(`\n\n${'-'.repeat(80)}\n\n`),
  );
}

/** @param {string} folder */
function licenceOf(folder) {
  const path = join(ROOT, folder);
  const manifest = /** @type {unknown} */ (JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')));
  // The three members are what npm requires of a manifest, older ones giving the licence as an object.
  const { name, version, license } =
    /** @type {{ name: string; version: string; license?: string | { type: string } }} */ (manifest);
  const kind = typeof license === 'object' ? license.type : (license ?? 'no licence named');
  const file = existsSync(path)
    ? readdirSync(path).find((entry) => /^(licen[cs]e|copying)/i.test(entry))
    : undefined;
  const text = file === undefined ? '' : `\n\n${readFileSync(join(path, file), 'utf8').trim()}`;
  return `${name} ${version} (${kind})${text}`;
}
