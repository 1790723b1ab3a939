/** The real server, in this process, on a free port of the loopback interface with a data folder of its own. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../config/load.ts';
import { startApp, type RunningApp } from '../../server/app.ts';
import { systemClock, type Clock } from '../../server/clock.ts';
import { silentLog, type Log } from '../../server/log.ts';
import { freePort } from './free-port.ts';

export interface RunningServer {
  readonly app: RunningApp;
  readonly url: string;
  readonly dataDir: string;
  /** Stops it and starts another on the same port and data folder, with other arguments where they are given. */
  restart(args?: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

export interface RunningServerOptions {
  /** As on the command line; `--port`, `--data-dir` and `--no-mdns` are given. */
  readonly args?: readonly string[];
  readonly clock?: Clock;
  readonly log?: Log;
  /** The built client and templates; where a test needs none, an empty one. */
  readonly builtFolder?: string;
}

export async function runServer(options: RunningServerOptions = {}): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-test-'));
  const dataDir = join(folder, 'data');
  const builtFolder = options.builtFolder ?? (await emptyBuild(folder));
  const port = await freePort();
  const start = async (args = options.args ?? []): Promise<RunningApp> => {
    const given = ['--host', '127.0.0.1', '--data-dir', dataDir, '--no-mdns', ...args];
    const loaded = loadConfig({
      argv: ['--port', String(port), ...given],
      env: {},
      platform: process.platform,
      home: folder,
      cwd: folder,
      readFile: () => {
        throw Object.assign(new Error('no file'), { code: 'ENOENT' });
      },
    });
    if (loaded.kind !== 'run') throw new Error(`not a run: ${loaded.kind}`);
    return startApp({
      config: loaded.config,
      clock: options.clock ?? systemClock,
      log: options.log ?? silentLog,
      readInterfaces: () => ({}),
      builtFolder,
    });
  };
  let app = await start();
  return {
    get app() {
      return app;
    },
    url: `https://127.0.0.1:${port}`,
    dataDir,
    restart: async (args) => {
      await app.stop();
      app = await start(args);
    },
    stop: async () => {
      await app.stop();
      await rm(folder, { recursive: true });
    },
  };
}

async function emptyBuild(folder: string): Promise<string> {
  const built = join(folder, 'built');
  await mkdir(join(built, 'client'), { recursive: true });
  await writeFile(join(built, 'client', 'index.html'), '<!doctype html>');
  return built;
}
