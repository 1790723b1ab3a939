/** `npm run matrix`: every cell for every pair of browsers, in a virtual LAN of its own each, and the table into docs/reliability.md. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { VirtualLan } from '../../support/virtual-lan.ts';
import type { Cell, PictureAndSound } from './cell.ts';
import { CELLS } from './cells.ts';
import { LanCall, type BrowserKind } from './lan-call.ts';

type Pair = readonly [BrowserKind, BrowserKind];

const PAIRS: readonly Pair[] = [
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
];
const TITLES = { chromium: 'Chromium', firefox: 'Firefox' };
const titleOf = ([caller, callee]: Pair) => `${TITLES[caller]} calls ${TITLES[callee]}`;

const HELP = `npm run matrix -- [--cell TEXT] [--pair TEXT] [--times NUMBER] [--write]

Calls between two computers of a virtual LAN, with faults. Needs root, Linux and the Debian packages of the LAN tests.

  --cell TEXT     only cells whose name has this in it
  --pair TEXT     only pairs of browsers such as chromium-firefox
  --times NUMBER  how often each is run (1)
  --write         puts the table into docs/reliability.md
`;
const [BEGIN, END] = ['<!-- matrix -->', '<!-- end of matrix -->'];

interface Run {
  /** Null where it failed. */
  readonly figures: PictureAndSound | number | null;
  readonly path: string;
}

export async function main(argv: readonly string[], root: string, folder: string): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      cell: { type: 'string', default: '' },
      pair: { type: 'string', default: '' },
      times: { type: 'string', default: '1' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const cells = CELLS.filter(({ name }) => name.includes(values.cell));
  const pairs = PAIRS.filter((pair) => pair.join('-').includes(values.pair));
  // A copy, so that whoever builds meanwhile changes nothing.
  const built = join(folder, 'built');
  for (const part of ['server', 'client', 'templates']) {
    cpSync(join(root, 'dist', part), join(built, part), { recursive: true });
  }
  let failed = 0;
  const rows: string[][] = [];
  for (const cell of cells) {
    const row = [cell.name];
    for (const pair of pairs) {
      const runs: Run[] = [];
      for (let time = 0; time < Number(values.times); time += 1) {
        const run = await runCell(cell, pair, join(built, 'server', 'main.js'));
        process.stdout.write(`${titleOf(pair)}, ${cell.name}: ${describeRun(run)}\n`);
        runs.push(run);
      }
      if (runs.some((run) => !isWell(run, cell, pair))) failed += 1;
      row.push(describeRuns(runs));
    }
    rows.push([...row, cell.measured]);
  }
  const table = tableOf([['', ...pairs.map(titleOf), 'what is measured'], ...rows]);
  process.stdout.write(`\n${table}\n`);
  if (values.write) write(join(root, 'docs', 'reliability.md'), table);
  if (failed > 0) process.stdout.write(`${failed} cells failed or took too long\n`);
  return failed === 0 ? 0 : 1;
}

async function runCell(cell: Cell, pair: Pair, server: string): Promise<Run> {
  const lan = await VirtualLan.open();
  try {
    const call = await LanCall.open(lan, pair, server);
    try {
      const figures = await cell.run(call);
      return { figures, path: await call.path(call.ana) };
    } finally {
      await call.close();
    }
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return { figures: null, path: '' };
  } finally {
    await lan.close();
  }
}

const mostOf = ({ mostMs, mostFirefoxMs = mostMs }: Cell, pair: Pair) =>
  pair.includes('firefox') ? mostFirefoxMs : mostMs;

function isWell({ figures }: Run, cell: Cell, pair: Pair): boolean {
  if (figures === null) return false;
  if (typeof figures === 'number') return figures <= mostOf(cell, pair);
  const { pictureMs, soundMs } = figures;
  return pictureMs <= mostOf(cell, pair) && soundMs <= (cell.mostSoundMs ?? mostOf(cell, pair));
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

const describeRun = ({ figures, path }: Run) =>
  figures === null ? 'FAILED' : `${describeFigures([figures])} (${path})`;

function describeRuns(runs: readonly Run[]): string {
  const passed = runs.flatMap(({ figures }) => figures ?? []);
  if (passed.length < runs.length) return `**${runs.length - passed.length} of ${runs.length} failed**`;
  return describeFigures(passed);
}

function describeFigures(all: readonly (number | PictureAndSound)[]): string {
  const pictures = all.map((each) => (typeof each === 'number' ? each : each.pictureMs));
  const sounds = all.flatMap((each) => (typeof each === 'number' ? [] : each.soundMs));
  if (sounds.length === 0) return describeTimes(pictures);
  return `picture ${describeTimes(pictures)}; sound ${describeTimes(sounds)}`;
}

/** One as it is; of several the median and the longest. */
function describeTimes(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return sorted.length === 1 ? seconds(median) : `${seconds(median)}, at most ${seconds(sorted.at(-1) ?? 0)}`;
}

function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length), 3),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function write(path: string, table: string): void {
  const text = readFileSync(path, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`no place for the table in ${path}`);
  writeFileSync(path, `${before}${BEGIN}\n\n${table}\n\n${END}${after}`);
}
