/** Runs measurements one after the other, prints one table of them, and writes it into a document between two marks. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { tableOf, isMissed, type Measure, type Row } from './row.ts';

const [BEGIN, END] = ['<!-- bench -->', '<!-- end of bench -->'];

interface ReportOptions {
  /** By the name that `npm run bench -- NAME` takes. */
  readonly measures: Readonly<Record<string, Measure>>;
  /** The document; null where it is only printed. */
  readonly document: string | null;
}

export async function report({ measures, document }: ReportOptions): Promise<void> {
  const rows: Row[] = [];
  const notes: string[] = [];
  for (const [name, measure] of Object.entries(measures)) {
    process.stderr.write(`${name}\n`);
    const [load, begun] = [loadavg()[0] ?? NaN, performance.now()];
    const { how, rows: found } = await measure();
    rows.push(...found);
    notes.push(`- \`${name}\`, load average ${load.toFixed(1)} before it: ${how}`);
    const seconds = ((performance.now() - begun) / 1_000).toFixed(0);
    process.stderr.write(`${tableOf(found)}\n${name} took ${seconds} s\n\n`);
  }
  const date = new Date().toLocaleDateString('en', { year: 'numeric', month: 'long' });
  const made = `${date}, Node ${process.versions.node}, ${cpus().length} cores:`;
  const text = [made, tableOf(rows), notes.join('\n')].join('\n\n');
  process.stdout.write(`${text}\n`);
  const missed = rows.filter(isMissed).length;
  if (missed > 0) process.stdout.write(`\n${missed} of the limits missed\n`);
  if (document !== null) write(document, text);
}

function write(document: string, text: string): void {
  const before = readFileSync(document, 'utf8');
  const [from, to] = [before.indexOf(BEGIN), before.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${document} has no place for the table`);
  writeFileSync(document, `${before.slice(0, from + BEGIN.length)}\n\n${text}\n\n${before.slice(to)}`);
}
