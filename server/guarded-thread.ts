/** The thread's side of a GuardedWorker: beats while its event loop turns, ends when asked to. */
import { parentPort, workerData } from 'node:worker_threads';

/** Strings pass between the guard and the thread; objects are for the guard's owner. */
export const BEAT = 'beat';
export const STOP = 'stop';
export const FAILED = 'failed: ';
const BEAT_MS = 2_000;

export interface GuardedThread {
  /** What the thread was started with. */
  readonly data: unknown;
  post(message: object): void;
}

/** `finish` is what there is to do before the end, such as a goodbye; `told` takes what the guard's owner posts. */
export function joinGuard(
  finish: () => Promise<void>,
  told: (message: object) => void = () => {},
): GuardedThread {
  const port = parentPort;
  if (port === null) throw new Error('This file runs as a worker thread only.');
  port.postMessage(BEAT);
  setInterval(() => port.postMessage(BEAT), BEAT_MS);
  // Said by ourselves, because ciao brings source-map-support, which would print the fault and keep it from the guard.
  process.on('uncaughtException', (error) => {
    port.postMessage(`${FAILED}${error.message}`);
    process.exit(1);
  });
  port.on('message', (message: unknown) => {
    // In a thread, exit ends the thread.
    if (message === STOP) void finish().finally(() => process.exit(0));
    else if (typeof message === 'object' && message !== null) told(message);
  });
  return { data: workerData, post: (message) => port.postMessage(message) };
}
