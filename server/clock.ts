/** Time as a dependency, so that tests can turn it by hand. */
export interface Clock {
  /** Milliseconds since 1970. Durations are measured with `after`, which is monotonic. */
  now(): number;
  /** Runs once after `ms`. Returns the undo. Never keeps the process alive. */
  after(ms: number, run: () => void): () => void;
}

/** Runs again and again. Returns the undo. */
export function repeat(clock: Clock, everyMs: number, run: () => void): () => void {
  let cancel = () => {};
  const wait = () => {
    cancel = clock.after(everyMs, () => {
      wait();
      run();
    });
  };
  wait();
  return () => cancel();
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
