import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { get as getSecurely } from 'node:https';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The program itself, as built. */
const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));

let folder: string;
let taken: Server;
let takenPort: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-start-'));
  await writeFile(join(folder, 'a-file'), 'not a certificate');
  taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  takenPort = (taken.address() as AddressInfo).port; // a TCP server's address is never a path
});
afterAll(async () => {
  taken.close();
  await rm(folder, { recursive: true });
});

const start = (args: readonly string[], env: Record<string, string> = {}) =>
  startWith(['--no-mdns', '--host', '127.0.0.1', ...args], env);

function startWith(given: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [MAIN, ...given], {
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...env },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const exited = once(child, 'close').then(([code]) => ({ code: code as number | null, ...output }));
  const printed = (pattern: RegExp) => expect.poll(() => output.stdout, { timeout: 10_000 }).toMatch(pattern);
  return { child, exited, printed, output };
}

describe('rotate-ca', () => {
  it('makes a new authority, says both fingerprints and what is to be done, and starts no server', async () => {
    const dataDir = join(folder, 'rotated');
    const first = start(['--port', '0', '--data-dir', dataDir]);
    await first.printed(/https:/);
    first.child.kill('SIGTERM');
    await first.exited;
    const before = await readFile(join(dataDir, 'tls', 'earshot-ca.crt'), 'utf8');
    const { code, stdout, stderr } = await startWith(['rotate-ca', '--data-dir', dataDir]).exited;
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/old {2}SHA-256 ([0-9A-F]{2}:){31}/);
    expect(stdout).toMatch(/new {2}SHA-256 ([0-9A-F]{2}:){31}/);
    expect(stdout).not.toMatch(/https:|PRIVATE/);
    expect(await readFile(join(dataDir, 'tls', 'earshot-ca.crt'), 'utf8')).not.toBe(before);
    const again = start(['--port', '0', '--data-dir', dataDir]);
    await again.printed(/https:/);
    again.child.kill('SIGTERM');
    expect((await again.exited).code).toBe(0);
  });

  it("replaces nothing where the certificate is the operator's own", async () => {
    const own = ['--cert', join(folder, 'a-file'), '--key', join(folder, 'a-file')];
    const { code, stderr } = await startWith(['rotate-ca', ...own]).exited;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^rotate-ca: .*--cert.*\n$/);
  });
});

describe('a bad start has one sentence and exit code 1', () => {
  it.each([
    [
      'a port that is taken',
      () => ['--port', String(takenPort)],
      () => new RegExp(`^Port ${takenPort} is in use .*--port.*\\n$`),
    ],
    [
      'a data folder that cannot be one',
      () => ['--port', '0', '--data-dir', join(folder, 'a-file')],
      () => /^The folder .*a-file.* --data-dir\.\n$/,
    ],
    ['an unknown option', () => ['--prot', '1'], () => /^--prot: .*--port.*\n$/],
    ['a certificate without its key', () => ['--cert', 'x.pem'], () => /^--cert: .*--key.*\n$/],
    ['an unreadable certificate', () => ['--cert', 'x.pem', '--key', 'y.pem'], () => /^.*x\.pem.*\n$/],
    [
      'a certificate that is none',
      () => ['--cert', join(folder, 'a-file'), '--key', join(folder, 'a-file')],
      () => /^.*a-file.*certificate.*\n$/,
    ],
    [
      'a landing page that is not there',
      () => ['--port', '0', '--data-dir', join(folder, 'data'), '--landing', join(folder, 'no-file')],
      () => /^--landing: there is no such file \(was .*no-file.*\)\n$/,
    ],
  ])('%s', async (_title, args, sentence) => {
    const { code, stdout, stderr } = await start(args()).exited;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(sentence());
  });

  it('invalid values, all of them at once', async () => {
    const { code, stderr } = await start(['--port', '99999', '--log-level', 'loud'], {
      EARSHOT_RING_SECONDS: 'soon',
    }).exited;
    expect(code).toBe(1);
    const lines = stderr.trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines.join('\n')).toMatch(
      /--port: .*99999[^]*--log-level: [^]*EARSHOT_RING_SECONDS: .*soon|EARSHOT_RING_SECONDS/,
    );
  });
});

it.each(['SIGINT', 'SIGTERM'] as const)('says where it is, and stops in order on %s', async (signal) => {
  const { child, exited, printed, output } = start(['--port', '0', '--data-dir', join(folder, 'data')]);
  await printed(/http:\/\/\S+:\d+/);
  expect(output.stdout).toMatch(/Ctrl\+C/);
  expect(output.stdout).toMatch(/([0-9A-F]{2}:){7}[0-9A-F]{2}/);
  const before = performance.now();
  child.kill(signal);
  expect((await exited).code).toBe(0);
  expect(performance.now() - before).toBeLessThan(3_000);
});

it('shows the welcome page on plain HTTP and the app on HTTPS, on one port', async () => {
  const { child, exited, printed, output } = start(['--port', '0', '--data-dir', join(folder, 'data')]);
  await printed(/:\d+/);
  const port = /:(\d{2,5})\b/.exec(output.stdout)?.[1] ?? '';
  const body = await new Promise<string>((resolve, reject) => {
    get(`http://127.0.0.1:${port}/`, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
  expect(body).toContain(`href="https://127.0.0.1:${port}"`);
  expect(body).not.toContain('<script');
  child.kill('SIGTERM');
  await exited;
});

it("shows the host's own words on HTTPS before the app", async () => {
  const file = join(folder, 'rules.md');
  await writeFile(file, '# Be *kind*');
  const given = ['--port', '0', '--data-dir', join(folder, 'data'), '--landing', file];
  const { child, exited, printed, output } = start(given);
  await printed(/:\d+/);
  const port = Number(/:(\d{2,5})\b/.exec(output.stdout)?.[1]);
  const body = await new Promise<string>((resolve, reject) => {
    const options = { host: '127.0.0.1', port, rejectUnauthorized: false };
    getSecurely(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
  expect(body).toContain('<h2>Be <em>kind</em></h2>');
  child.kill('SIGTERM');
  await exited;
});

it.skipIf(process.platform === 'win32')('logs more and less again on SIGUSR2, while it runs', async () => {
  const { child, exited, printed, output } = start(['--port', '0', '--data-dir', join(folder, 'data')]);
  await printed(/:\d+/);
  const port = Number(/:(\d{2,5})\b/.exec(output.stdout)?.[1]);
  const says = (pattern: RegExp) => expect.poll(() => output.stderr, { timeout: 10_000 }).toMatch(pattern);
  const health = () =>
    new Promise((resolve, reject) => {
      get(`http://127.0.0.1:${port}/api/health`, (response) => response.resume().on('end', resolve)).on(
        'error',
        reject,
      );
    });
  await health();
  expect(output.stderr).toBe('');
  child.kill('SIGUSR2');
  await says(/"level":"debug","msg":"log level changed"/);
  await health();
  await says(/"name":"GET \/api\/health","status":200/);
  child.kill('SIGUSR2');
  await says(/"level":"warn","msg":"log level changed"/);
  const before = output.stderr;
  await health();
  child.kill('SIGTERM');
  await exited;
  expect(output.stderr).toBe(before);
});

it('prints its help and its version', async () => {
  const help = await start(['--help']).exited;
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toContain('--no-mdns');
  expect((await start(['--version']).exited).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
