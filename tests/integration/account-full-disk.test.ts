/** A data folder on a disk that is full: what there is can still be copied to another one, beside a server and without one. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AccountStore } from '../../server/accounts/account-store.ts';
import { openDatabase, tidy } from '../../server/accounts/database.ts';
import { MIGRATIONS } from '../../server/accounts/migrations.ts';
import { userId } from '../support/records.ts';

const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
/** Only root may mount a disk that is small enough to be filled. */
const CANNOT_MOUNT = (process.platform !== 'linux' || process.getuid?.() !== 0) && !process.env['CI'];

let folder: string;
let disk: string;
let keeper: ChildProcess;
let server: ChildProcess | null = null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-full-'));
  disk = join(folder, 'disk');
  await mkdir(disk);
  // Seen by nobody else, and gone with this process.
  const script = `mount -t tmpfs -o size=2m tmpfs '${disk}' && echo ready && exec cat`;
  keeper = spawn('unshare', ['--mount', 'sh', '-c', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  await heard(keeper, 'ready');
});
afterEach(async () => {
  server?.kill('SIGKILL');
  const gone = once(keeper, 'exit');
  keeper.stdin?.end();
  await gone;
  await rm(folder, { recursive: true });
});

const heard = ({ stdout }: ChildProcess, word: string) =>
  new Promise<void>((resolve) => {
    let text = '';
    stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(word)) resolve();
    });
  });
const inside = (...command: readonly string[]) => ['--target', String(keeper.pid), '--mount', ...command];
const run = (...command: readonly string[]) =>
  new Promise<{ failed: boolean; stdout: string; stderr: string }>((resolve) =>
    execFile(
      'nsenter',
      inside(...command),
      { env: { ...process.env, HOME: folder } },
      (error, stdout, stderr) => resolve({ failed: error !== null, stdout, stderr }),
    ),
  );
const earshot = (...args: readonly string[]) => run(process.execPath, MAIN, ...args, '--data-dir', disk);

async function bring(migrations = MIGRATIONS): Promise<void> {
  const path = join(folder, 'accounts.db');
  const database = await openDatabase(path, migrations);
  const made = { id: userId('ana'), name: 'Ana', password: 'none', administrator: true, madeAt: 0 };
  new AccountStore(database).add(made);
  tidy(database);
  database.close();
  expect((await run('cp', path, disk)).failed).toBe(false);
}
async function fill(): Promise<void> {
  expect((await run('dd', 'if=/dev/zero', `of=${join(disk, 'rest')}`, 'bs=4k')).stderr).toContain(
    'No space left',
  );
}
async function backUp(name: string): Promise<readonly string[]> {
  const file = join(folder, name);
  const { failed, stderr } = await earshot('backup', file);
  expect({ failed, stderr }).toEqual({ failed: false, stderr: '' });
  const copy = await openDatabase(file);
  const names = new AccountStore(copy).list().map((one) => one.name);
  copy.close();
  return names;
}

it.skipIf(CANNOT_MOUNT)(
  'a backup is made while the disk of the data is full and no server runs',
  async () => {
    await bring();
    await fill();
    expect((await earshot('account', 'list')).stderr).toMatch(
      /^The disk is full: \S+accounts\.db cannot be written\.\n$/,
    );
    expect(await backUp('without.db')).toEqual(['Ana']);
  },
);

it.skipIf(CANNOT_MOUNT)(
  'a backup is made while the disk of the data is full and a server runs on it, which stops in order',
  async () => {
    // What the server adds has no place in the file once the disk is full.
    await bring(MIGRATIONS.slice(0, 1));
    const args = ['--data-dir', disk, '--accounts', '--no-mdns', '--port', '0', '--host', '127.0.0.1'];
    server = spawn('nsenter', inside(process.execPath, MAIN, ...args), {
      env: { ...process.env, HOME: folder },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = once(server, 'exit');
    await heard(server, 'https://');
    await fill();
    expect(await backUp('beside.db')).toEqual(['Ana']);
    server.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  },
);
