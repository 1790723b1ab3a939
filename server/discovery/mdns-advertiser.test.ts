import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { until } from '../../tests/support/until.ts';
import { silentLog } from '../log.ts';
import { NoAdvertiser } from './advertiser.ts';
import type { LanAddress } from './lan-addresses.ts';
import { MdnsAdvertiser } from './mdns-advertiser.ts';

const CABLE: LanAddress = { address: '192.168.1.5', family: 4, interfaceName: 'eth0' };
const CABLE_6: LanAddress = { address: 'fd00::5', family: 6, interfaceName: 'eth0' };
const WIFI: LanAddress = { address: '10.0.0.7', family: 4, interfaceName: 'wlan0' };

/** Threads without a network. `hold` says that the name is held, and gives the thread's task away as an interface. */
const thread = (code: string): URL => {
  const prelude = `import { parentPort, workerData } from 'node:worker_threads';
    const hold = (number) => parentPort.postMessage({ kind: 'held', number, interfaces: [JSON.stringify(workerData)] });
    setInterval(() => parentPort.postMessage('beat'), 5);
    parentPort.on('message', () => process.exit(0));`;
  return new URL(`data:text/javascript,${encodeURIComponent(prelude + code)}`);
};

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

function setUp(code: string, { addresses = [CABLE], ipv6 = true } = {}) {
  const clock = new ManualClock();
  const listeners = new Set<() => void>();
  const lan = {
    addresses,
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const tasks: unknown[] = [];
  const warnings: string[] = [];
  const log = {
    ...silentLog,
    warn: (message: string) => void warnings.push(message),
    info: (_: string, fields: object = {}) => {
      if ('interfaces' in fields && Array.isArray(fields.interfaces)) {
        tasks.push(JSON.parse(String(fields.interfaces[0])));
      }
    },
  };
  const workerUrl = thread(code);
  const advertiser = new MdnsAdvertiser({
    workerUrl,
    lan,
    port: 5443,
    id: 'me',
    name: 'Studio',
    ipv6,
    clock,
    log,
  });
  const names: (string | null)[] = [];
  advertiser.onChange(() => names.push(advertiser.hostName));
  cleanUp.push(() => {
    const stopped = advertiser.stop();
    clock.advance(2_000);
    return stopped;
  });
  return {
    ...{ advertiser, clock, lan, names, tasks, warnings, listeners },
    move: (next: LanAddress[]) => {
      lan.addresses = next;
      for (const listener of [...listeners]) listener();
    },
    renamed: (count: number) =>
      until(() => names.length >= count, { what: `change ${count} of the name`, everyMs: 5 }),
    announced: (count: number) =>
      until(() => tasks.length >= count, { what: `announcement ${count}`, everyMs: 5 }),
    restarts: (count: number) =>
      until(() => warnings.filter((text) => text.endsWith('started again')).length >= count, {
        ...{ what: `restart ${count}`, everyMs: 5 },
      }),
    /** The thread has ended by order: of all timers only that of the name is left. */
    down: () => until(() => clock.waiting === 1, { what: 'the thread to end', everyMs: 5 }),
  };
}

describe('MdnsAdvertiser', () => {
  it('has a name only once that is really held', async () => {
    const { advertiser, names, renamed } = setUp('hold(1);');
    expect(advertiser.hostName).toBe(null);
    await advertiser.start();
    expect(advertiser.hostName).toBe(null);
    await renamed(1);
    expect(names).toEqual(['earshot.local']);
  });

  it('tells its thread where and as what to announce', async () => {
    const { advertiser, renamed, tasks } = setUp('hold(1);', { addresses: [CABLE, CABLE_6, WIFI] });
    await advertiser.start();
    await renamed(1);
    expect(tasks).toEqual([
      {
        ...{ id: 'me', name: 'Studio', port: 5443, number: 1 },
        addresses: [
          { address: '192.168.1.5', interfaceName: 'eth0' },
          { address: 'fd00::5', interfaceName: 'eth0' },
          { address: '10.0.0.7', interfaceName: 'wlan0' },
        ],
      },
    ]);
  });

  it('announces no IPv6 address where the server does not listen on IPv6', async () => {
    const { advertiser, renamed, tasks } = setUp('hold(1);', { addresses: [CABLE, CABLE_6], ipv6: false });
    await advertiser.start();
    await renamed(1);
    expect(tasks).toMatchObject([{ addresses: [{ address: '192.168.1.5', interfaceName: 'eth0' }] }]);
  });

  it('gives up a name that turns out to be taken, and has the next', async () => {
    const { advertiser, names, renamed } = setUp(
      `hold(1); parentPort.postMessage({ kind: 'lost' }); hold(2);`,
    );
    await advertiser.start();
    await renamed(3);
    expect(names).toEqual(['earshot.local', null, 'earshot-2.local']);
  });

  it('keeps its name while a thread that died is started again, and begins with it', async () => {
    const { advertiser, names, announced, tasks, clock, restarts } = setUp(
      `hold(2); setTimeout(() => { throw new Error('killed by a packet'); });`,
    );
    await advertiser.start();
    await restarts(1);
    clock.advance(1_000);
    await announced(2);
    expect(names).toEqual(['earshot-2.local']);
    expect(tasks).toMatchObject([{ number: 1 }, { number: 2 }]);
  });

  it('gives its name up when its thread does nothing but die for half a minute', async () => {
    const { advertiser, names, renamed, clock, restarts } = setUp(
      `if (workerData.number === 1) hold(2); setTimeout(() => { throw new Error('killed by a packet'); });`,
    );
    await advertiser.start();
    for (const [index, pauseMs] of [1_000, 2_000, 4_000, 8_000].entries()) {
      await restarts(index + 1);
      clock.advance(pauseMs);
    }
    await restarts(5);
    clock.advance(14_999);
    expect(names).toEqual(['earshot-2.local']);
    clock.advance(1);
    await renamed(2);
    expect(names).toEqual(['earshot-2.local', null]);
  });

  it('announces again under the same name when the addresses change', async () => {
    const { advertiser, move, announced, names, tasks } = setUp('hold(1);');
    await advertiser.start();
    await announced(1);
    move([WIFI]);
    await announced(2);
    expect(tasks).toMatchObject([{}, { addresses: [{ address: '10.0.0.7', interfaceName: 'wlan0' }] }]);
    expect(names).toEqual(['earshot.local']);
  });

  it('waits for a network where there is none, and says so', async () => {
    const { advertiser, move, names, renamed, warnings } = setUp('hold(1);', { addresses: [] });
    await advertiser.start();
    expect(warnings).toEqual(['not announced by mDNS: this computer has no network address']);
    move([CABLE]);
    await renamed(1);
    expect(names).toEqual(['earshot.local']);
  });

  it('gives its name up when the network stays away', async () => {
    const { advertiser, move, names, renamed, clock, down } = setUp('hold(1);');
    await advertiser.start();
    await renamed(1);
    move([]);
    await down();
    clock.advance(29_999);
    expect(names).toEqual(['earshot.local']);
    clock.advance(1);
    expect(names).toEqual(['earshot.local', null]);
  });

  it('says when a name does not come, and only then', async () => {
    const complaint = 'not announced by mDNS yet; still trying';
    const silent = setUp('');
    await silent.advertiser.start();
    silent.clock.advance(15_000);
    expect(silent.warnings).toContain(complaint);
    const { advertiser, renamed, clock, warnings } = setUp('hold(1);');
    await advertiser.start();
    await renamed(1);
    clock.advance(15_000);
    expect(warnings).not.toContain(complaint);
  });

  it.each([
    'null',
    '"held"',
    '{ kind: "held" }',
    '{ kind: "held", number: 1e9, interfaces: [] }',
    '{ kind: "x" }',
  ])('makes nothing of %s from its thread', async (message) => {
    const { advertiser, names, renamed } = setUp(`parentPort.postMessage(${message}); hold(3);`);
    await advertiser.start();
    await renamed(1);
    expect(names).toEqual(['earshot-3.local']);
  });

  it('may be started and stopped twice, and is quiet once stopped', async () => {
    const { advertiser, renamed, names, move, listeners, clock } = setUp('hold(1);');
    await advertiser.start();
    await advertiser.start();
    expect(listeners.size).toBe(1);
    await renamed(1);
    await Promise.all([advertiser.stop(), advertiser.stop()]);
    expect(names).toEqual(['earshot.local', null]);
    expect(listeners.size).toBe(0);
    move([WIFI]);
    expect(clock.waiting).toBe(0);
  });

  it('stops within a second and a half although its thread hangs', async () => {
    const { advertiser, renamed, clock } = setUp('hold(1); setTimeout(() => { for (;;); });');
    await advertiser.start();
    await renamed(1);
    const stopped = advertiser.stop();
    clock.advance(1_500);
    await stopped;
  });
});

describe('NoAdvertiser', () => {
  it('has no name and does nothing', async () => {
    const advertiser = new NoAdvertiser();
    advertiser.onChange()();
    await advertiser.start();
    await advertiser.stop();
    expect(advertiser.hostName).toBe(null);
  });
});
