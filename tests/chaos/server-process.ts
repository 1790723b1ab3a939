/** The built server as a process of its own, on one port and one data folder through all of its lives. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { WITHOUT_LIMITS } from '../support/without-limits.ts';
import { monotonicMs } from './orders.ts';

/** Loaded into the server before it starts: it ends with the runner, even where the runner is killed. */
const TETHER = 'data:text/javascript,process.once("disconnect",()=>process.exit());process.channel.unref()';
/** It takes a third of a second, and whatever longer a machine makes of that which does other work too. */
const START_TIMEOUT_MS = 60_000;

export class ServerProcess {
  readonly port: number;
  /** Lines the server has logged: warnings and faults, of which there should be none. */
  readonly logged: string[] = [];
  readonly #mainFile: string;
  readonly #dataDir: string;
  readonly #args: readonly string[];
  readonly #onCrash: (words: string) => void;
  #child: ChildProcess | null = null;

  private constructor(options: ServerProcessOptions, port: number) {
    this.#mainFile = options.mainFile;
    this.#dataDir = options.dataDir;
    this.#args = options.args ?? [];
    this.#onCrash = options.onCrash;
    this.port = port;
  }

  static async prepare(options: ServerProcessOptions): Promise<ServerProcess> {
    return new ServerProcess(options, await freePort());
  }

  /** @returns when it listened, by the monotonic clock */
  async start(): Promise<number> {
    const given = [
      '--no-mdns',
      '--host',
      '127.0.0.1',
      '--port',
      String(this.port),
      ...WITHOUT_LIMITS,
      ...this.#args,
    ];
    const child = spawn(
      process.execPath,
      ['--import', TETHER, this.#mainFile, ...given, '--data-dir', this.#dataDir],
      { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { PATH: process.env['PATH'] } },
    );
    this.#child = child;
    // Piped, as the options above say.
    child.stderr!.setEncoding('utf8').on('data', (text: string) => this.logged.push(text.trimEnd()));
    const listening = new Promise<number>((resolve, reject) => {
      let said = '';
      child.stdout!.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes(`:${this.port}`)) resolve(monotonicMs());
      });
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        reject(new Error(`the server ended while starting: ${code ?? signal}\n${this.logged.join('\n')}`));
        if (this.#child !== child) return;
        this.#child = null;
        this.#onCrash(`the server ended by itself: ${code ?? signal}`);
      });
      const late = () => {
        reject(new Error(`the server did not start in time; it said: ${said}${this.logged.join('\n')}`));
      };
      setTimeout(late, START_TIMEOUT_MS).unref();
    });
    return await listening;
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#child = null;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
}

export interface ServerProcessOptions {
  readonly mainFile: string;
  readonly dataDir: string;
  /** Further options. */
  readonly args?: readonly string[];
  /** It has ended although nobody killed it. */
  readonly onCrash: (words: string) => void;
}

/** A port that is free now, outside the range from which others are given theirs. */
async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const probe = createServer();
    try {
      probe.listen(port, '127.0.0.1');
      await once(probe, 'listening');
      return (probe.address() as AddressInfo).port; // of a TCP server, which is never a path
    } catch {
      continue;
    } finally {
      probe.close();
    }
  }
  throw new Error('no free port');
}
