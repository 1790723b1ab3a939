/** A process inside a namespace: its output so far, its end, and signals that reach it and not the one who entered. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { until } from './until.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class LanProcess {
  readonly exited: Promise<Exit>;
  readonly #entering: ChildProcess;
  readonly #title: string;
  #stdout = '';
  #stderr = '';
  #exit: Exit | null = null;
  readonly #watchers = new Set<() => void>();

  constructor(command: readonly string[], env: Readonly<Record<string, string>>, title: string) {
    const [file = '', ...args] = command;
    this.#title = title;
    this.#entering = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.#entering.stdout?.on('data', (chunk: Buffer) =>
      this.#grow(() => (this.#stdout += chunk.toString())),
    );
    this.#entering.stderr?.on('data', (chunk: Buffer) =>
      this.#grow(() => (this.#stderr += chunk.toString())),
    );
    this.exited = new Promise((resolve) => {
      const end = (exit: Exit) => {
        this.#grow(() => (this.#exit = exit));
        resolve(exit);
      };
      this.#entering.once('close', (code, signal) => end({ code, signal }));
      this.#entering.once('error', (error) => {
        this.#stderr += String(error);
        end({ code: 127, signal: null });
      });
    });
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  get running(): boolean {
    return this.#exit === null;
  }

  /** Waits until the output (of both kinds, from its beginning) matches. Fails early when the process ends. */
  waitFor(pattern: RegExp, timeoutMs = 30_000): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        settle();
      };
      const fail = (why: string) =>
        finish(() =>
          reject(new Error(`${this.#title}: ${why} ${String(pattern)}\n${this.#stdout}\n${this.#stderr}`)),
        );
      const timer = setTimeout(() => fail(`waited ${timeoutMs} ms in vain for`), timeoutMs);
      const look = () => {
        const match = pattern.exec(this.#stdout) ?? pattern.exec(this.#stderr);
        if (match) finish(() => resolve(match));
        else if (this.#exit) fail(`ended (${JSON.stringify(this.#exit)}) before it said`);
      };
      this.#watchers.add(look);
      look();
    });
  }

  async signal(name: NodeJS.Signals): Promise<void> {
    if (!this.running) return;
    const pid = await until(() => !this.running || this.#innerPid(), {
      what: `${this.#title} to have begun`,
    });
    if (pid === true) return;
    try {
      process.kill(pid, name);
    } catch {
      // It ended in between.
    }
  }

  async kill(): Promise<void> {
    await this.signal('SIGKILL');
    await this.exited;
  }

  /** `nsenter` forks to enter a process namespace and does not pass signals on. Its child is the real one. */
  #innerPid(): number | null {
    const pid = this.#entering.pid;
    if (pid === undefined) return null;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return children === '' ? null : Number(children.split(' ')[0]);
  }

  #grow(change: () => void): void {
    change();
    for (const look of [...this.#watchers]) look();
  }
}
