import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { type Log, silentLog } from '../log.ts';
import { LanWatcher } from './lan-watcher.ts';

const EVERY_MS = 3_000;
type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

const eth0 = (...addresses: string[]): Interfaces => ({
  eth0: addresses.map((address) => ({
    ...{ address, netmask: '255.255.255.0', family: 'IPv4', mac: '02:00:00:00:00:01' },
    ...{ internal: false, cidr: null },
  })),
});

function setUp(log: Log = silentLog) {
  const clock = new ManualClock();
  const network: { read: () => Interfaces } = { read: () => eth0('192.168.1.5') };
  const watcher = new LanWatcher({ readInterfaces: () => network.read(), clock, log, everyMs: EVERY_MS });
  const seen: string[][] = [];
  watcher.onChange(() => seen.push(watcher.addresses.map(({ address }) => address)));
  return { clock, network, watcher, seen };
}

describe('LanWatcher', () => {
  it('knows the addresses before it is started', () => {
    expect(setUp().watcher.addresses.map(({ address }) => address)).toEqual(['192.168.1.5']);
  });

  it('tells of an address that came and of one that went', () => {
    const { clock, network, watcher, seen } = setUp();
    watcher.start();
    network.read = () => eth0('192.168.1.5', '192.168.1.6');
    clock.advance(EVERY_MS);
    network.read = () => eth0('192.168.1.6');
    clock.advance(EVERY_MS);
    expect(seen).toEqual([['192.168.1.5', '192.168.1.6'], ['192.168.1.6']]);
  });

  it('says nothing while nothing changes, nor of interfaces that do not count', () => {
    const { clock, network, watcher, seen } = setUp();
    watcher.start();
    clock.advance(10 * EVERY_MS);
    network.read = () => ({ ...eth0('192.168.1.5'), docker0: eth0('172.17.0.1').eth0 });
    clock.advance(10 * EVERY_MS);
    expect(seen).toEqual([]);
  });

  it('may be started and stopped twice, and looks no more once stopped', () => {
    const { clock, network, watcher, seen } = setUp();
    watcher.start();
    watcher.start();
    expect(clock.waiting).toBe(1);
    watcher.stop();
    watcher.stop();
    network.read = () => eth0('10.0.0.1');
    clock.advance(10 * EVERY_MS);
    expect(seen).toEqual([]);
    expect(clock.waiting).toBe(0);
  });

  it('tells nobody who has undone the subscription', () => {
    const { clock, network, watcher } = setUp();
    let told = 0;
    const undo = watcher.onChange(() => told++);
    undo();
    watcher.start();
    network.read = () => eth0('10.0.0.1');
    clock.advance(EVERY_MS);
    expect(told).toBe(0);
  });

  it('keeps what it knew while the system does not say, and complains once', () => {
    const complaints: string[] = [];
    const { clock, network, watcher, seen } = setUp({
      ...silentLog,
      error: (message) => complaints.push(message),
    });
    watcher.start();
    network.read = () => {
      throw new Error('EACCES');
    };
    clock.advance(3 * EVERY_MS);
    expect(watcher.addresses.map(({ address }) => address)).toEqual(['192.168.1.5']);
    expect(complaints).toEqual(['network interfaces cannot be read']);
    network.read = () => eth0('192.168.1.7');
    clock.advance(EVERY_MS);
    expect(seen).toEqual([['192.168.1.7']]);
  });
});
