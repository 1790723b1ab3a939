/** Runs asynchronous steps one after the other. A failed step rejects its own promise and does not stop the next. */
export class TaskQueue {
  #tail: Promise<unknown> = Promise.resolve();

  run<T>(step: () => Promise<T> | T): Promise<T> {
    const result = this.#tail.then(step);
    this.#tail = result.catch(() => undefined);
    return result;
  }
}
