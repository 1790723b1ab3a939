/** `npm run fuzz`: reads the command line, runs, prints the figures, and ends with 1 where anything is wrong. */
import { parseArgs } from 'node:util';
import { NEVER_GRANTED, REQUESTS } from './hostile-payloads.ts';
import { runFuzz } from './fuzz-run.ts';
import { runHttpFuzz } from './http-fuzz.ts';

const HELP = `npm run fuzz -- [options]

  --requests N   requests to make (1000000)
  --http N       that many to the HTTP interface instead
  --seed N       repeats the decisions of another run (random)
`;
const print = (text: string) => void process.stdout.write(text);

export async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      help: { type: 'boolean', default: false },
      requests: { type: 'string', default: '1000000' },
      http: { type: 'string' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    },
  });
  if (values.help) {
    print(HELP);
    return 0;
  }
  const startedAt = performance.now();
  let told = 0;
  const progress = (dispatched: number) => {
    if (dispatched - told < 50_000) return;
    told = dispatched;
    print(`${dispatched} requests, ${Math.round((performance.now() - startedAt) / 1_000)} s\n`);
  };
  if (values.http !== undefined) return fuzzHttp(Number(values.seed), Number(values.http), progress);
  const result = await runFuzz({
    seed: Number(values.seed),
    requests: Number(values.requests),
    progress,
  });
  const missed = REQUESTS.filter((name) => !result.succeeded.has(name) && !NEVER_GRANTED.includes(name));
  const rows = [
    ['seed', values.seed],
    ['requests', String(result.dispatched)],
    ['without an answer', String(result.unanswered)],
    ['answered twice', String(result.answeredTwice)],
    ['answers of no known form', String(result.malformed.length)],
    ['faults of the server', String(result.faults.length)],
    ['prototypes polluted', result.polluted ? 'yes' : 'no'],
    ['never succeeded', missed.join(' ') || 'none'],
    ...answerRows(result.answers),
  ];
  printRows(rows);
  for (const fault of result.faults) print(`fault: ${fault}\n`);
  const wrong =
    result.unanswered + result.answeredTwice + result.malformed.length + result.faults.length + missed.length;
  return wrong > 0 || result.polluted ? 1 : 0;
}

async function fuzzHttp(
  seed: number,
  requests: number,
  progress: (requests: number) => void,
): Promise<number> {
  const result = await runHttpFuzz({ seed, requests, progress });
  const without = (some: ReadonlySet<string>) => result.operations.filter((title) => !some.has(title));
  const missed = without(result.reached);
  printRows([
    ['seed', String(seed)],
    ['requests', String(result.requests)],
    ['answers of no known form', String(result.wrong.length)],
    ['faults of the server', String(result.faults.length)],
    ['prototypes polluted', result.polluted ? 'yes' : 'no'],
    ['never reached', missed.join(', ') || 'none'],
    ['never succeeded', without(result.succeeded).join(', ') || 'none'],
    ...answerRows(result.answers),
  ]);
  const wrong = [...result.wrong, ...result.faults];
  for (const each of wrong.slice(0, 20)) print(`wrong: ${each}\n`);
  return wrong.length + missed.length > 0 || result.polluted ? 1 : 0;
}

const answerRows = (answers: ReadonlyMap<string, number>): string[][] =>
  [...answers].sort(([, a], [, b]) => b - a).map(([code, count]) => [`  ${code}`, String(count)]);

function printRows(rows: readonly string[][]): void {
  for (const [name = '', value = ''] of rows) print(`${name.padEnd(28)}${value}\n`);
}
