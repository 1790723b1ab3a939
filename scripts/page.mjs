/** Everything of the page that is not script: index.html with its links filled in, the theme, the files of `static/`. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as esbuild from 'esbuild';
import { ROOT } from './setup.mjs';

/**
 * @typedef {object} PageOptions
 * @property {string} out the client's folder
 * @property {import('esbuild').Metafile} metafile of the client's bundle
 * @property {boolean} minify
 *
 * @param {PageOptions} options
 * @returns {Promise<string[]>} the files a browser needs before it can show anything, relative to `out`
 */
export async function writePage({ out, metafile, minify }) {
  const { main, imported } = scripts(metafile);
  mkdirSync(join(out, 'assets'), { recursive: true });
  cpSync(join(ROOT, 'static'), out, {
    recursive: true,
    filter: (source) => basename(source) !== 'theme.css',
  });
  const theme = await writeTheme(out, minify);
  const preloads = imported.map((file) => `<link rel="modulepreload" href="/${file}">`).join('');
  const page = readFileSync(join(ROOT, 'templates', 'index.html'), 'utf8')
    .replaceAll('{{script}}', `/${main}`)
    .replaceAll('{{theme}}', `/${theme}`)
    .replace('</head>', `${preloads}</head>`);
  const leftOver = /\{\{\w*\}\}/.exec(page);
  if (leftOver !== null) throw new Error(`templates/index.html: nothing is known about ${leftOver[0]}`);
  writeFileSync(join(out, 'index.html'), minify ? page.replace(/\n\s*/g, '\n') : page);
  return ['index.html', theme, main, ...imported];
}

/**
 * @param {string} out
 * @param {boolean} minify
 */
async function writeTheme(out, minify) {
  const source = join(ROOT, 'static', 'theme.css');
  const { code } = await esbuild.transform(existsSync(source) ? readFileSync(source, 'utf8') : '', {
    loader: 'css',
    minify,
    target: ['chrome111', 'firefox115', 'safari16.4'],
    sourcefile: 'static/theme.css',
  });
  const hash = createHash('sha256')
    .update(code)
    .digest('base64url')
    .replace(/[_-]/g, '')
    .slice(0, 8)
    .toUpperCase();
  const file = `assets/theme-${hash}.css`;
  writeFileSync(join(out, file), code);
  return file;
}

/**
 * The entry of the page and what it imports without being asked to wait, at any depth.
 *
 * @param {import('esbuild').Metafile} metafile
 */
function scripts(metafile) {
  const entry = Object.keys(metafile.outputs).find(
    (file) => metafile.outputs[file]?.entryPoint === 'client/main.ts',
  );
  if (entry === undefined) throw new Error('The bundle has no client/main.ts');
  const found = new Set([entry]);
  for (const file of found) {
    for (const { path, kind } of metafile.outputs[file]?.imports ?? []) {
      if (kind === 'import-statement') found.add(path);
    }
  }
  // esbuild names outputs from the repository; a browser from the folder that is served.
  const [main = '', ...imported] = [...found].map((file) => file.slice(file.lastIndexOf('assets/')));
  return { main, imported };
}
