/** How large the page is on its way to a browser. The first load has a budget, which `npm run check` enforces. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotli } from './compress.mjs';

/** 60 KB for page, theme and scripts together, as brotli, until somebody can join; the join form is the smaller part of it. */
export const FIRST_LOAD_BUDGET = 61_440;

/**
 * @typedef {{ file: string; bytes: number; brotli: number }} MeasuredFile
 * @typedef {{ firstLoad: { brotli: number; budget: number; form: number; files: MeasuredFile[] } }} BundleReport
 *
 * @param {string} folder
 * @param {import('./page.mjs').FirstLoad} firstLoad
 * @returns {BundleReport}
 */
export function reportBundle(folder, firstLoad) {
  const measure = (/** @type {string} */ file) => {
    const content = readFileSync(join(folder, file));
    return { file, bytes: content.length, brotli: brotli(content).length };
  };
  const sum = (/** @type {MeasuredFile[]} */ files) => files.reduce((all, file) => all + file.brotli, 0);
  const [form, rest] = [firstLoad.form.map(measure), firstLoad.rest.map(measure)];
  const files = [...form, ...rest];
  return { firstLoad: { brotli: sum(files), budget: FIRST_LOAD_BUDGET, form: sum(form), files } };
}

/** @param {BundleReport} report */
export function describeFirstLoad({ firstLoad }) {
  const rows = [
    ...firstLoad.files,
    { file: 'first load', brotli: firstLoad.brotli, bytes: sumOfBytes(firstLoad) },
  ];
  const width = Math.max(...rows.map(({ file }) => file.length));
  const lines = rows.map(
    ({ file, bytes, brotli }) =>
      `${file.padEnd(width)}  ${grouped(bytes).padStart(9)} bytes  ${grouped(brotli).padStart(7)} brotli`,
  );
  lines.push(
    `${'of that the join form'.padEnd(width)}  ${' '.repeat(15)}  ${grouped(firstLoad.form).padStart(7)} brotli`,
  );
  return `${lines.join('\n')}\n${'budget'.padEnd(width)}  ${' '.repeat(15)}  ${grouped(firstLoad.budget).padStart(7)} brotli\n`;
}

/** @param {BundleReport['firstLoad']} firstLoad */
const sumOfBytes = ({ files }) => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** @param {number} value */
const grouped = (value) => value.toLocaleString('en');
