/** `npm run chaos`: reads the command line, runs, prints the figures, and ends with 1 where anything is wrong. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as prettier from 'prettier';
import { isFaulty, runChaos, type ChaosOptions } from './chaos-run.ts';
import { SWITCHES } from './orders.ts';
import { DRAIN_LIMIT_MS, forDocument, forTerminal, tableOf, withSection, type Row } from './report.ts';

const HELP = `npm run chaos -- [options]

  --messages N        messages to send (100000)
  --server-kills N    kill -9 of the server (300)
  --client-kills N    kill -9 of a client process (50)
  --seed N            repeats the decisions of another run (random)
  --people N          (20)
  --processes N       client processes (4)
  --per-second N      messages at most, of all people (150)
  --fault-every N     seconds between faults of one person's connection, on average (9)
  --without NAME      outbox or dedupe: a control, which has to fail
  --write             writes the figures into docs/reliability.md
`;

const print = (text: string) => void process.stdout.write(text);

/** `folder` holds `client.js` beside this module; `root` is the repository. */
export async function main(argv: readonly string[], root: string, folder: string): Promise<number> {
  const number = (fallback: string) => ({ type: 'string', default: fallback }) as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      help: { type: 'boolean', default: false },
      messages: number('100000'),
      'server-kills': number('300'),
      'client-kills': number('50'),
      seed: number(String(Math.floor(Math.random() * 1e9))),
      people: number('20'),
      processes: number('4'),
      'per-second': number('150'),
      'fault-every': number('9'),
      without: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    print(HELP);
    return 0;
  }
  const without = SWITCHES.find((name) => name === values.without) ?? null;
  if (values.without !== undefined && without === null) throw new Error(`--without ${SWITCHES.join(' or ')}`);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => stop.abort(new Error('stopped')));
  }
  const options: ChaosOptions = {
    seed: wholeNumber('seed', values.seed),
    messages: wholeNumber('messages', values.messages),
    serverKills: wholeNumber('server-kills', values['server-kills']),
    clientKills: wholeNumber('client-kills', values['client-kills']),
    people: wholeNumber('people', values.people),
    processes: wholeNumber('processes', values.processes),
    perSecond: wholeNumber('per-second', values['per-second']),
    betweenFaultsMs: wholeNumber('fault-every', values['fault-every']) * 1_000,
    without,
    builtFolder: join(root, 'dist'),
    clientFile: join(folder, 'client.js'),
    progress: (line) => print(`${line}\n`),
    signal: stop.signal,
  };
  print(`seed ${options.seed}\n`);
  const result = await runChaos(options);
  const rows = tableOf(options, result);
  print(`\n${forTerminal(rows)}\n`);
  for (const line of result.drain.slow) print(`slow: ${line}\n`);
  if (values.write) await writeDocument(root, commandOf(argv, options.seed), rows);
  const late = result.lastReturnMs === null || result.lastReturnMs > DRAIN_LIMIT_MS;
  return isFaulty(result) || late ? 1 : 0;
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} ${text}: must be a whole number`);
  return Number(text);
}

/** What repeats this run. */
function commandOf(argv: readonly string[], seed: number): string {
  const given = argv.filter((word) => word !== '--write');
  const words = given.includes('--seed') ? given : [...given, '--seed', String(seed)];
  return ['npm run chaos --', ...words].join(' ');
}

async function writeDocument(root: string, command: string, rows: readonly Row[]): Promise<void> {
  const path = join(root, 'docs', 'reliability.md');
  const document = existsSync(path) ? readFileSync(path, 'utf8') : '# Reliability\n';
  const date = new Date().toISOString().slice(0, 10);
  const computer = `${date}, Node ${process.versions.node}, ${cpus().length} cores:`;
  const body = [INTRODUCTION, `\`\`\`\n${command}\n\`\`\``, computer, forDocument(rows)].join('\n\n');
  const style = await prettier.resolveConfig(path);
  const text = await prettier.format(withSection(document, 'The long run', body), {
    ...style,
    filepath: path,
  });
  writeFileSync(path, text);
}

const INTRODUCTION = `The figures of the last long run, written here by \`--write\`. Time to empty outboxes counts from the moment
the server listens again, over all messages that waited then.`;
