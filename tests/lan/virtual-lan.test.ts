/** What the other LAN tests rely on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundleFixture } from '../support/bundled-fixture.ts';
import { until } from '../support/until.ts';
import type { VirtualLan } from '../support/virtual-lan.ts';
import { freshLan } from '../support/fresh-lan.ts';
import type { LanHost } from '../support/lan-host.ts';

const it = test.extend<{ lan: VirtualLan }>({ lan: freshLan });

describe('the virtual LAN', () => {
  it('counts what leaves it and remembers who asked for names, but not its own traffic', async ({ lan }) => {
    const [ana, ben] = await Promise.all([lan.addHost('ana', { ipv6: true }), lan.addHost('ben')]);
    const capture = await lan.capture();
    expect(await ana.must('getent', ['ahostsv4', 'ben.local'])).toContain(ben.address);
    await sendFrom(ana, 'udp4', ben.address, 4000);
    expect({ leaving: await capture.leaving(), lookups: capture.lookups() }).toEqual({
      leaving: [],
      lookups: [],
    });

    await sendFrom(ana, 'udp4', '198.51.100.7', 4000);
    await ana.run('getent', ['ahostsv4', 'example.com']);
    expect(await capture.leaving()).toEqual([
      { from: ana.address, to: '198.51.100.7', protocol: 'udp', port: 4000, packets: 1 },
    ]);
    expect(new Set(capture.lookups())).toEqual(new Set([`${ana.address} example.com`]));
    const later = await lan.capture();
    expect({ leaving: await later.leaving(), lookups: later.lookups() }).toEqual({
      leaving: [],
      lookups: [],
    });
  });

  it('runs Chromium on a host, which of itself asks nobody outside for anything', async ({ lan }) => {
    const [ana, ben] = await Promise.all([lan.addHost('ana'), lan.addHost('ben')]);
    const capture = await lan.capture();
    const server = ana.spawn(process.execPath, ['-e', ECHO_ADDRESS]);
    await server.waitFor(/listening/);
    const browser = await ben.launchChromium();
    const page = await browser.newPage();
    await page.goto('http://ana.local:8080/');
    expect(await page.textContent('body')).toBe(`hello ${ben.address}`);
    await browser.close();
    expect({ leaving: await capture.leaving(), lookups: capture.lookups() }).toEqual({
      leaving: [],
      lookups: [],
    });
  });

  it('is not there on the machine itself, and ends with whoever opened it, even by SIGKILL', async () => {
    const fixture = await bundleFixture({ hold: 'tests/lan/fixtures/hold-namespace.ts' });
    const owner = spawn(process.execPath, [join(fixture.folder, 'hold.js')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const said = String((await once(owner.stdout, 'data'))[0]);
      const keeper = Number(/keeper (\d+)/.exec(said)?.[1]);
      const network = networkOf(keeper);
      expect(network).not.toBe(networkOf(process.pid));
      expect(readFileSync('/proc/net/dev', 'utf8')).not.toContain('held0');
      await until(() => processesIn(network) >= 3, { what: 'the keeper, its child and the process inside' });
      owner.kill('SIGKILL');
      await until(() => processesIn(network) === 0, { what: 'every process of the namespace to end' });
    } finally {
      owner.kill('SIGKILL');
      fixture.remove();
    }
  });
});

const ECHO_ADDRESS = `require('node:http')
  .createServer((request, response) => response.end('hello ' + request.socket.remoteAddress))
  .listen(8080, '0.0.0.0', () => console.log('listening'));`;

const sendFrom = (host: LanHost, type: string, to: string, port: number) =>
  host.must(process.execPath, [
    '-e',
    `const socket = require('node:dgram').createSocket('${type}');
     socket.send('x', ${port}, '${to}', () => socket.close());`,
  ]);

function networkOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return null;
  }
}

const processesIn = (network: string | null): number =>
  readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && networkOf(Number(entry)) === network).length;
