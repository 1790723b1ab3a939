/** A call between two computers of the virtual LAN: the real server on a third, the real page in real browsers, faults in between. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { watchConnections } from '../../browser/app/connection-watch.ts';
import { Visitor } from '../../browser/app/visitors.ts';
import { recoveredMs } from '../../support/freezes.ts';
import { watchFrames } from '../../support/frame-watch.ts';
import { launchFirefoxOn } from '../../support/lan-firefox.ts';
import type { LanHost } from '../../support/lan-host.ts';
import type { LanProcess } from '../../support/lan-process.ts';
import { until } from '../../support/until.ts';
import type { VirtualLan } from '../../support/virtual-lan.ts';
import { beeps } from './beeps.ts';
import { pretendScreen } from './pretend-screen.ts';
import { watchSound } from './sound-watch.ts';

const PORT = 5443;

export type BrowserKind = 'chromium' | 'firefox';

export interface Side {
  readonly host: LanHost;
  readonly visitor: Visitor;
}

/** How long anything may take on a slow machine before it counts as failed. */
const PATIENCE_MS = 60_000;

export class LanCall {
  readonly server: LanHost;
  readonly ana: Side;
  readonly bea: Side;
  readonly #main: string;
  readonly #browsers: readonly Browser[];
  #process: LanProcess;

  private constructor(
    server: LanHost,
    started: { main: string; process: LanProcess },
    sides: readonly [Side, Side],
    browsers: readonly Browser[],
  ) {
    this.server = server;
    this.#main = started.main;
    this.#process = started.process;
    [this.ana, this.bea] = sides;
    this.#browsers = browsers;
  }

  /** Two who have accepted each other, in browsers that trust the server's authority. `main` is the built server. */
  static async open(
    lan: VirtualLan,
    kinds: readonly [BrowserKind, BrowserKind],
    main = join(process.cwd(), 'dist', 'server', 'main.js'),
  ): Promise<LanCall> {
    const server = await lan.addHost('office', { avahi: false });
    const process = await startServer(server, main);
    const browsers: Browser[] = [];
    const enter = async (name: string, kind: BrowserKind): Promise<Side> => {
      const host = await lan.addHost(name.toLowerCase(), { avahi: false });
      await settledNetwork(host);
      const { browser, permissions } = await launch(host, kind, server);
      browsers.push(browser);
      const context = await browser.newContext({ permissions });
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      await page.addInitScript(watchConnections);
      await page.addInitScript(watchFrames);
      await page.addInitScript(watchSound);
      if (kind === 'firefox') await page.addInitScript(pretendScreen);
      await page.goto(`https://${server.address}:${PORT}/`);
      return { host, visitor: await new Visitor(page, name).join() };
    };
    const ana = await enter('Ana', kinds[0]);
    const bea = await enter('Bea', kinds[1]);
    const call = new LanCall(server, { main, process }, [ana, bea], browsers);
    await ana.visitor.open(bea.visitor);
    await ana.visitor.page.getByRole('button', { name: /^Ask / }).click();
    await bea.visitor
      .dialog('Ana wants to chat')
      .getByRole('button', { name: 'Accept', exact: true })
      .click();
    await ana.visitor.page.getByRole('textbox', { name: 'Message' }).waitFor();
    return call;
  }

  /** Ana calls Bea by video. Resolves to how long it took from the accept until both pictures move. */
  async talk(): Promise<number> {
    const { ana, bea } = this;
    for (const { visitor } of [ana, bea]) {
      await visitor.page.evaluate(() => void (window.frameWatch.times.length = 0));
    }
    await ana.visitor.people.getByRole('button', { name: 'Video call Bea' }).click();
    const accept = bea.visitor
      .dialog('Video call from Ana')
      .getByRole('button', { name: 'Accept', exact: true });
    await accept.waitFor();
    const since = Date.now();
    await accept.click();
    await until(async () => (await this.#times()).every((times) => times.length > 10), {
      what: 'both pictures to move',
      timeoutMs: PATIENCE_MS,
    });
    const first = (await this.#times()).map((times) => times[0] ?? Infinity);
    return Math.max(...first) - since;
  }

  async hangUp(): Promise<void> {
    await this.ana.visitor.button('End call').click();
    for (const { visitor } of [this.ana, this.bea])
      await visitor.button('End call').waitFor({ state: 'hidden' });
  }

  /** How long after `since` both pictures moved again for good. @throws where they do not in a minute and a half */
  async recovery(since: number): Promise<number> {
    let recovered: readonly (number | null)[] = [];
    await until(
      async () => {
        const times = await this.#times();
        const now = Date.now();
        recovered = times.map((each) => recoveredMs(each, since, now));
        return now - since > 3_000 && recovered.every((each) => each !== null);
      },
      { what: 'both pictures to move again', timeoutMs: 90_000, everyMs: 250 },
    );
    return Math.max(...recovered.map((each) => each ?? 0));
  }

  /** Of Ana's picture of Bea and of Bea's of Ana. */
  #times(): Promise<readonly (readonly number[])[]> {
    return Promise.all(
      [this.ana, this.bea].map(({ visitor }) => visitor.page.evaluate(() => window.frameWatch.times)),
    );
  }

