/**
 * Messages through the real server against a bare socket.io relay over TLS, in the same run, round by round in turn. Each server is a
 * process of its own, and so is this load. Measures the server's CPU per message (from /proc, so Linux only) and the time from
 * sending to arrival. Messages, names of events and ids are of the same size on both sides. Prints ratios; the machine's own speed
 * cancels out. Messages per second may be given behind the name.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'esbuild';
import { io, type Socket } from 'socket.io-client';
import { ulid } from 'ulid';
import { WITHOUT_LIMITS } from '../tests/support/without-limits.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';

const ROUNDS = 5;
const SECONDS = 5;
const PAIRS = 25;
const PER_SECOND = Number(process.argv[3] ?? 1_000);
const TEXT = 'a message of an ordinary length, as people write them to each other';

interface Line {
  send(): void;
}
interface Side {
  readonly name: string;
  readonly process: ChildProcess;
  readonly lines: readonly Line[];
  readonly arrived: number[];
  readonly answered: { count: number };
}

const folder = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
const children: ChildProcess[] = [];

async function start(args: readonly string[], ready: RegExp): Promise<readonly [ChildProcess, string]> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  let output = '';
  for await (const chunk of child.stdout) {
    output += String(chunk);
    const match = ready.exec(output);
    if (match) {
      child.stdout.resume();
      return [child, match[1] ?? ''];
    }
  }
  throw new Error(`ended: ${output}`);
}

const connect = (port: string, auth: object): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = io(`https://127.0.0.1:${port}`, {
      auth,
      transports: ['websocket'],
      forceNew: true,
      rejectUnauthorized: false,
    });
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', reject);
  });

const stampOf = (text: string) => Number(text.slice(0, text.indexOf(' ')));

async function earshot(): Promise<Side> {
  const main = new URL('../dist/server/main.js', import.meta.url).pathname;
  const data = join(folder, 'data');
  const [child, port] = await start(
    [main, '--port', '0', '--host', '127.0.0.1', '--no-mdns', '--data-dir', data, ...WITHOUT_LIMITS],
    /https?:\/\/[\w.]+:(\d+)/,
  );
  const arrived: number[] = [];
  const answered = { count: 0 };
  const join1 = async (name: string) => {
    const auth = {
      protocol: PROTOCOL_VERSION,
      name,
      tab: ulid(),
      status: 'available',
      accepted: [],
      blocked: [],
    };
    const socket = await connect(port, auth);
    const me = await new Promise<string>((resolve) =>
      socket.once('welcome', (welcome: { me: { id: string } }) => resolve(welcome.me.id)),
    );
    return { socket, me };
  };
  const lines: Line[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const [one, other] = [await join1(`One ${pair}`), await join1(`Other ${pair}`)];
    await other.socket.emitWithAck('set_consent', { peer: one.me, consent: 'accepted' });
    await one.socket.emitWithAck('set_consent', { peer: other.me, consent: 'accepted' });
    other.socket.on('receive_private_message', ({ text }: { text: string }) =>
      arrived.push(performance.now() - stampOf(text)),
    );
    let clock = 0;
    lines.push({
      send: () => {
        clock += 1;
        const message = {
          to: other.me,
          messageId: ulid(),
          clock,
          sentAt: 1,
          text: `${performance.now()} ${TEXT}`,
        };
        one.socket.emit('send_private_message', message, (reply: { ok: boolean }) => {
          if (reply.ok) answered.count += 1;
        });
      },
    });
  }
  return { name: 'earshot', process: child, lines, arrived, answered };
}

async function floor(): Promise<Side> {
  const bundle = join(folder, 'floor-relay.mjs');
  await build({
    entryPoints: [new URL('floor/relay.ts', import.meta.url).pathname],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: bundle,
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const leaf = readFileSync(join(folder, 'data', 'tls', 'leaf.pem'), 'utf8');
  writeFileSync(join(folder, 'floor.pem'), leaf);
  const [child, port] = await start(
    [bundle, join(folder, 'floor.pem'), join(folder, 'floor.pem')],
    /listening (\d+)/,
  );
  const arrived: number[] = [];
  const answered = { count: 0 };
  const lines: Line[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    // As long as ours, and both ends are named in the message as in ours.
    const [from, id] = [ulid(), ulid()];
    const [one, other] = [await connect(port, { id: from }), await connect(port, { id })];
    other.on('receive_private_message', ({ text }: { text: string }) =>
      arrived.push(performance.now() - stampOf(text)),
    );
    lines.push({
      send: () => {
        const message = {
          to: id,
          messageId: ulid(),
          clock: 1,
          sentAt: 1,
          text: `${performance.now()} ${TEXT}`,
          from,
        };
        one.emit('send_private_message', message, () => (answered.count += 1));
      },
    });
  }
  return { name: 'bare socket.io', process: child, lines, arrived, answered };
}

/** User and system time of a process in milliseconds (proc(5), fields 14 and 15, in hundredths of a second). */
function cpuMs(child: ChildProcess): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function round(side: Side, seconds: number): Promise<{ cpuUs: number; p50: number; p99: number }> {
  side.arrived.length = 0;
  const before = cpuMs(side.process);
  const begin = performance.now();
  let sent = 0;
  while (sent < seconds * PER_SECOND) {
    const due = Math.min(seconds * PER_SECOND, ((performance.now() - begin) / 1_000) * PER_SECOND);
    for (; sent < due; sent += 1) side.lines[sent % PAIRS]?.send();
    await pause(2);
  }
  while (side.arrived.length < sent && performance.now() - begin < seconds * 1_000 + 5_000) await pause(5);
  if (side.arrived.length !== sent)
    throw new Error(`${side.name}: ${side.arrived.length} of ${sent} arrived`);
  const cpuUs = ((cpuMs(side.process) - before) * 1_000) / sent;
  // The 99th percentile is that of each second: one pause of the machine is one second's.
  const each = Array.from({ length: seconds }, (_, second) =>
    side.arrived.slice(second * PER_SECOND, (second + 1) * PER_SECOND),
  );
  return {
    cpuUs,
    p50: percentile(side.arrived, 0.5),
    p99: median(each.map((times) => percentile(times, 0.99))),
  };
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** @returns a table in Markdown */
async function relay(): Promise<string> {
  try {
    const ours = await earshot();
    const sides = [ours, await floor()] as const;
    for (const side of sides) await round(side, 3);
    const results = new Map(sides.map((side) => [side, [] as Awaited<ReturnType<typeof round>>[]]));
    for (let count = 0; count < ROUNDS; count += 1) {
      for (const side of sides) results.get(side)?.push(await round(side, SECONDS));
    }
    const rows = sides.map((side) => {
      const rounds = results.get(side) ?? [];
      return {
        name: side.name,
        cpuUs: median(rounds.map((each) => each.cpuUs)),
        p50: median(rounds.map((each) => each.p50)),
        p99: median(rounds.map((each) => each.p99)),
      };
    });
    const [mine, bare] = rows;
    const ratio = (key: 'cpuUs' | 'p50' | 'p99') => ((mine?.[key] ?? 0) / (bare?.[key] ?? 1)).toFixed(2);
    return [
      `${PER_SECOND} messages/s between ${PAIRS} pairs, medians of ${ROUNDS} rounds of ${SECONDS} s in turn (p99 of each second), load average ${loadavg()[0]?.toFixed(1)}:`,
      '',
      '| | server CPU per message | p50 | p99 |',
      '|---|---|---|---|',
      ...rows.map(
        ({ name, cpuUs, p50, p99 }) =>
          `| ${name} | ${cpuUs.toFixed(0)} µs | ${p50.toFixed(2)} ms | ${p99.toFixed(2)} ms |`,
      ),
      `| ratio | ${ratio('cpuUs')} | ${ratio('p50')} | ${ratio('p99')} |`,
    ].join('\n');
  } finally {
    for (const child of children) child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

console.log(await relay());
process.exit(0);
