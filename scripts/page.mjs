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
 * @typedef {object} FirstLoad files, relative to the client's folder
 * @property {string[]} form what a browser needs before it can show the join form
 * @property {string[]} rest what it loads while the form is filled in, without being asked
 *
 * @param {PageOptions} options
 * @returns {Promise<FirstLoad>}
 */
export async function writePage({ out, metafile, minify }) {
  const { main, imported, rest } = scripts(metafile);
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
  return { form: ['index.html', theme, main, ...imported], rest };
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
 * The entry of the page, what it imports without being asked to wait, and what client/main.ts loads right after, at any depth.
 *
 * @param {import('esbuild').Metafile} metafile
 */
function scripts({ outputs }) {
  const [entry, ...more] = closure(outputs, ['client/main.ts']);
  // What the entry shares with code that is loaded later is in a file of its own, and the entry is nothing but its name.
  const [main = '', ...imported] = more.length > 0 ? more : [entry ?? ''];
  const all = closure(outputs, ['client/services.ts', 'client/components/home/home.ts']);
  return { main, imported, rest: all.filter((file) => file !== main && !imported.includes(file)) };
}

/**
 * @param {import('esbuild').Metafile['outputs']} outputs
 * @param {string[]} sources
 */
function closure(outputs, sources) {
  const found = new Set(
    sources.map((source) => {
      const entry = Object.keys(outputs).find((file) => outputs[file]?.entryPoint?.endsWith(source));
      if (entry === undefined) throw new Error(`The bundle has no ${source}`);
      return entry;
    }),
  );
  for (const file of found) {
    for (const { path, kind } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement') found.add(path);
  }
  // esbuild names outputs from the repository; a browser from the folder that is served.
  return [...found].map((file) => file.slice(file.lastIndexOf('assets/')));
}
