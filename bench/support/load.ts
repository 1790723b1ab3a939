/** Load in processes of its own, so that it does not wait for what it measures: the side that asks and the side that answers. */
import { fork, type ChildProcess } from 'node:child_process';
import { cpuMs } from './process-usage.ts';

interface Question {
  readonly number: number;
  readonly name: string;
  readonly argument: unknown;
}
type Answer =
  { readonly number: number; readonly value: unknown } | { readonly number: number; readonly fault: string };

/** What a program of bench/load does when asked; each takes one argument that passes as JSON. */
export type LoadSteps = Readonly<Record<string, (argument: never) => unknown>>;

/** In the load's process. */
export function answerWith(steps: LoadSteps): void {
  process.on('message', ({ number, name, argument }: Question) => {
    const answer = (reply: Answer) => void process.send?.(reply);
    Promise.resolve()
      // Both ends are typed by the same steps.
      .then(() => steps[name]?.(argument as never))
      .then(
        (value: unknown) => answer({ number, value }),
        (error: unknown) =>
          answer({ number, fault: error instanceof Error ? String(error.stack) : String(error) }),
      );
  });
  process.on('disconnect', () => process.exit(0));
}

type Argument<S extends LoadSteps, K extends keyof S> = Parameters<S[K]>[0];

export class Load<S extends LoadSteps> {
  readonly #process: ChildProcess;
  #asked = 0;

  /** `program` is a file as `bundled` makes it. */
  constructor(program: string) {
    this.#process = fork(program, { execArgv: [] });
    this.#process.setMaxListeners(0);
  }

  ask<K extends keyof S & string>(name: K, argument: Argument<S, K>): Promise<Awaited<ReturnType<S[K]>>> {
    const number = (this.#asked += 1);
    return new Promise((resolve, reject) => {
      const onExit = () => reject(new Error(`the load ended during ${name}`));
      const onAnswer = (answer: Answer) => {
        if (answer.number !== number) return;
        this.#process.off('message', onAnswer).off('exit', onExit);
        if ('fault' in answer) reject(new Error(answer.fault));
        // As the step of that name returns it.
        else resolve(answer.value as Awaited<ReturnType<S[K]>>);
      };
      this.#process.on('message', onAnswer).on('exit', onExit);
      this.#process.send({ number, name, argument });
    });
  }

  get cpuMs(): number {
    return cpuMs(this.#process.pid ?? 0);
  }

  stop(): void {
    this.#process.kill();
  }
}
