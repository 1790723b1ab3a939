/** The package as a stranger gets it: packed, then run in a folder of its own with an empty HOME and no network. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const runFile = promisify(execFile);

let folder = '';
let packed: { filename: string; files: { path: string }[] } = { filename: '', files: [] };

/** Nothing but the path to Node and npm, an empty HOME, and a registry that nobody answers at. */
function bareEnvironment(): NodeJS.ProcessEnv {
  return {
    PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
    HOME: join(folder, 'home'),
    npm_config_registry: 'http://127.0.0.1:9/',
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
  };
}

const inFolder = (command: string, args: readonly string[]) =>
  runFile(command, args, { cwd: join(folder, 'elsewhere'), env: bareEnvironment() });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-package-'));
  await Promise.all([mkdir(join(folder, 'home')), mkdir(join(folder, 'elsewhere'))]);
  // Without scripts, because `npm test` has built and prepack would build again under the other tests' feet.
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', join(folder, 'elsewhere')];
  const { stdout } = await runFile('npm', args, { cwd: ROOT, env: bareEnvironment() });
  // `npm pack --json` documents a list with one entry for each package.
  [packed = packed] = JSON.parse(stdout) as (typeof packed)[];
  await inFolder('npm', ['install', '--no-save', `./${packed.filename}`]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the package', () => {
  it('holds the built server and page, and none of the sources', () => {
    const paths = packed.files.map(({ path }) => path);
    const expected = [
      'package.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'dist/server/main.js',
      'dist/client/index.html',
      'dist/client/index.html.br',
      'dist/templates/welcome.html',
      'dist/api-client/earshot-client.js',
      'dist/api-client/types/api-client/earshot-client.d.ts',
    ];
    expect(paths).toEqual(expect.arrayContaining(expected));
    expect(
      paths.filter(
        (path) => !expected.includes(path) && !/^dist\/(server|client|templates|api-client)\//.test(path),
      ),
    ).toEqual([]);
  });

  it('needs no other package, but for accounts one that may be missing', async () => {
    const manifest = await readFile(join(folder, 'elsewhere/node_modules/earshot/package.json'), 'utf8');
    const needed = ['dependencies', 'peerDependencies', 'bundleDependencies'];
    // A manifest is an object, or npm would not have installed it.
    const read = JSON.parse(manifest) as { optionalDependencies: object };
    expect(Object.keys(read).filter((key) => needed.includes(key))).toEqual([]);
    expect(read.optionalDependencies).toEqual({ libsql: '0.5.29' });
  });

  it('says in words what accounts need where it is missing', async () => {
    const args = ['--accounts', '--port=0', '--no-mdns'];
    const started = runFile(join(folder, 'elsewhere/node_modules/.bin/earshot'), args, {
      cwd: join(folder, 'elsewhere'),
      env: bareEnvironment(),
    });
    const ended: unknown = await started.catch((error: unknown) => error);
    expect(ended).toMatchObject({ code: 1 });
    expect(String(ended)).toMatch(/Accounts need the package libsql, .+ npm install libsql@0\.5\.29 /);
  });

  it('has a typed client, which another program imports by its name', async () => {
    const place = join(folder, 'elsewhere');
    const program = [
      "import { EarshotClient, isSignedWebhook, type BotEvent, type UserId } from 'earshot/client';",
      "const bot = new EarshotClient({ url: 'https://127.0.0.1:1', key: 'x' });",
      'const to = (event: BotEvent): UserId | null =>',
      "  event.event === 'receive_private_message' ? event.payload.from : null;",
      '// @ts-expect-error: whom one writes to has an id, not any text',
      "void (() => bot.send('Ana', 'Hello'));",
      "console.log(typeof to, isSignedWebhook({ secret: 'x', timestamp: '', signature: '', body: '' }));",
    ].join('\n');
    await writeFile(join(place, 'program.mts'), program);
    const compiler = [
      join(ROOT, 'node_modules/typescript/bin/tsc'),
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--strict',
    ];
    const types = ['--typeRoots', join(ROOT, 'node_modules/@types'), '--types', 'node', 'program.mts'];
    await inFolder(process.execPath, [...compiler, ...types]);
    expect((await inFolder(process.execPath, ['program.mjs'])).stdout).toBe('function false\n');
  });

  it('runs from the file alone by npx', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    const told = await inFolder('npx', ['--yes', `./${packed.filename}`, '--version']);
    expect(told.stdout).toContain(version);
    const helped = await inFolder('npx', ['--yes', `./${packed.filename}`, '--help']);
    expect(helped.stdout).toContain('Usage: earshot');
  });

  it('starts, answers over HTTPS and stops with code 0 when asked to', async () => {
    const server = spawn(join(folder, 'elsewhere/node_modules/.bin/earshot'), ['--port=0', '--no-mdns'], {
      cwd: join(folder, 'elsewhere'),
      env: bareEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = once(server, 'exit');
    try {
      const port = await portPrinted(server);
      expect(await healthAt(port)).toMatchObject({ status: 'ok' });
    } finally {
      server.kill('SIGTERM');
    }
    expect(await ended).toEqual([0, null]);
  });
});

/** The port in the first line that tells one: the banner's address, or the log on a computer without a network. */
function portPrinted(server: ChildProcess): Promise<number> {
  let printed = '';
  return new Promise((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        const port = /(?:https?:\/\/[^\s/]+:|"port":)(\d+)/.exec(printed)?.[1];
        if (port !== undefined) resolve(Number(port));
      });
    }
    server.once('close', () => reject(new Error(`The server ended without a port: ${printed}`)));
  });
}

async function healthAt(port: number): Promise<unknown> {
  // The authority is new with each data folder, and whether it is trusted is another test's question.
  const sent = request({ host: '127.0.0.1', port, path: '/api/health', rejectUnauthorized: false });
  sent.end();
  const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream];
  return json(response);
}
