/** People at real browsers before the real server: what they see, and proof that their pages broke no rule of ours. */
import { fileURLToPath } from 'node:url';
import { firefox, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { launchChromium as launch } from '../../support/launch-chromium.ts';
import { violations } from '../axe.ts';
import { watchConnections, type ConnectionWatch } from './connection-watch.ts';

declare global {
  interface Window {
    connectionWatch: ConnectionWatch;
  }
}

export const BUILT_FOLDER = fileURLToPath(new URL('../../../dist', import.meta.url));

const SERVER_AWAY = /^$|WebSocket connection|ERR_CONNECTION|ERR_EMPTY|ERR_SOCKET|Failed to load resource/;

/**
 * What their drivers take for an error of the page, and is none: Firefox's own words about a WebSocket that did not open, and those of both
 * about code that did not arrive.
 */
const NOT_ARRIVED =
  /^Firefox can’t establish a connection to the server at wss:|(Failed to fetch|error loading) dynamically imported module/;

export interface VisitOptions extends BrowserContextOptions {
  /** Where this page is opened in a browser that has visited before. */
  readonly sameBrowserAs?: Visitor;
  /** What the address ends with. */
  readonly query?: string;
}

export class Visitor {
  readonly page: Page;
  readonly name: string;

  constructor(page: Page, name: string) {
    this.page = page;
    this.name = name;
  }

  async join(): Promise<this> {
    await this.page.getByRole('textbox', { name: 'Your name' }).fill(this.name);
    await this.page.getByRole('button', { name: 'Join', exact: true }).click();
    await this.people.waitFor();
    return this;
  }

  get people(): Locator {
    return this.page.getByRole('list', { name: 'People' });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  dialog(name: string): Locator {
    return this.page.getByRole('dialog', { name });
  }

  /** The row of somebody, by its one button that is always there. */
  async open(peer: Visitor): Promise<void> {
    await this.people.getByRole('button', { name: `Chat with ${peer.name}` }).click();
  }

  conversation(peer: Visitor): Locator {
    return this.page.getByRole('log', { name: `Conversation with ${peer.name}` });
  }

  async write(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Message' }).fill(text);
    await this.button('Send').click();
  }

  async reads(text: string, from: Visitor): Promise<void> {
    await this.conversation(from).getByText(text, { exact: true }).waitFor();
  }

  callWith(peer: Visitor): Locator {
    return this.page.getByRole('region', { name: `Call with ${peer.name}` });
  }

  /** The picture of the other changes: several painted frames that are not all alike. */
  async seesMoving(peer: Visitor): Promise<void> {
    const video = this.page.locator(`video[aria-label="${peer.name}'s video"]`);
    const pictures = await video.evaluate(async (element: HTMLVideoElement) => {
      const seen = new Set<string>();
      const canvas = new OffscreenCanvas(64, 48);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      // One that stands still is painted again and again; the first ones of a slow start may be alike.
      for (let frame = 0; frame < 120 && seen.size <= 3; frame += 1) {
        await new Promise((painted) => element.requestVideoFrameCallback(painted));
        context?.drawImage(element, 0, 0, 64, 48);
        seen.add(context?.getImageData(0, 0, 64, 48).data.join() ?? '');
      }
      return seen.size;
    });
    expect(pictures).toBeGreaterThan(3);
  }

  async hears(): Promise<void> {
    const before = await this.page.evaluate(() => window.connectionWatch.energy());
    await expect
      .poll(() => this.page.evaluate(() => window.connectionWatch.energy()), { timeout: 15_000 })
      .toBeGreaterThan(before + 1e-5);
  }

  async passesAxe(): Promise<void> {
    expect(await violations(this.page)).toEqual([]);
  }
}

export class Visitors {
  readonly #browser: Browser;
  readonly #url: string;
  readonly #faults: string[] = [];
  readonly #visitors: Visitor[] = [];

  private constructor(browser: Browser, url: string) {
    this.#browser = browser;
    this.#url = url;
  }

  /** `fakeCamera` is what Chromium takes for it, such as `fps=5`; null for a machine with neither camera nor microphone. */
  static async open(
    url: string,
    kind: 'chromium' | 'firefox' = 'chromium',
    fakeCamera: string | null = '',
  ): Promise<Visitors> {
    return new Visitors(
      await (kind === 'firefox' ? launchFirefox(fakeCamera !== null) : launchChromium(fakeCamera)),
      url,
    );
  }

  async visit(name: string, { sameBrowserAs, query = '', ...options }: VisitOptions = {}): Promise<Visitor> {
    const context =
      sameBrowserAs?.page.context() ??
      (await this.#browser.newContext({
        ignoreHTTPSErrors: true,
        viewport: { width: 1280, height: 800 },
        // Firefox is told by a preference; its driver knows no such permissions.
        ...(this.#browser.browserType().name() === 'chromium'
          ? { permissions: ['camera', 'microphone'] }
          : {}),
        ...options,
      }));
    const page = await (sameBrowserAs ? this.#openWindow(sameBrowserAs.page) : context.newPage());
    page.setDefaultTimeout(10_000);
    await page.addInitScript(watchConnections);
    page.on('pageerror', ({ message, stack }) => {
      if (!NOT_ARRIVED.test(message)) this.#faults.push(`${name}: ${stack ?? message}`);
    });
    page.on('console', (message) => {
      // The browser itself tells of a server that is away, offline without a word; everything else is a fault of ours.
      if (message.type() === 'error' && !SERVER_AWAY.test(message.text())) {
        this.#faults.push(`${name}: ${message.text()}`);
      }
    });
    page.on('request', (request) => {
      if (!/^(https|wss|blob|data):/.test(request.url()) || !this.#isOurs(request.url())) {
        this.#faults.push(`${name} asked for ${request.url()}`);
      }
    });
    await page.goto(`${this.#url}${query}`);
    const visitor = new Visitor(page, name);
    this.#visitors.push(visitor);
    return visitor;
  }

  /** A further window where Chromium would open a tab: in front of a tab that is painted once a second, each click on that takes three. */
  async #openWindow(beside: Page): Promise<Page> {
    const context = beside.context();
    const isOurs = context.browser() === this.#browser;
    if (!isOurs || this.#browser.browserType().name() !== 'chromium') return context.newPage();
    const [ofPage, ofBrowser] = await Promise.all([
      context.newCDPSession(beside),
      this.#browser.newBrowserCDPSession(),
    ]);
    const { targetInfo } = await ofPage.send('Target.getTargetInfo');
    const { browserContextId = '' } = targetInfo;
    const [page] = await Promise.all([
      context.waitForEvent('page'),
      ofBrowser.send('Target.createTarget', { url: 'about:blank', browserContextId, newWindow: true }),
    ]);
    await Promise.all([ofPage.detach(), ofBrowser.detach()]);
    return page;
  }

  async join(name: string, options: VisitOptions = {}): Promise<Visitor> {
    return (await this.visit(name, options)).join();
  }

  /** Two who have accepted each other, with the conversation open at both. */
  async friends(
    one: string,
    other: string,
    options: VisitOptions = {},
  ): Promise<readonly [Visitor, Visitor]> {
    const [ana, bea] = [await this.join(one, options), await this.join(other, options)];
    await ana.open(bea);
    await ana.page.getByRole('button', { name: /^Ask / }).click();
    await bea.dialog(`${one} wants to chat`).getByRole('button', { name: 'Accept', exact: true }).click();
    await ana.page.getByRole('textbox', { name: 'Message' }).waitFor();
    return [ana, bea];
  }

  async inVideoCall(one: string, other: string): Promise<readonly [Visitor, Visitor]> {
    const [ana, bea] = await this.friends(one, other);
    await ana.people.getByRole('button', { name: `Video call ${other}` }).click();
    await bea.dialog(`Video call from ${one}`).getByRole('button', { name: 'Accept', exact: true }).click();
    await Promise.all([ana.seesMoving(bea), bea.seesMoving(ana)]);
    return [ana, bea];
  }

  /** Closes all pages. @throws where one of them threw, reported a violation of the policy, or asked for anything elsewhere */
  async clear(): Promise<void> {
    const contexts = new Set(this.#visitors.splice(0).map((visitor) => visitor.page.context()));
    await Promise.all([...contexts].map((context) => context.close()));
    expect(this.#faults.splice(0)).toEqual([]);
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  #isOurs(url: string): boolean {
    return /^(blob|data):/.test(url) || new URL(url).host === new URL(this.#url).host;
  }
}

const launchChromium = (fakeCamera: string | null) =>
  launch(
    '--disable-quic',
    '--disable-sync',
    ...(fakeCamera === null
      ? []
      : [`--use-fake-device-for-media-stream${fakeCamera === '' ? '' : `=${fakeCamera}`}`]),
    '--auto-accept-this-tab-capture',
  );

const launchFirefox = (hasFakes: boolean) =>
  firefox.launch({
    // Debian's Firefox is not the build that Playwright patches; this channel drives it by WebDriver BiDi.
    channel: 'moz-firefox',
    executablePath: process.env['EARSHOT_FIREFOX'] ?? '/usr/bin/firefox-esr',
    firefoxUserPrefs: {
      'media.navigator.streams.fake': hasFakes,
      // Without a sound card, which the machines of tests lack, Firefox computes no sound either.
      'media.cubeb.force_mock_context': !hasFakes,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
      'media.peerconnection.ice.obfuscate_host_addresses': false,
    },
  });
