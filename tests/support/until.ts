/** Waiting for a condition of the real world (a process, a resolver): asks again until it holds or the time is up. */
import { setTimeout as pause } from 'node:timers/promises';

export interface UntilOptions {
  /** What is waited for, as in "waited 5000 ms for ..., in vain". */
  readonly what: string;
  readonly timeoutMs?: number;
  readonly everyMs?: number;
}

/** The first value of `probe` that is not null, undefined or false. The last answer or fault is named on failure. */
export async function until<T>(
  probe: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  { what, timeoutMs = 10_000, everyMs = 100 }: UntilOptions,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let fault: unknown;
    try {
      const value = await probe();
      if (value !== null && value !== undefined && value !== false) return value;
    } catch (error) {
      fault = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`waited ${timeoutMs} ms for ${what}, in vain`, { cause: fault });
    }
    await pause(everyMs);
  }
}
