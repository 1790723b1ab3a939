/** A clock that stands still until a test turns it. */
export class ManualClock {
  #now: number;
  #timers: { readonly at: number; readonly run: () => void }[] = [];

  constructor(now = 1_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Runs what falls due on the way, in order of time, also what is added meanwhile. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let due = this.#firstDue(end); due; due = this.#firstDue(end)) {
      this.#timers = this.#timers.filter((other) => other !== due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
    }
    this.#now = end;
  }

  /** How many timers still wait; zero where everything was cleaned up. */
  get waiting(): number {
    return this.#timers.length;
  }

  #firstDue(end: number) {
    return this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
  }
}
