import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { ENDLESS_NAME, ZEROS } from '../support/dns-packets.ts';
import type { LanHost } from '../support/lan-host.ts';
import type { LanProcess } from '../support/lan-process.ts';
import { until } from '../support/until.ts';
import { VirtualLan } from '../support/virtual-lan.ts';
import { Visitor } from '../browser/app/visitors.ts';
import { watchConnections } from '../browser/app/connection-watch.ts';

const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
const SEND = fileURLToPath(new URL('fixtures/send-packets.mjs', import.meta.url));
const PORT = 5443;

const it = test.extend<{ lan: VirtualLan }>({
  // vitest reads the names of what is asked for out of this pattern.
  lan: async ({}, use) => {
    const lan = await VirtualLan.open();
    await use(lan);
    await lan.close();
  },
});

/** The real server, once it holds its name. */
async function serve(host: LanHost, ...args: string[]): Promise<LanProcess> {
  const server = host.spawn(process.execPath, [MAIN, '--data-dir', join(host.home, 'earshot'), ...args]);
  await server.waitFor(/earshot\.local/);
  return server;
}

/** As the welcome page says: fetch the certificate from the plain port, and trust it on this device. */
async function trust(host: LanHost, server: LanHost): Promise<string> {
  const file = join(host.home, 'earshot-ca.crt');
  await host.must('curl', ['-sSf', '-o', file, `http://${server.address}:${PORT}/earshot-ca.crt`]);
  await host.trustCa(file);
  // curl takes text only.
  await host.must('openssl', ['x509', '-inform', 'der', '-in', file, '-out', `${file}.pem`]);
  return `${file}.pem`;
}

/** A page in a browser that is told to overlook nothing. */
async function open(host: LanHost, url: string): Promise<Page> {
  const browser = await host.launchChromium();
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  const page = await context.newPage();
  await page.addInitScript(watchConnections);
  await page.goto(url);
  return page;
}

const isWell = async (host: LanHost, url: string, ca: string) =>
  (await host.run('curl', ['-sSf', '--cacert', ca, `${url}/api/health`])).code === 0;

const browse = async (host: LanHost) =>
  (await host.run('avahi-browse', ['--resolve', '--parsable', '--terminate', '_earshot._tcp'])).stdout
    .split('\n')
    .filter((line) => line.startsWith('='));

describe('two people on one Wi-Fi', () => {
  it('chat and hold a video call over the constrained CA, by address and by earshot.local, and nothing leaves the LAN', async ({
    lan,
  }) => {
    const office = await lan.addHost('office');
    const [hostA, hostB] = [await lan.addHost('ana'), await lan.addHost('bea')];
    const capture = await lan.capture();
    await serve(office);
    await Promise.all([trust(hostA, office), trust(hostB, office)]);
    const ana = new Visitor(await open(hostA, `https://${office.address}:${PORT}/`), 'Ana');
    const bea = new Visitor(await open(hostB, `https://earshot.local:${PORT}/`), 'Bea');
    await Promise.all([ana.join(), bea.join()]);

    await ana.open(bea);
    await ana.page.getByRole('button', { name: /^Ask / }).click();
    await bea.dialog('Ana wants to chat').getByRole('button', { name: 'Accept', exact: true }).click();
    await ana.write('Hello from another machine');
    await bea.reads('Hello from another machine', ana);
    await bea.write('Hello back');
    await ana.reads('Hello back', bea);

    await ana.people.getByRole('button', { name: 'Video call Bea' }).click();
    await bea.dialog('Video call from Ana').getByRole('button', { name: 'Accept', exact: true }).click();
    await Promise.all([ana.seesMoving(bea), bea.seesMoving(ana)]);
    await Promise.all([ana.hears(), bea.hears()]);
    await bea.button('End call').click();
    await ana.button('End call').waitFor({ state: 'hidden' });

    expect(await capture.leaving()).toEqual([]);
    expect(capture.lookups()).toEqual([]);
  });

  it('the page is trusted under the new address when the address of the server changes', async ({ lan }) => {
    const office = await lan.addHost('office');
    const guest = await lan.addHost('guest', { avahi: false });
    await serve(office);
    const ca = await trust(guest, office);
    expect(await isWell(guest, `https://${office.address}:${PORT}`, ca)).toBe(true);
    await office.setAddress('10.77.0.99');
    await until(() => isWell(guest, `https://10.77.0.99:${PORT}`, ca), {
      what: 'a certificate for the new address',
      timeoutMs: 45_000,
    });
    const page = await open(guest, `https://10.77.0.99:${PORT}/`);
    await page.getByRole('textbox', { name: 'Your name' }).waitFor();
  });

  it('the service is seen while the server runs and seen to go, and packets that kill an mDNS library change nothing', async ({
    lan,
  }) => {
    const office = await lan.addHost('office');
    const guest = await lan.addHost('guest');
    const server = await serve(office);
    const ca = await trust(guest, office);
    await until(async () => (await browse(guest)).length > 0, {
      what: 'the service to be seen',
      timeoutMs: 30_000,
    });
    await guest.must(process.execPath, [SEND, '224.0.0.251', '5353', '5353', ZEROS, ENDLESS_NAME]);
    await guest.must(process.execPath, [SEND, office.address, '5353', '5353', ZEROS, ENDLESS_NAME]);
    expect(await isWell(guest, `https://${office.address}:${PORT}`, ca)).toBe(true);
    expect(await browse(guest)).toHaveLength(1);
    const stopping = performance.now();
    await server.signal('SIGTERM');
    expect((await server.exited).code).toBe(0);
    // It says farewell for at most 2.8 seconds.
    expect(performance.now() - stopping).toBeLessThan(6_000);
    await until(async () => (await browse(guest)).length === 0, {
      what: 'the service to be seen to go',
      timeoutMs: 30_000,
    });
  });

  it('a second server on the network is named in the terminal and offered on the welcome page', async ({
    lan,
  }) => {
    const [one, other] = [await lan.addHost('one'), await lan.addHost('other')];
    const first = await serve(one, '--name', 'Kitchen');
    const second = other.spawn(process.execPath, [
      MAIN,
      ...['--data-dir', join(other.home, 'earshot'), '--name', 'Workshop'],
    ]);
    await Promise.all([first.waitFor(/Workshop/), second.waitFor(/Kitchen/)]);
    await second.waitFor(/earshot-2\.local/);
    await until(
      async () => (await other.must('curl', ['-sS', `http://${other.address}:${PORT}/`])).includes('Kitchen'),
      { what: 'the other server on the welcome page', timeoutMs: 30_000 },
    );
  });
});
