import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BundledFixture, bundleFixture } from '../support/bundled-fixture.ts';
import { dnsResponse, encodeAddress, encodeName, ENDLESS_NAME, ZEROS } from '../support/dns-packets.ts';
import { freshLan } from '../support/fresh-lan.ts';
import type { LanHost } from '../support/lan-host.ts';
import type { LanProcess } from '../support/lan-process.ts';
import { until } from '../support/until.ts';
import type { VirtualLan } from '../support/virtual-lan.ts';

const SEND = fileURLToPath(new URL('fixtures/send-packets.mjs', import.meta.url));
const GROUP = '224.0.0.251';
const MDNS = '5353';

/** Each has a network of its own and spends nearly all of its time waiting, so they run side by side. */
const it = test.extend<{ lan: VirtualLan }>({ lan: freshLan });

let fixture: BundledFixture;

beforeAll(async () => {
  fixture = await bundleFixture({
    advertise: 'tests/lan/fixtures/advertise.ts',
    'advertiser-worker': 'server/discovery/advertiser-worker.ts',
    'neighbours-worker': 'server/discovery/neighbours-worker.ts',
  });
});
afterAll(() => fixture.remove());

/** Discovery alone, without the rest of the server. Prints `host "earshot.local"` and `neighbours [...]` as they change. */
const advertise = (host: LanHost, name: string, port = 5443): LanProcess =>
  host.spawn(process.execPath, [join(fixture.folder, 'advertise.js'), name, String(port)]);

const held = (server: LanProcess, name = 'earshot.local') =>
  server.waitFor(new RegExp(`^host "${name}"$`, 'm'));

/** What avahi on `host` sees of our service, one line for each place where it can be reached. */
async function browse(host: LanHost): Promise<string[]> {
  const { stdout } = await host.run('avahi-browse', [
    '--resolve',
    '--parsable',
    '--terminate',
    '_earshot._tcp',
  ]);
  return stdout.split('\n').filter((line) => line.startsWith('='));
}

async function resolve(host: LanHost, name: string, family: '-4' | '-6' = '-4'): Promise<string | null> {
  const { stdout } = await host.run('avahi-resolve', [family, '--name', name]);
  return stdout === '' ? null : (stdout.trim().split('\t')[1] ?? null);
}

const send = (host: LanHost, address: string, fromPort: string, ...packets: string[]) =>
  host.must(process.execPath, [SEND, address, MDNS, fromPort, ...packets]);

