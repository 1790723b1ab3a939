/** The built server as a process of its own, on one port and one data folder through all of its lives. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../support/free-port.ts';
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
