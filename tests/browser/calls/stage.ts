/** Real browsers, each page a person, all joined by one CallServer in the test's process. */
import { build } from 'esbuild';
import { firefox, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { AppError, type Reply } from '../../../protocol/errors.ts';
import type { NoticeName, RequestName } from '../../../protocol/events.ts';
import type { TabId, UserId } from '../../../protocol/ids.ts';
import { systemClock } from '../../../server/clock.ts';
import { launchChromium } from '../../support/launch-chromium.ts';
import { CallServer, testId, type TabPort } from '../../support/call-server.ts';
import { until } from '../../support/until.ts';
import type { CallPage } from './call-page.ts';
import { hearsSound, PATIENCE_MS, seesFrames } from './senses.ts';

const INDEX = `<!doctype html><meta charset="utf-8"><title>calls</title>
<video id="remote" autoplay playsinline></video>
<video id="screen" autoplay playsinline></video>
<video id="preview" autoplay playsinline muted></video>
<button id="share">share</button>
<script type="module" src="/page.js"></script>`;

/** A secure page of a host that does not exist: every request of it is answered by the test. */
const URL_OF_PAGE = 'https://calls.test/';

/** The script of a page, named as seen from here. */
export async function bundlePage(source: 'call-page.ts' | '../fixtures/remote-page.ts'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [new URL(source, import.meta.url).pathname],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

export type BrowserName = 'chromium' | 'firefox';

const FAKE_DEVICES = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

export function launch(name: BrowserName, devices: readonly string[] = FAKE_DEVICES): Promise<Browser> {
  if (name === 'firefox') {
    return firefox.launch({
      channel: 'moz-firefox',
      executablePath: process.env['EARSHOT_FIREFOX'] ?? '/usr/bin/firefox-esr',
      firefoxUserPrefs: {
        'media.navigator.streams.fake': true,
        'media.navigator.permission.disabled': true,
        'media.autoplay.default': 0,
        // Two pages of one machine; there is nobody to hide an address from.
        'media.peerconnection.ice.obfuscate_host_addresses': false,
      },
    });
  }
  return launchChromium('--disable-quic', ...devices, '--autoplay-policy=no-user-gesture-required');
}

/** One person in one page, seen from the test. */
export class Actor implements TabPort {
  readonly page: Page;
  readonly user: UserId;
  readonly tab: TabId;
  readonly name: string;
  readonly #server: CallServer;
  readonly faults: string[] = [];
  /** What the page has asked of the server, in order. */
  readonly requested: RequestName[] = [];
  #connected = true;

  constructor(page: Page, server: CallServer, name: string) {
    this.page = page;
    this.#server = server;
    this.name = name;
    this.user = testId(name);
    this.tab = testId(`${name}TAB`);
    page.on('pageerror', (error) => this.faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.faults.push(message.text());
    });
  }

  async enter(script: string): Promise<this> {
    await this.page.route('**', (route) => {
      const isScript = route.request().url().endsWith('/page.js');
      return route.fulfill(
        isScript
          ? { contentType: 'text/javascript', body: script }
          : { contentType: 'text/html', body: INDEX },
      );
    });
    await this.page.exposeFunction('serverRequest', (name: RequestName, payload: never) =>
      this.#request(name, payload),
    );
    await this.page.goto(URL_OF_PAGE);
    await this.page.waitForFunction(() => 'callPage' in window);
    await this.#server.connect(this, this.name, this);
    return this;
  }

  async #request(name: RequestName, payload: never): Promise<Reply<unknown>> {
    this.requested.push(name);
    try {
      if (!this.#connected) throw new AppError('no_answer_from_server');
      return { ok: true, value: await this.#server.request(this, name, payload) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { ok: false, error: { code: error.code, detail: error.detail } };
    }
  }

  notice(name: NoticeName, payload: unknown): void {
    void this.#deliver(name, payload).catch(() => {});
  }

  signal(name: NoticeName, payload: unknown): Promise<void> {
    return this.#deliver(name, payload);
  }

  async #deliver(name: NoticeName, payload: unknown): Promise<void> {
    if (!this.#connected) throw new AppError('peer_unreachable');
    await this.page.evaluate(([n, p]) => window.callPage.notice(n as never, p as never), [
      name,
      payload,
    ] as const);
  }

  /** The page's connection to the server is lost. The server notices. */
  async loseServer(): Promise<void> {
    this.#connected = false;
    await this.page.evaluate(() => window.callPage.connection({ phase: 'reconnecting', since: Date.now() }));
    await this.#server.disconnect(this);
  }

  async findServer(): Promise<void> {
    this.#connected = true;
    await this.#server.connect(this, this.name, this);
    await this.page.evaluate(() => window.callPage.connection({ phase: 'connected' }));
  }

  view() {
    return this.page.evaluate(() => window.callPage.view());
  }

  press(action: Parameters<CallPage['press']>[0], media?: 'audio' | 'video'): Promise<void> {
    return this.page.evaluate(([a, m]) => window.callPage.press(a, m), [action, media] as const);
  }

  call(peer: Actor, media: 'audio' | 'video'): Promise<void> {
    return this.page.evaluate(([id, name, kind]) => window.callPage.call(id, name, kind), [
      peer.user as string,
      peer.name,
      media,
    ] as const);
  }

  /** Waits until the view has these members, at any depth. */
  async shows(part: object, timeoutMs = PATIENCE_MS): Promise<void> {
    await until(async () => matches(await this.view(), part), {
      what: `${this.name} to see ${JSON.stringify(part)}`,
      timeoutMs,
      everyMs: 50,
    }).catch(async (error: unknown) => {
      throw new Error(`${this.name} sees ${JSON.stringify(await this.view())}`, { cause: error });
    });
  }

  media<K extends Exclude<keyof CallPage['media'], 'asked' | 'failing'>>(
    what: K,
    ...rest: Parameters<CallPage['media'][K]>
  ): Promise<Awaited<ReturnType<CallPage['media'][K]>>> {
    return this.page.evaluate(
      ([member, given]) => (window.callPage.media[member] as (...all: unknown[]) => unknown)(...given),
      [what, rest as unknown[]] as const,
    ) as Promise<Awaited<ReturnType<CallPage['media'][K]>>>;
  }

  asked(): Promise<string[]> {
    return this.page.evaluate(() => window.callPage.media.asked);
  }

  async fail(failing: { audio?: string; video?: string }): Promise<void> {
    await this.page.evaluate((f) => void Object.assign(window.callPage.media.failing, f), failing);
  }

  rings(): Promise<(string | null)[]> {
    return this.page.evaluate(() => window.callPage.rings);
  }
}

function matches(value: unknown, part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return value === part;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(part).every(([key, wanted]) =>
    matches((value as Record<string, unknown>)[key], wanted),
  );
}

export class Stage {
  readonly #script: string;
  readonly #browsers = new Map<BrowserName, Browser>();
  readonly #further: Browser[] = [];
  readonly #contexts: BrowserContext[] = [];
  #server = new CallServer(systemClock);
  #actors: Actor[] = [];

  private constructor(script: string) {
    this.#script = script;
  }

  static async open(): Promise<Stage> {
    return new Stage(await bundlePage('call-page.ts'));
  }

  get server(): CallServer {
    return this.#server;
  }

  /** How many of a kind of signal have been relayed. */
  relayed(name: 'webrtc_offer' | 'webrtc_answer'): number {
    return this.#server.relayed.filter((signal) => signal.name === name).length;
  }

  async actor(name: string, browserName: BrowserName = 'chromium'): Promise<Actor> {
    const browser = this.#browsers.get(browserName) ?? (await launch(browserName));
    this.#browsers.set(browserName, browser);
    return this.actorIn(browser, name);
  }

  /** In a Chromium of its own: with other devices than usual, or one that asks the person, who then allows only this. */
  async actorWith(
    name: string,
    { devices, permissions }: { devices: readonly string[]; permissions?: string[] },
  ): Promise<Actor> {
    const browser = await launch('chromium', devices);
    this.#further.push(browser);
    return this.actorIn(browser, name, permissions);
  }

  async actorIn(browser: Browser, name: string, permissions: string[] = []): Promise<Actor> {
    const context = await browser.newContext({ permissions });
    this.#contexts.push(context);
    const actor = new Actor(await context.newPage(), this.#server, name);
    this.#actors.push(actor);
    return actor.enter(this.#script);
  }

  async talking(
    browsers: readonly [BrowserName, BrowserName] = ['chromium', 'chromium'],
  ): Promise<[Actor, Actor]> {
    const actors: [Actor, Actor] = [
      await this.actor('Ana', browsers[0]),
      await this.actor('Ben', browsers[1]),
    ];
    await talk(...actors);
    return actors;
  }

  /** Ends this scene: all pages are closed and the server forgets. @throws where a page had a fault that nobody expected */
  async clear(): Promise<void> {
    const faults = this.#actors.flatMap(({ name, faults: all }) => all.map((fault) => `${name}: ${fault}`));
    await Promise.all(this.#contexts.map((context) => context.close()));
    this.#contexts.length = 0;
    this.#actors = [];
    this.#server = new CallServer(systemClock);
    if (faults.length > 0) throw new Error(`faults in the pages:\n${faults.join('\n')}`);
  }

  async close(): Promise<void> {
    for (const browser of [...this.#browsers.values(), ...this.#further]) await browser.close();
  }
}

/** Two people in a call in which picture and sound have been seen to flow, which is what any fault test has to prove first. */
export async function talk(ana: Actor, ben: Actor): Promise<void> {
  await ana.call(ben, 'video');
  await ben.shows({ phase: 'incoming' });
  await ben.press('accept', 'video');
  for (const actor of [ana, ben]) {
    await actor.shows({ phase: 'active', link: 'connected', remote: { camera: true } });
  }
  for (const actor of [ana, ben]) {
    await seesFrames(actor, 'remote');
    await hearsSound(actor);
  }
}