describe.concurrent('a server on the network', () => {
  it('is seen as a service with its port and resolves as earshot.local, over IPv4 and IPv6', async ({
    lan,
  }) => {
    const [ana, ben] = await Promise.all([
      lan.addHost('ana', { ipv6: true }),
      lan.addHost('ben', { ipv6: true }),
    ]);
    await held(advertise(ana, "Ana's v1.2", 5444));
    const seen = await until(async () => (await browse(ben))[0], { what: 'ben to see the service' });
    expect(seen.split(';').slice(6, 9)).toEqual(['earshot.local', ana.address, '5444']);
    expect(seen).toContain('"v=1"');
    expect(seen).toContain('"path=/"');
    expect(seen).toContain(`"name=Ana's v1.2"`);
    expect(await resolve(ben, 'earshot.local')).toBe(ana.address);
    expect(await resolve(ben, 'earshot.local', '-6')).toBe(ana.ipv6Address);
  });

  it('resolves for programs that know nothing of mDNS, such as browsers', async ({ lan }) => {
    const [ana, ben] = await Promise.all([lan.addHost('ana'), lan.addHost('ben')]);
    await held(advertise(ana, 'Ana'));
    expect(await ben.must('getent', ['ahostsv4', 'earshot.local'])).toContain(ana.address);
  });

  it('says goodbye when it stops, and both the service and the name are gone at once', async ({ lan }) => {
    const [ana, ben] = await Promise.all([lan.addHost('ana'), lan.addHost('ben')]);
    const server = advertise(ana, 'Ana');
    await held(server);
    expect(await resolve(ben, 'earshot.local')).toBe(ana.address);
    const watching = ben.spawn('avahi-browse', ['--resolve', '--parsable', '_earshot._tcp']);
    await watching.waitFor(/^=.*earshot\.local/m);
    const began = performance.now();
    await server.signal('SIGTERM');
    await watching.waitFor(/^-.*_earshot/m);
    expect(await server.exited).toEqual({ code: 0, signal: null });
    // Without a goodbye it would be seen for two minutes.
    expect(performance.now() - began).toBeLessThan(10_000);
    await until(async () => (await resolve(ben, 'earshot.local')) === null, { what: 'the name to be gone' });
  });

  it('is found on a network without a router', async ({ lan }) => {
    const alone = { defaultRoute: false };
    const [ana, ben] = await Promise.all([lan.addHost('ana', alone), lan.addHost('ben', alone)]);
    const [first, second] = [advertise(ana, 'Ana'), advertise(ben, 'Ben')];
    await Promise.all([first, second].map((server) => server.waitFor(/^neighbours \[\{/m)));
    await until(async () => (await browse(ben)).length === 2, { what: 'ben to see both services' });
    expect([await resolve(ben, 'earshot.local'), await resolve(ben, 'earshot-2.local')].sort()).toEqual(
      [ana.address, ben.address].sort(),
    );
  });

  it('is announced again under a new address', async ({ lan }) => {
    const [ana, ben] = await Promise.all([lan.addHost('ana'), lan.addHost('ben')]);
    const server = advertise(ana, 'Ana');
    await held(server);
    expect(await resolve(ben, 'earshot.local')).toBe('10.77.0.11');
    await ana.setAddress('10.77.0.111');
    await until(async () => (await resolve(ben, 'earshot.local')) === '10.77.0.111', {
      what: 'the new address',
      timeoutMs: 45_000,
    });
    await until(async () => (await browse(ben)).some((line) => line.includes(';10.77.0.111;')), {
      what: 'the service at the new address',
    });
    expect(server.stdout).not.toContain('earshot-2');
  });

  it('is not taken for another by itself where it is on one network by cable and by Wi-Fi', async ({
    lan,
  }) => {
    const [ana, ben] = await Promise.all([lan.addHost('ana'), lan.addHost('ben')]);
    const addresses = [ana.address, await lan.addInterface(ana, 'wlan0')];
    const server = advertise(ana, 'Ana');
    await held(server);
    const other = advertise(ben, 'Ben');
    for (const address of addresses) await other.waitFor(new RegExp(`^neighbours .*"${address}"`, 'm'));
    expect(addresses).toContain(await resolve(ben, 'earshot.local'));
    expect(server.stdout.match(/^host .*$/gm)).toEqual(['host "earshot.local"']);
  });

  it('keeps what it sends inside of the network', async ({ lan }) => {
    const [ana, ben] = await Promise.all([lan.addHost('ana'), lan.addHost('ben')]);
    const capture = await lan.capture();
    const servers = [advertise(ana, 'Ana'), advertise(ben, 'Ben')];
    await Promise.all(servers.map((server) => server.waitFor(/^neighbours \[\{/m)));
    expect(await capture.leaving()).toEqual([]);
    expect(capture.lookups()).toEqual([]);
  });
});

describe.concurrent('two servers on one network', () => {
  it('have names of their own, and each finds the other until that says goodbye', async ({ lan }) => {
    const [ana, ben, eve] = await Promise.all(['ana', 'ben', 'eve'].map((name) => lan.addHost(name)));
    if (!ana || !ben || !eve) throw new Error('three hosts were asked for');
    const first = advertise(ana, 'Ana', 5443);
    await held(first);
    const second = advertise(ben, 'Ben', 5555);
    await held(second, 'earshot-2.local');
    expect(await resolve(eve, 'earshot.local')).toBe(ana.address);
    expect(await resolve(eve, 'earshot-2.local')).toBe(ben.address);
    expect(neighboursIn(await first.waitFor(/^neighbours (\[\{.*)$/m))).toMatchObject([
      { name: 'Ben', host: 'earshot-2.local', addresses: [ben.address], port: 5555 },
    ]);
    expect(neighboursIn(await second.waitFor(/^neighbours (\[\{.*)$/m))).toMatchObject([
      { name: 'Ana', host: 'earshot.local', addresses: [ana.address], port: 5443 },
    ]);
    await second.signal('SIGTERM');
    await first.waitFor(/^neighbours \[\]$/m);
  });

  it('may be on one computer', async ({ lan }) => {
    const ana = await lan.addHost('ana');
    const first = advertise(ana, 'First', 5443);
    await held(first);
    const second = advertise(ana, 'Second', 5444);
    await held(second, 'earshot-2.local');
    const [seenByFirst, seenBySecond] = await Promise.all(
      [first, second].map(async (server) => neighboursIn(await server.waitFor(/^neighbours (\[\{.*)$/m))),
    );
    expect(seenByFirst).toMatchObject([{ name: 'Second', host: 'earshot-2.local', port: 5444 }]);
    expect(seenBySecond).toMatchObject([{ name: 'First', host: 'earshot.local', port: 5443 }]);
  });
});

describe.concurrent('hostile packets', () => {
  /** Ours, so that it reaches mdns-js's browser, with a service type too long for it, so that it dies. */
  const DEADLY_TYPE = dnsResponse(
    ['_earshot._tcp.local', '_a-type-of-more-than-20-letters._tcp.local'].map((name) => ({
      ...({ name, type: 'PTR', ttl: 120, data: encodeName(`x.${name}`) } as const),
    })),
  );

  it.for([
    ['36 zero bytes, by multicast', GROUP, ZEROS, null],
    ['36 zero bytes, to the server alone', null, ZEROS, null],
    ['a name without end, by multicast', GROUP, ENDLESS_NAME, /neighbours stalled and is ended/],
    ['a name without end, to the server alone', null, ENDLESS_NAME, null],
    ['a service type that kills mdns-js', GROUP, DEADLY_TYPE, /neighbours failed/],
  ] as const)(
    '%s: neither stops nor stalls the server, which goes on finding others',
    async ([, to, packet, effect], { lan }) => {
      const [ana, eve] = await Promise.all([lan.addHost('ana'), lan.addHost('eve')]);
      const server = advertise(ana, 'Ana');
      await held(server);
      await send(eve, to ?? ana.address, '0', packet);
      if (effect !== null) await server.waitFor(effect);
      const other = advertise(eve, 'Eve');
      await server.waitFor(/^neighbours \[\{.*"Eve"/m, 30_000);
      expect(await resolve(eve, 'earshot.local')).toBe(ana.address);
      expect(server.stdout).not.toMatch(/^stalled/m);
      expect(server.running).toBe(true);
      await other.kill();
    },
  );

  it('a forged answer that ends ciao only costs a moment: the name is kept, and answered for again', async ({
    lan,
  }) => {
    const [ana, ben, eve] = await Promise.all([
      lan.addHost('ana'),
      lan.addHost('ben'),
      lan.addHost('eve', { avahi: false }),
    ]);
    const server = advertise(ana, 'Ana');
    await held(server);
    const shortLife = {
      name: '_earshot._tcp.local',
      type: 'PTR',
      ttl: 1,
      data: encodeName('Ana._earshot._tcp.local'),
    } as const;
    const lie = {
      name: 'earshot.local',
      type: 'A',
      ttl: 120,
      data: encodeAddress('10.77.0.99'),
      flush: true,
    } as const;
    // It does so once it has announced the name three times, which takes some seconds.
    await until(
      async () => {
        await send(eve, GROUP, MDNS, ...Array<string>(20).fill(dnsResponse([shortLife])), dnsResponse([lie]));
        return /advertiser ended and is started again/.test(server.stdout);
      },
      { what: 'ciao to end', everyMs: 6_000, timeoutMs: 60_000 },
    );
    await server.waitFor(/advertiser ended and is started again[^]*announced by mDNS .*"earshot\.local"/);
    await until(async () => (await resolve(ben, 'earshot.local')) === ana.address, {
      what: 'the true address',
    });
    expect(server.stdout).not.toMatch(/^stalled/m);
    expect(server.running).toBe(true);
  });
});

describe.concurrent('a computer on which another program keeps port 5353 to itself', () => {
  it('is announced as soon as the port is free', async ({ lan }) => {
    const [ana, ben] = await Promise.all([lan.addHost('ana', { avahi: false }), lan.addHost('ben')]);
    const blocker = ana.spawn(process.execPath, [
      '-e',
      `require('node:dgram').createSocket('udp4').bind(5353, () => console.log('bound'))`,
    ]);
    await blocker.waitFor(/bound/);
    const server = advertise(ana, 'Ana');
    await server.waitFor(/mdns advertiser failed.*port 5353/);
    expect(server.stdout).not.toMatch(/^host/m);
    await blocker.kill();
    await held(server);
    expect(await resolve(ben, 'earshot.local')).toBe(ana.address);
    await server.signal('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });
});

function neighboursIn(match: RegExpExecArray): unknown {
  return JSON.parse(match[1] ?? '');
}
