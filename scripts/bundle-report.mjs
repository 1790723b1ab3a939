/** How large the page is on its way to a browser. The first load has a budget, which `npm run check` enforces. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotli } from './compress.mjs';

/** 60 KB for page, theme and scripts together, as brotli. */
export const FIRST_LOAD_BUDGET = 61_440;

/**
 * @typedef {{ file: string; bytes: number; brotli: number }} MeasuredFile
 * @typedef {{ firstLoad: { brotli: number; budget: number; files: MeasuredFile[] } }} BundleReport
 *
 * @param {string} folder
 * @param {string[]} firstLoad
 * @returns {BundleReport}
 */
export function reportBundle(folder, firstLoad) {
  const files = firstLoad.map((file) => {
    const content = readFileSync(join(folder, file));
    return { file, bytes: content.length, brotli: brotli(content).length };
  });
  const total = files.reduce((sum, file) => sum + file.brotli, 0);
  return { firstLoad: { brotli: total, budget: FIRST_LOAD_BUDGET, files } };
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
  return `${lines.join('\n')}\n${'budget'.padEnd(width)}  ${' '.repeat(15)}  ${grouped(firstLoad.budget).padStart(7)} brotli\n`;
}

/** @param {BundleReport['firstLoad']} firstLoad */
const sumOfBytes = ({ files }) => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** @param {number} value */
const grouped = (value) => value.toLocaleString('en');
