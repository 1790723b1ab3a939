/**
 * Keeps a library that cannot be trusted with our process in a worker thread. The thread says every two seconds that it
 * is alive; one that falls silent is ended, one that dies is started again, each time after a longer pause. Neither can stop
 * or stall the server.
 */
import { Worker } from 'node:worker_threads';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import { FAILED, STOP } from './guarded-thread.ts';

const STALL_MS = 5_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** Whoever has run this long starts over with the shortest pause. */
const STEADY_MS = 60_000;
/** What a thread that is being ended by force is given, before we go on without it. */
const FORCE_MS = 200;
/** A flood of forged packets fills the memory of the thread, not of the computer. */
const LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 };

export interface GuardedWorkerOptions {
  readonly name: string;
  readonly url: URL;
  readonly clock: Clock;
  readonly log: Log;
  /** What the thread has posted: from behind a library that reads strangers' packets, so to be checked. */
  readonly onMessage: (message: unknown) => void;
  /** The thread has ended, by itself or by us; whether it comes again or not. */
  readonly onDown?: () => void;
}

export class GuardedWorker {
  readonly #options: GuardedWorkerOptions;
  #worker: Worker | null = null;
  #task: () => object = () => ({});
  #wanted = false;
  #replacing = false;
  #failures = 0;
  #cancelStall = () => {};
  #cancelSteady = () => {};
  #cancelRestart = () => {};

  constructor(options: GuardedWorkerOptions) {
    this.#options = options;
  }

  /** Starts the thread; `task` gives it its data, each time anew. One that runs already is replaced, without a pause. */
  start(task: () => object): void {
    this.#wanted = true;
    this.#task = task;
    this.#failures = 0;
    this.#cancelRestart();
    if (this.#worker === null) this.#spawn();
    else {
      this.#replacing = true;
      void this.#worker.terminate();
    }
  }

  /** Tells the thread, where there is one. One that is started later has it from its data. */
  post(message: object): void {
    this.#worker?.postMessage(message);
  }

  /** Asks the thread to end, and ends it by force after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#wanted = false;
    this.#cancelStall();
    this.#cancelRestart();
    const worker = this.#worker;
    if (worker === null) return;
    // Until it has ended it may hold the process open: what it still has to say would be lost otherwise.
    worker.ref();
    const { clock } = this.#options;
    await new Promise<void>((resolve) => {
      const undo = [
        clock.after(graceMs, () => void worker.terminate()),
        clock.after(graceMs + FORCE_MS, () => resolve()),
      ];
      worker.once('exit', () => {
        for (const cancel of undo) cancel();
        resolve();
      });
      worker.postMessage(STOP);
    });
  }

  #spawn(): void {
    const { name, url, clock, log, onMessage } = this.#options;
    const worker = new Worker(url, {
      name,
      workerData: this.#task(),
      resourceLimits: LIMITS,
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    worker.unref();
    this.#worker = worker;
    this.#replacing = false;
    this.#expectBeat(worker);
    this.#cancelSteady = clock.after(STEADY_MS, () => (this.#failures = 0));
    for (const stream of [worker.stdout, worker.stderr]) {
      stream.on('data', (chunk: Buffer) =>
        log.debug(`${name} printed`, { text: chunk.toString().slice(0, 500) }),
      );
    }
    worker.on('message', (message: unknown) => {
      if (this.#worker !== worker || this.#replacing) return;
      if (this.#wanted) this.#expectBeat(worker);
      if (typeof message !== 'string') onMessage(message);
      else if (message.startsWith(FAILED))
        log.warn(`${name} failed`, { reason: message.slice(FAILED.length) });
    });
    worker.on('error', (error) => log.warn(`${name} failed`, { reason: error.message }));
    worker.on('exit', () => this.#ended());
  }

  #expectBeat(worker: Worker): void {
    this.#cancelStall();
    this.#cancelStall = this.#options.clock.after(STALL_MS, () => {
      this.#options.log.warn(`${this.#options.name} stalled and is ended`);
      void worker.terminate();
    });
  }

  #ended(): void {
    const { name, clock, log, onDown } = this.#options;
    this.#worker = null;
    this.#cancelStall();
    this.#cancelSteady();
    onDown?.();
    if (!this.#wanted) return;
    if (this.#replacing) {
      this.#spawn();
      return;
    }
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
    this.#failures++;
    log.warn(`${name} ended and is started again`, { pauseMs });
    this.#cancelRestart = clock.after(pauseMs, () => this.#spawn());
  }
}
