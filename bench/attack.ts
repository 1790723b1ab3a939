/**
 * Honest people writing to each other while others on the same network do their worst, one attack after another and then all at once.
 * Honest people, attackers and the server are processes of their own; each attacker has an address of its own, as on a LAN.
 * Prints the time from sending to arrival and the server's memory; `--without-limits` is the control. Names of rows may be given.
 */
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { io, type Socket } from 'socket.io-client';
import { ulid } from 'ulid';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { WITHOUT_LIMITS } from '../tests/support/without-limits.ts';

const SECONDS = 10;
const HONEST = 100;
/** Messages that each honest person writes in a second. */
const PER_SECOND = 1;

const ATTACKS = ['tabs', 'handshakes', 'half-open', 'never-read', 'idle'] as const;
type Attack = (typeof ATTACKS)[number];
const ROWS: readonly (readonly [name: string, attacks: readonly Attack[]])[] = [
  ['none', []],
  ...ATTACKS.map((each) => [each, [each]] as const),
  ['all', ATTACKS],
];
/** As many of the idle ones come at once. */
const AT_ONCE = 20;

interface Person {
  readonly socket: Socket;
  readonly id: string;
}

/** `from` is the local address; every one of 127.0.0.0/8 is this computer. */
function join1(port: number, name: string, from: string): Promise<Person> {
  const options = {
    auth: { protocol: PROTOCOL_VERSION, name, tab: ulid(), status: 'available', accepted: [], blocked: [] },
    transports: ['websocket' as const],
    forceNew: true,
    reconnection: false,
    rejectUnauthorized: false,
    // Not among the types; engine.io-client gives it to ws, which gives it to TLS.
    localAddress: from,
  };
  const socket = io(`https://127.0.0.1:${port}`, options);
  return new Promise((resolve, reject) => {
    socket.once('welcome', (welcome: { me: { id: string } }) => resolve({ socket, id: welcome.me.id }));
    socket.once('connect_error', reject);
  });
}

