import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { until } from '../../tests/support/until.ts';
import { type Log, silentLog } from '../log.ts';
import type { LanAddress } from './lan-addresses.ts';
import { Neighbours } from './neighbours.ts';

const CABLE: LanAddress = { address: '192.168.1.5', family: 4, interfaceName: 'eth0' };
const CABLE_6: LanAddress = { address: 'fd00::5', family: 6, interfaceName: 'eth0' };
const WIFI: LanAddress = { address: '10.0.0.7', family: 4, interfaceName: 'wlan0' };

/** Threads without a network. `see` reports servers, named after what the thread was started with. */
const thread = (code: string): URL => {
  const prelude = `import { parentPort, workerData } from 'node:worker_threads';
    const see = (...ids) => parentPort.postMessage(ids.map((id) => ({
      kind: 'here', id, name: id + ' by ' + workerData.addresses, host: null, addresses: ['10.0.0.9'], port: 5443 })));
    setInterval(() => parentPort.postMessage('beat'), 5);
    parentPort.on('message', () => process.exit(0));`;
  return new URL(`data:text/javascript,${encodeURIComponent(prelude + code)}`);
};

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

function setUp(code: string, addresses = [CABLE, CABLE_6]) {
  const clock = new ManualClock();
  const listeners = new Set<() => void>();
  const lan = {
    addresses,
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const restarts: object[] = [];
  const log: Log = {
    ...silentLog,
    warn: (_, fields = {}) => {
      if ('pauseMs' in fields) restarts.push(fields);
    },
  };
  const neighbours = new Neighbours({ workerUrl: thread(code), lan, ownId: 'me', clock, log });
  const lists: string[][] = [];
  neighbours.onChange(() => lists.push(neighbours.list().map(({ name }) => name)));
  cleanUp.push(() => {
    const stopped = neighbours.stop();
    clock.advance(2_000);
    return stopped;
  });
  return {
    ...{ neighbours, clock, lan, lists, listeners, restarts },
    move: (next: LanAddress[]) => {
      lan.addresses = next;
      for (const listener of [...listeners]) listener();
    },
    changed: (count: number) =>
      until(() => lists.length >= count, { what: `change ${count} of the list`, everyMs: 5 }),
  };
}

describe('Neighbours', () => {
  it('lists what its thread has seen, but not this server, and looks on IPv4', async () => {
    const { neighbours, changed } = setUp(`see('me', 'a');`);
    expect(neighbours.list()).toEqual([]);
    neighbours.start();
    await changed(1);
    expect(neighbours.list()).toEqual([
      { id: 'a', name: 'a by 192.168.1.5', host: null, addresses: ['10.0.0.9'], port: 5443 },
    ]);
  });

  it('believes nothing that is not a neighbour', async () => {
    const { neighbours, changed, lists } = setUp(
      `for (const lie of [null, 7, 'here', {}, [{ kind: 'here', id: 'x' }]]) parentPort.postMessage(lie); see('a');`,
    );
    neighbours.start();
    await changed(1);
    expect(lists).toEqual([['a by 192.168.1.5']]);
  });

  it('keeps its list while its thread is down, and looks again', async () => {
    const { neighbours, clock, changed, restarts } = setUp(
      `import { threadId } from 'node:worker_threads'; see('thread' + threadId); setTimeout(() => { for (;;); });`,
    );
    neighbours.start();
    await changed(1);
    const before = neighbours.list();
    clock.advance(5_000);
    await until(() => restarts.length === 1, { what: 'the end of the thread', everyMs: 5 });
    expect(neighbours.list()).toBe(before);
    clock.advance(1_000);
    await changed(2);
    expect(neighbours.list()).toEqual(expect.arrayContaining([...before]));
    expect(neighbours.list()).toHaveLength(2);
  });

  it('forgets who has not been seen for 65 seconds', async () => {
    const { neighbours, clock, changed, lists } = setUp(`see('a');`, [CABLE]);
    neighbours.start();
    await changed(1);
    clock.advance(60_000);
    expect(lists).toHaveLength(1);
    clock.advance(5_000);
    expect(lists).toEqual([['a by 192.168.1.5'], []]);
  });

  it('looks from the new address when the addresses change', async () => {
    const { neighbours, move, changed, lists } = setUp(`see('a');`);
    neighbours.start();
    await changed(1);
    move([WIFI]);
    await changed(2);
    expect(lists).toEqual([['a by 192.168.1.5'], ['a by 10.0.0.7']]);
  });

  it('waits for a network where there is none', async () => {
    const { neighbours, move, changed, lists } = setUp(`see('a');`, []);
    neighbours.start();
    move([WIFI]);
    await changed(1);
    expect(lists).toEqual([['a by 10.0.0.7']]);
  });

  it('may be started and stopped twice, and leaves no timer behind', async () => {
    const { neighbours, changed, clock, listeners } = setUp(`see('a');`);
    neighbours.start();
    neighbours.start();
    expect(listeners.size).toBe(1);
    await changed(1);
    await Promise.all([neighbours.stop(), neighbours.stop()]);
    expect(listeners.size).toBe(0);
    expect(clock.waiting).toBe(0);
  });
});
