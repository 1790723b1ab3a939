import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../tests/support/manual-clock.ts';
import { until } from '../tests/support/until.ts';
import { silentLog } from './log.ts';
import { GuardedWorker } from './guarded-worker.ts';

const STALL_MS = 5_000;

/** Real threads, whose code is in their URL. */
const thread = (code: string): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort, workerData } from 'node:worker_threads';\n${code}`)}`,
  );
const LIVELY = `setInterval(() => parentPort.postMessage('beat'), 5); parentPort.postMessage(workerData);`;
const HANGS = `parentPort.postMessage(workerData); for (;;);`;
const THROWS = `throw new Error('killed by a packet');`;
const POLITE = `${LIVELY} parentPort.on('message', (word) => { parentPort.postMessage({ word }); process.exit(0); });`;

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

function guard(url: URL) {
  const clock = new ManualClock();
  const messages: unknown[] = [];
  const pauses: unknown[] = [];
  let downs = 0;
  const worker = new GuardedWorker({
    name: 'test thread',
    url,
    clock,
    log: {
      ...silentLog,
      warn: (_, fields = {}) => {
        if ('pauseMs' in fields) pauses.push(fields.pauseMs);
      },
    },
    onMessage: (message) => messages.push(message),
    onDown: () => downs++,
  });
  cleanUp.push(() => {
    const stopped = worker.stop(0);
    clock.advance(1_000);
    return stopped;
  });
  return {
    ...{ clock, messages, pauses, worker },
    heard: (count: number) => until(() => messages.length >= count, { what: `message ${count}`, everyMs: 5 }),
    down: (count: number) => until(() => downs >= count, { what: `end ${count}`, everyMs: 5 }),
  };
}

describe('GuardedWorker', () => {
  it('gives the thread its data, and passes on what it says but not its beats', async () => {
    const { worker, messages, heard, clock } = guard(thread(`${LIVELY} parentPort.postMessage('beat');`));
    worker.start(() => ({ port: 5443 }));
    await heard(1);
    clock.advance(STALL_MS - 1);
    expect(messages).toEqual([{ port: 5443 }]);
  });

  it('ends a thread that hangs, and starts another after a pause', async () => {
    const { worker, clock, heard, down, pauses } = guard(thread(HANGS));
    worker.start(() => ({}));
    await heard(1);
    clock.advance(STALL_MS);
    await down(1);
    expect(pauses).toEqual([1_000]);
    clock.advance(1_000);
    await heard(2);
  });

  it('starts a thread that dies again and again, with pauses that grow up to a minute', async () => {
    const { worker, clock, down, pauses } = guard(thread(THROWS));
    worker.start(() => ({}));
    for (let death = 1; death <= 9; death++) {
      await down(death);
      clock.advance(60_000);
    }
    await down(10);
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000]);
  });

  it('forgets former deaths of a thread that has run for a minute', async () => {
    const chatty = thread(`setInterval(() => parentPort.postMessage({}), 5);`);
    const { worker, clock, heard, messages, down, pauses } = guard(chatty);
    worker.start(() => ({}));
    await heard(1);
    clock.advance(STALL_MS);
    await down(1);
    clock.advance(1_000);
    for (let step = 0; step < 16; step++) {
      await heard(messages.length + 2);
      clock.advance(4_000);
    }
    await heard(messages.length + 1);
    clock.advance(STALL_MS);
    await down(2);
    expect(pauses).toEqual([1_000, 1_000]);
  });

  it('replaces the thread without a pause when it is started with other data', async () => {
    const { worker, messages, pauses, heard } = guard(thread(LIVELY));
    worker.start(() => ({ address: 'old' }));
    await heard(1);
    worker.start(() => ({ address: 'new' }));
    await heard(2);
    expect(messages).toEqual([{ address: 'old' }, { address: 'new' }]);
    expect(pauses).toEqual([]);
  });

  it('replaces even a thread that hangs', async () => {
    const { worker, heard } = guard(thread(HANGS));
    worker.start(() => ({}));
    await heard(1);
    worker.start(() => ({}));
    await heard(2);
  });

  it('lets a thread finish when it stops, without waiting for longer than that takes', async () => {
    const { worker, heard, messages, clock, pauses } = guard(thread(POLITE));
    worker.start(() => ({}));
    await heard(1);
    await worker.stop(1_000);
    expect(messages).toEqual([{}, { word: 'stop' }]);
    clock.advance(120_000);
    expect(pauses).toEqual([]);
    expect(clock.waiting).toBe(0);
  });

  it.each([
    ['does not answer', LIVELY],
    ['hangs', HANGS],
  ])('ends by force a thread that %s when it is to stop', async (_, code) => {
    const { worker, heard, down, clock } = guard(thread(code));
    worker.start(() => ({}));
    await heard(1);
    const stopped = worker.stop(1_000);
    clock.advance(1_000);
    await down(1);
    await stopped;
    expect(clock.waiting).toBe(0);
  });

  it('does not start again what died while a pause was running when it was stopped', async () => {
    const { worker, down, clock } = guard(thread(THROWS));
    worker.start(() => ({}));
    await down(1);
    await worker.stop(1_000);
    expect(clock.waiting).toBe(0);
  });

  it('may be stopped before it was started, and twice, and started after that', async () => {
    const { worker, heard } = guard(thread(POLITE));
    await worker.stop(1_000);
    worker.start(() => ({}));
    await heard(1);
    await Promise.all([worker.stop(1_000), worker.stop(1_000)]);
    worker.start(() => ({}));
    await heard(3);
  });
});
