/** The undo steps of one scope, run once, last first. What is added after the end is undone at once. */
export class Disposables {
  #steps: (() => void)[] | null = [];

  add(step: () => void): void {
    if (this.#steps === null) step();
    else this.#steps.push(step);
  }

  get disposed(): boolean {
    return this.#steps === null;
  }

  dispose(): void {
    const steps = this.#steps ?? [];
    this.#steps = null;
    for (const step of steps.reverse()) step();
  }
}
