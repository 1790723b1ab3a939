/** The programs under examples/ as a stranger runs them, with the package as built, against the real server. */
import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ulid } from 'ulid';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { makeKey } from '../support/api-caller.ts';
import { Person, type JoinOptions } from '../support/person.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const runFile = promisify(execFile);

let server: RunningServer;
let folder: string;
const people: Person[] = [];
beforeEach(async () => {
  server = await runServer();
  folder = await mkdtemp(join(tmpdir(), 'earshot-examples-'));
});
afterEach(async () => {
  for (const person of people.splice(0)) person.leave();
  await server.stop();
  await rm(folder, { recursive: true });
});

async function come(name: string, options: JoinOptions = {}): Promise<Person> {
  const person = await Person.join(server.url, name, options);
  people.push(person);
  // Only then are they in the list that others are given.
  await person.next('online_users_changed', ({ joined }) => joined.some(({ id }) => id === person.id));
  return person;
}
const botOf = (key: string) => key.slice(3, 29) as UserId; // the id in the key is the bot's
const environment = (key: string) => ({
  PATH: process.env['PATH'] ?? '',
  EARSHOT_URL: server.url,
  EARSHOT_KEY: key,
  EARSHOT_CA: join(server.dataDir, 'tls', 'earshot-ca.crt'),
});
/** Comes back after a restart of the server, with what the browser has kept. */
const comeBack = ({ welcome }: Person, friend: UserId) =>
  come(welcome.me.name, { token: welcome.token ?? '', accepted: [friend] });

it.skipIf(process.platform === 'win32')('the door bell asks the kitchen once, and then rings', async () => {
  const key = await makeKey(server.dataDir, 'Door bell', ['bot']);
  const words = 'Ding "dong" \\ Grüße\u{1F514}\n';
  const ring = async () => {
    const { stdout } = await runFile(join(ROOT, 'examples', 'doorbell.sh'), ['kitchen', words], {
      env: environment(key),
    });
    return stdout;
  };
  const kitchen = await come('Kitchen tablet');
  const cellar = await come('Cellar');
  expect(await ring()).toBe('Told: 0\n');
  const { requestId, from, note } = await kitchen.next('incoming_chat_request');
  expect([from.id, from.name, from.bot, note]).toEqual([botOf(key), 'Door bell', true, words.trim()]);
  await kitchen.request('respond_chat_request', { from: from.id, requestId, answer: 'accept' });
  expect(await ring()).toBe('Told: 1\n');
  expect((await kitchen.next('receive_private_message')).text).toBe(words.trim());

  // The server has forgotten all; the tablet has not.
  await server.restart();
  const back = await comeBack(kitchen, from.id);
  expect(await ring()).toBe('Told: 1\n');
  expect((await back.next('receive_private_message')).text).toBe(words.trim());
  expect(cellar.heard.map(({ name }) => name)).not.toContain('incoming_chat_request');
});

interface Running {
  readonly process: ChildProcessWithoutNullStreams;
  /** All it has printed. */
  readonly said: () => string;
  /** Its exit code. */
  readonly ended: Promise<number | null>;
}

/** Runs one that is written in TypeScript, with the package beside it. */
async function start(name: string, key: string): Promise<Running> {
  await mkdir(join(folder, 'node_modules'));
  await symlink(ROOT, join(folder, 'node_modules', 'earshot'), 'junction');
  const source = await readFile(join(ROOT, 'examples', `${name}.ts`), 'utf8');
  // Newer versions of Node do this themselves.
  await writeFile(join(folder, `${name}.mjs`), (await transform(source, { loader: 'ts' })).code);
  const running = spawn(process.execPath, [join(folder, `${name}.mjs`)], { env: environment(key) });
  let said = '';
  for (const stream of [running.stdout, running.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return {
    process: running,
    said: () => said,
    ended: once(running, 'exit').then(([code]) => code as number | null), // as Node says
  };
}

it('the echo bot accepts who asks, says everything back, and outlives a restart of the server', async () => {
  const key = await makeKey(server.dataDir, 'Echo', ['bot']);
  const bot = await start('echo-bot', key);
  try {
    await expect.poll(bot.said, { timeout: 20_000 }).toBe('Here as Echo\n');
    const ana = await come('Ana');
    await ana.request('send_chat_request', { to: botOf(key), note: '' });
    await ana.next('chat_request_accepted');
    await expectEcho(ana, botOf(key), 'Hello');

    await server.restart();
    const back = await comeBack(ana, botOf(key));
    await expect
      .poll(async () =>
        (await back.request('get_online_users', { search: 'echo' })).people.map(({ id }) => id),
      )
      .toEqual([botOf(key)]);
    await expectEcho(back, botOf(key), 'Still there?');
  } finally {
    bot.process.kill('SIGTERM');
  }
  expect([await bot.ended, bot.said()]).toEqual([0, 'Here as Echo\n']);
});

it('a terminal meets people by chance, writes with them, moves on, and leaves', async () => {
  const key = await makeKey(server.dataDir, 'Terminal', ['bot', 'meet']);
  const terminal = await start('meet', key);
  const type = (line: string) => terminal.process.stdin.write(`${line}\n`);
  const says = (line: string) => expect.poll(terminal.said, { timeout: 20_000 }).toContain(`${line}\n`);
  try {
    await says('Looking for somebody to write with…');
    const ana = await come('Ana');
    type('Is anybody there?');
    await says('There is nobody to write to yet.');
    await ana.request('find_partner', { media: 'text' });
    await says('You have met Ana. Say hello! /next moves on, /leave ends it.');
    type('Hello Ana');
    expect(await ana.next('receive_private_message')).toMatchObject({ from: botOf(key), text: 'Hello Ana' });
    const messageId = ulid() as MessageId; // a ULID is what the pattern asks for
    await ana.request('send_private_message', {
      ...{ to: botOf(key), messageId, clock: 2, sentAt: 1, text: 'Hello \u001b[31mterminal' },
    });
    await says('Ana: Hello  [31mterminal');
    await ana.next('message_status', ({ status }) => status === 'read');
    type('/next');
    expect(await ana.next('partner_left')).toMatchObject({ reason: 'next' });
    const bea = await come('Bea');
    // Who was moved on from is the first to meet somebody.
    for (const one of [bea, await come('Cem')]) await one.request('find_partner', { media: 'text' });
    await says('You have met Cem. Say hello! /next moves on, /leave ends it.');
    type('/leave');
    expect(await terminal.ended).toBe(0);
  } finally {
    terminal.process.kill('SIGKILL');
  }
});

/** The bot has it, has read it, and has said it back. */
async function expectEcho(person: Person, peer: UserId, text: string): Promise<void> {
  const messageId = ulid() as MessageId; // a ULID is what the pattern asks for
  await person.request('send_private_message', { to: peer, messageId, clock: 1, sentAt: 1, text });
  const heard = await person.next('receive_private_message');
  expect([heard.from, heard.text, heard.clock > 1]).toEqual([peer, text, true]);
  await person.next(
    'message_status',
    ({ status, messageIds }) => status === 'read' && messageIds.includes(messageId),
  );
}
