/** Everything of the page but its modules: index.html with theme and early script in it, and the files of `static/`. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as esbuild from 'esbuild';
import { ROOT } from './setup.mjs';

const BROWSERS = ['chrome111', 'firefox115', 'safari16.4'];

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
  const page = await pageHtml({ main: `/${main}`, imported: imported.map((file) => `/${file}`), minify });
  writeFileSync(join(out, 'index.html'), page);
  return { form: ['index.html', main, ...imported], rest };
}

/**
 * The page holds all that its first paint is made of, the join form with it: whatever that had to be asked for would come later than
 * the form can be used.
 *
 * @param {{ main: string; imported?: string[]; minify: boolean }} options addresses of scripts: the first, and what it imports
 */
export async function pageHtml({ main, imported = [], minify }) {
  const template = readFileSync(join(ROOT, 'templates', 'index.html'), 'utf8');
  const [theme, early] = await Promise.all([themeSheet({ minify }), earlyScript({ minify })]);
  const preloads = [main, ...imported].map((address) => `<link rel="modulepreload" href="${address}">`);
  /** @type {Record<string, string>} */
  const parts = {
    early: `<script data-main="${main}">${early}</script>`,
    theme: `<style>${theme}</style>`,
    preloads: preloads.join(''),
  };
  return (minify ? template.replace(/\n\s*/g, '\n') : template).replace(
    /\{\{(\w*)\}\}/g,
    (_, /** @type {string} */ name) => {
      const part = parts[name];
      if (part === undefined) throw new Error(`templates/index.html: nothing is known about ${name}`);
      return part;
    },
  );
}

/**
 * The theme, and the styles of the join form, which are those of elements with a shadow: here they are for what is in `ear-joining`.
 *
 * @param {{ minify: boolean }} options
 */
async function themeSheet({ minify }) {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: ROOT,
    stdin: {
      contents:
        "import { formStyles } from './client/components/joining/joining.styles.ts';" +
        "export default formStyles.map(({ cssText }) => cssText).join('');",
      resolveDir: ROOT,
    },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
  });
  const bundle = Buffer.from(outputFiles[0]?.contents ?? '').toString('base64');
  const module = /** @type {unknown} */ (await import(`data:text/javascript;base64,${bundle}`));
  const { default: styles } = /** @type {{ default: string }} */ (module);
  const theme = readFileSync(join(ROOT, 'static', 'theme.css'), 'utf8');
  const { code } = await esbuild.transform(`${theme}\near-joining {\n${styles}\n}\n`, {
    loader: 'css',
    minify,
    target: BROWSERS,
    sourcefile: 'static/theme.css',
  });
  return code;
}

/**
 * Classic, so that the first paint waits for it.
 *
 * @param {{ minify: boolean }} options
 */
async function earlyScript({ minify }) {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: ['client/early.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    minify,
    target: BROWSERS,
  });
  return outputFiles[0]?.text ?? '';
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