  async times(): Promise<readonly (readonly number[])[]> {
    return this.#times();
  }

  /** From now on both note when they hear something. */
  async listen(): Promise<void> {
    for (const { visitor } of [this.ana, this.bea])
      await visitor.page.evaluate(() => void (window.soundWatch.listening = true));
  }

  /** As `times`, of what was heard since `listen`. */
  soundTimes(): Promise<readonly (readonly number[])[]> {
    return Promise.all(
      [this.ana, this.bea].map(({ visitor }) => visitor.page.evaluate(() => window.soundWatch.times)),
    );
  }

  /** By Ana's newest connection: the kinds of the two candidates that carry the call, and the transport to the relay. */
  async path(side: Side): Promise<string> {
    return side.visitor.page.evaluate(async () => {
      const connection = window.connectionWatch.connections.findLast(
        ({ connectionState }) => connectionState === 'connected',
      );
      const report = await connection?.getStats();
      const entries = new Map<string, Record<string, unknown>>();
      report?.forEach((entry: Record<string, unknown>) => entries.set(String(entry['id']), entry));
      const all = [...entries.values()];
      const chosen = all.find((entry) => entry['type'] === 'transport')?.['selectedCandidatePairId'];
      const pair =
        entries.get(String(chosen)) ??
        all.find((entry) => entry['type'] === 'candidate-pair' && entry['selected'] === true);
      const end = (name: string) => entries.get(String(pair?.[name]));
      const [local, remote] = [end('localCandidateId'), end('remoteCandidateId')];
      const relay = local?.['relayProtocol'];
      return [
        local?.['candidateType'],
        remote?.['candidateType'],
        ...(relay === undefined ? [] : [relay]),
      ].join(' ');
    });
  }

  async killServer(): Promise<void> {
    await this.#process.kill();
  }

  async startServer(...args: string[]): Promise<void> {
    this.#process = await startServer(this.server, this.#main, args);
  }

  /** Both pages are connected to a server that was started anew. */
  async bothAreBack(): Promise<void> {
    const health = ['-sk', `https://${this.server.address}:${PORT}/api/health`];
    await until(async () => (await this.server.run('curl', health)).stdout.includes('"connections":2'), {
      what: 'both pages to be back',
      timeoutMs: PATIENCE_MS,
    });
  }

  /** Drops what arrives at a host and matches; each host has one such rule set. */
  async drop(host: LanHost, ...matches: string[]): Promise<void> {
    const rules = matches.map((match) => `add rule inet cut arriving ${match} drop`);
    await host.must('nft', [
      [
        'add table inet cut',
        'add chain inet cut arriving { type filter hook input priority 0; }',
        ...rules,
      ].join('; '),
    ]);
  }

  async restore(host: LanHost): Promise<void> {
    await host.must('nft', ['delete', 'table', 'inet', 'cut']);
  }

  /** As an access point that keeps its clients apart. */
  async isolate(): Promise<void> {
    const [ana, bea] = [this.ana.host, this.bea.host];
    await this.drop(ana, `ip saddr ${bea.address}`);
    await this.drop(bea, `ip saddr ${ana.address}`);
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#browsers.map((browser) => browser.close()));
  }
}

async function startServer(host: LanHost, main: string, more: readonly string[] = []): Promise<LanProcess> {
  const args = ['--data-dir', join(host.home, 'earshot'), '--no-mdns', '--log-level', 'info'];
  const server = host.spawn(process.execPath, [main, ...args, ...more]);
  await server.waitFor(/"msg":"listening"/);
  return server;
}

/** An address that comes while a page is loaded ends the load in Chromium; the link-local one comes a second or two after the link. */
async function settledNetwork(host: LanHost): Promise<void> {
  const isThere = async () => {
    const addresses = await host.must('ip', ['-6', 'address', 'show', 'dev', 'eth0', 'scope', 'link']);
    return addresses.includes('inet6') && !addresses.includes('tentative');
  };
  await until(isThere, { what: `the addresses of ${host.name} to be there`, timeoutMs: 20_000 });
}

/** As the welcome page says: fetch the certificate from the plain port, and trust it on this device. */
async function launch(host: LanHost, kind: BrowserKind, server: LanHost) {
  const file = join(host.home, 'earshot-ca.crt');
  await host.must('curl', ['-sSf', '-o', file, `http://${server.address}:${PORT}/earshot-ca.crt`]);
  if (kind === 'firefox') {
    await host.must('openssl', ['x509', '-inform', 'der', '-in', file, '-out', `${file}.pem`]);
    return { browser: await launchFirefoxOn(host, `${file}.pem`), permissions: [] };
  }
  await host.trustCa(file);
  const voice = join(host.home, 'voice.wav');
  const decode = 'printf %s "$1" | base64 -d >"$2"';
  await host.must('sh', ['-c', decode, 'sh', beeps().toString('base64'), voice]);
  const browser = await host.launchChromium({
    args: [
      '--autoplay-policy=no-user-gesture-required',
      // More than one camera, to change to another.
      '--use-fake-device-for-media-stream=device-count=3',
      `--use-file-for-fake-audio-capture=${voice}`,
    ],
  });
  return { browser, permissions: ['camera', 'microphone'] };
}
