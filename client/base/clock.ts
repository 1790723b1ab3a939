/** Time as a dependency, so that tests can turn it by hand. */
export interface Clock {
  /** Milliseconds since 1970; for display and stamps. */
  now(): number;
  /** Runs once after `ms` of monotonic time. Returns the undo. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
