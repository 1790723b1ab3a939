/** A process with some of the people of a chaos run in it, through all of its lives. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { ChaosEvent, Order, PersonSetup, Report, Switch } from './orders.ts';

export interface ClientProcessOptions {
  /** `client.ts`, made runnable. */
  readonly file: string;
  readonly people: readonly PersonSetup[];
  /** Whom the clients trust to be the server. */
  readonly authorityFile: string;
  readonly without: Switch | null;
  readonly onEvent: (event: ChaosEvent) => void;
  /** It has ended although nobody killed it. */
  readonly onCrash: (words: string) => void;
}

export class ClientProcess {
  readonly people: readonly PersonSetup[];
  readonly #options: ClientProcessOptions;
  #child: ChildProcess | null = null;

  constructor(options: ClientProcessOptions) {
    this.#options = options;
    this.people = options.people;
  }

  get running(): boolean {
    return this.#child !== null;
  }

  start(seed: number): void {
    const { file, people, authorityFile, without, onEvent, onCrash } = this.#options;
    const child = spawn(process.execPath, [file], {
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
      env: { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: authorityFile },
    });
    this.#child = child;
    let complaints = '';
    // Piped, as the options above say.
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    child.on('message', (report: Report) => {
      if (report.kind === 'events') for (const event of report.events) onEvent(event);
      else this.#child = null;
    });
    child.once('exit', (code, signal) => {
      if (this.#child !== child) return;
      this.#child = null;
      onCrash(`a client ended by itself: ${code ?? signal} ${complaints.slice(-2_000)}`);
    });
    this.#order({ kind: 'start', people, without, seed });
  }

  setPace(perSecond: number): void {
    this.#order({ kind: 'pace', perSecond });
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#child = null;
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
    // What a killed process had said still counts, but not after its next life has begun.
    child.removeAllListeners('message');
  }

  /** Lets everybody leave in peace. */
  async finish(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    const closed = once(child, 'close');
    this.#order({ kind: 'finish' });
    await closed;
  }

  #order(order: Order): void {
    // A process that has just crashed takes no orders, which `onCrash` has said.
    this.#child?.send(order, () => {});
  }
}
