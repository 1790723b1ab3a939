/** `earshot key` at the terminal, against a server that runs meanwhile. Both are the program as built. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { callApi } from '../support/api-caller.ts';
import { runServer } from '../support/running-server.ts';

const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-key-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
const earshot = (dataDir: string, ...args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder };
    execFile(process.execPath, [MAIN, ...args, '--data-dir', dataDir], { env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });

it('a key counts from the moment it is made, and no more from the moment it is taken back', async () => {
  const server = await runServer();
  try {
    const made = await earshot(server.dataDir, 'key', 'create', 'Door bell', '--scopes', 'bot,stats');
    expect([made.code, made.stderr]).toEqual([0, '']);
    const [key = ''] = /ek_\w{26}_[\w-]{43}/.exec(made.stdout) ?? [];
    const who = await callApi(server.url, 'GET', '/api/key', { key });
    expect(who.json).toEqual({ name: 'Door bell', scopes: ['stats', 'bot'] });

    const listed = await earshot(server.dataDir, 'key', 'list');
    expect(listed.stdout).toMatch(/^\d{4}-\d\d-\d\d {2}stats,bot +Door bell\n$/);
    expect(listed.stdout).not.toContain(key.slice(-43));

    const revoked = await earshot(server.dataDir, 'key', 'revoke', 'door bell');
    expect([revoked.code, revoked.stderr]).toEqual([0, '']);
    const after = await callApi(server.url, 'GET', '/api/key', { key });
    expect([after.status, after.code]).toEqual([401, 'key_wrong']);
    expect((await earshot(server.dataDir, 'key', 'list')).stdout).toBe('There are no keys.\n');
  } finally {
    await server.stop();
  }
});

it('what cannot be done is one sentence and exit code 1', async () => {
  const dataDir = join(folder, 'data');
  await earshot(dataDir, 'key', 'create', 'Door bell', '--scopes', 'bot');
  const failed = async (...args: string[]) => {
    const { code, stdout, stderr } = await earshot(dataDir, ...args);
    return [code, stdout, stderr];
  };
  expect(await failed('key', 'create', 'DOOR BELL', '--scopes', 'bot')).toEqual([
    1,
    '',
    'key create: there is a key named "DOOR BELL"; revoke it first, or choose another name.\n',
  ]);
  expect(await failed('key', 'create', 'x'.repeat(41), '--scopes', 'bot')).toEqual([
    1,
    '',
    'key create: the name is too long.\n',
  ]);
  expect(await failed('key', 'revoke', 'Garden')).toEqual([
    1,
    '',
    'key revoke: there is no key named "Garden".\n',
  ]);
  expect(await failed('key')).toEqual([1, '', 'key: needs one of create, list, revoke\n']);
  expect(await failed('--scopes', 'bot')).toEqual([1, '', '--scopes: belongs to key create\n']);
  expect(await failed('key', 'list', 'x', 'y')).toEqual([1, '', 'key list: takes no name (was "x")\n']);
});
