/** `npm run fuzz`: reads the command line, runs, prints the figures, and ends with 1 where anything is wrong. */
import { parseArgs } from 'node:util';
import { NEVER_GRANTED, REQUESTS } from './hostile-payloads.ts';
import { runFuzz } from './fuzz-run.ts';

const HELP = `npm run fuzz -- [options]

  --requests N   requests to make (1000000)
  --seed N       repeats the decisions of another run (random)
`;
const print = (text: string) => void process.stdout.write(text);

export async function main(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      help: { type: 'boolean', default: false },
      requests: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    },
  });
  if (values.help) {
    print(HELP);
    return 0;
  }
  const startedAt = performance.now();
  let told = 0;
  const result = await runFuzz({
    seed: Number(values.seed),
    requests: Number(values.requests),
    progress: (dispatched) => {
      if (dispatched - told < 50_000) return;
      told = dispatched;
      print(`${dispatched} requests, ${Math.round((performance.now() - startedAt) / 1_000)} s\n`);
    },
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
    ...[...result.answers].sort(([, a], [, b]) => b - a).map(([code, count]) => [`  ${code}`, String(count)]),
  ];
  for (const [name = '', value = ''] of rows) print(`${name.padEnd(28)}${value}\n`);
  for (const fault of result.faults) print(`fault: ${fault}\n`);
  const wrong =
    result.unanswered + result.answeredTwice + result.malformed.length + result.faults.length + missed.length;
  return wrong > 0 || result.polluted ? 1 : 0;
}