/** A text frame as a browser sends it, masked by zeros (RFC 6455, 5.2). */
function frame(packet: string): Buffer {
  const payload = Buffer.from(packet);
  if (payload.length > 125) throw new Error('a frame for short packets');
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

/** What costs the server little, and what costs it much. */
const FLOOD = [
  frame(`42["typing",${JSON.stringify({ to: ulid(), typing: true })}]`),
  frame('421["get_online_users",{"search":"i"}]'),
];

/** Until the process is killed. */
async function attack(kind: Attack, port: number): Promise<void> {
  const forever = async (again: () => Promise<void>) => {
    for (;;) await again().catch(() => pause(50));
  };
  const handshake = (from: string) =>
    new Promise<void>((resolve, reject) => {
      const under = connectTcp({ port, host: '127.0.0.1', localAddress: from });
      under.once('error', reject);
      const socket = connectTls({ socket: under, rejectUnauthorized: false });
      socket.once('secureConnect', () => (socket.destroy(), resolve()));
      socket.once('error', reject);
    });
  const flood = async (from: string, name: string) => {
    const { socket } = await join1(port, `${name} ${Math.random()}`, from);
    // Past the library, which would say less than the connection takes.
    const { ws } = socket.io.engine.transport as unknown as { ws: { _socket: Writable } };
    const frames = Buffer.concat(Array.from({ length: 500 }, () => FLOOD).flat());
    while (socket.connected) await new Promise((flushed) => void ws._socket.write(frames, flushed));
  };
  const halfOpen = (from: string) =>
    new Promise<void>((resolve) => {
      const socket = connectTcp({ port, host: '127.0.0.1', localAddress: from });
      socket.once('error', () => resolve());
      // Who is thrown out is there again a second later.
      socket.once('close', () => setTimeout(resolve, 1_000));
    });
  const neverRead = async (from: string, name: string) => {
    const { socket, id } = await join1(port, `${name} ${Math.random()}`, from);
    const { ws } = socket.io.engine.transport as unknown as { ws: { pause(): void } };
    ws.pause();
    while (socket.connected) {
      for (let sent = 0; sent < 20; sent += 1) socket.emit('get_online_users', {});
      socket.emit('typing', { to: id, typing: true });
      await pause(100);
    }
  };
  const idle = (from: number) =>
    Promise.allSettled(
      Array.from({ length: AT_ONCE }, (_, at) =>
        join1(port, `Idle ${from + at} ${Math.random()}`, `127.0.6.${at + 1}`),
      ),
    );
  const everyIdle = async () => {
    for (let at = 0; at < 1_000; at += AT_ONCE) await idle(at);
  };
  const many = (count: number, one: (at: number) => Promise<void>) => {
    for (let at = 0; at < count; at += 1) void forever(() => one(at));
  };
  switch (kind) {
    case 'tabs':
      many(5, (at) => flood(`127.0.2.${at + 1}`, `Flood ${at}`));
      break;
    case 'handshakes':
      many(20, (at) => handshake(`127.0.3.${at + 1}`));
      break;
    case 'half-open':
      many(2_000, () => halfOpen('127.0.4.1'));
      break;
    case 'never-read':
      many(50, (at) => neverRead(`127.0.5.${at + 1}`, `Deaf ${at}`));
      break;
    case 'idle':
      // Beside the other attacks they may never all get in.
      await Promise.race([everyIdle(), pause(20_000)]);
  }
  process.send?.('ready');
  await pause(2 ** 30);
}

const percentile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;

async function honest(port: number): Promise<{ measure(): Promise<number[]>; lost: () => number }> {
  const people = await Promise.all(
    Array.from({ length: HONEST }, (_, at) => join1(port, `Honest ${at}`, `127.0.1.${at + 1}`)),
  );
  let arrived: number[] = [];
  let lost = 0;
  for (const [at, { socket, id }] of people.entries()) {
    const peer = people[at ^ 1]?.id ?? id;
    await socket.emitWithAck('set_consent', { peer, consent: 'accepted' });
    socket.on('receive_private_message', ({ text }: { text: string }) =>
      arrived.push(performance.now() - Number(text)),
    );
    socket.on('disconnect', () => (lost += 1));
  }
  let clock = 0;
  return {
    lost: () => lost,
    measure: async () => {
      arrived = [];
      const gap = 1_000 / (HONEST * PER_SECOND);
      const end = performance.now() + SECONDS * 1_000;
      let next = performance.now();
      while (next < end) {
        const at = clock % HONEST;
        clock += 1;
        const message = {
          to: people[at ^ 1]?.id,
          messageId: ulid(),
          clock,
          sentAt: 1,
          text: String(performance.now()),
        };
        people[at]?.socket.emit('send_private_message', message, () => undefined);
        next += gap;
        await pause(Math.max(0, next - performance.now()));
      }
      await pause(1_000);
      return arrived.toSorted((a, b) => a - b);
    },
  };
}

const memoryMb = ({ pid }: ChildProcess): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1_024;

async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-attack-'));
  const main = fileURLToPath(new URL('../dist/server/main.js', import.meta.url));
  const limits = process.argv.includes('--without-limits') ? WITHOUT_LIMITS : [];
  const args = [
    '--port',
    '0',
    '--host',
    '127.0.0.1',
    '--no-mdns',
    '--log-level',
    'silent',
    '--data-dir',
    folder,
  ];
  const server = spawn(process.execPath, [main, ...args, ...limits], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const children: ChildProcess[] = [server];
  process.on('exit', () => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  let output = '';
  let port = 0;
  for await (const chunk of server.stdout) {
    output += String(chunk);
    port = Number(/https?:\/\/[\w.]+:(\d+)/.exec(output)?.[1] ?? 0);
    if (port > 0) break;
  }
  server.stdout.resume();
  const people = await honest(port);
  process.stdout.write('attack       messages  p50 ms  p99 ms  memory MB  honest cut off\n');
  const only = ROWS.filter(([name]) => process.argv.includes(name));
  for (const [name, attacks] of only.length > 0 ? only : ROWS) {
    const attackers = attacks.map((kind) =>
      fork(fileURLToPath(import.meta.url), ['attacker', kind, String(port)]),
    );
    children.push(...attackers);
    await Promise.all(attackers.map((each) => new Promise((ready) => each.once('message', ready))));
    await pause(1_000);
    const times = await people.measure();
    const figures = [
      name.padEnd(12),
      String(times.length).padStart(9),
      percentile(times, 0.5).toFixed(1).padStart(7),
      percentile(times, 0.99).toFixed(1).padStart(7),
      memoryMb(server).toFixed(0).padStart(10),
      String(people.lost()).padStart(15),
    ];
    process.stdout.write(`${figures.join(' ')}\n`);
    for (const each of attackers) each.kill('SIGKILL');
    await pause(3_000);
  }
  process.exit(0);
}

const role = process.argv.indexOf('attacker');
if (role > 0) await attack(process.argv[role + 1] as Attack, Number(process.argv[role + 2]));
else await run();
