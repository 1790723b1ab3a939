/**
 * From the click on "Accept" to the first frame of the other that is painted on both sides: the built app before a real server, and
 * two bare pages with a bare relay between them, in the same browsers, in turn. Also counts the offers of each call of the app.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { Server } from 'socket.io';
import { Visitors, type Visitor } from '../tests/browser/app/visitors.ts';
import { runServer } from '../tests/support/running-server.ts';
import { WITHOUT_LIMITS } from '../tests/support/without-limits.ts';
import { barePeer } from './floor/call-page.ts';

declare global {
  interface Window {
    offers: number;
    firstFrame: Promise<number>;
    awaited: { readonly label: string; readonly seen: (at: number) => void };
  }
}

const ROUNDS = 20;
type Kind = 'chromium' | 'firefox';
const PAIRS: readonly (readonly [caller: Kind, callee: Kind])[] = [
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
];

/** A page and a relay that passes everything on to whoever else is there. */
async function startFloor(): Promise<{ readonly url: string; stop(): void }> {
  const http = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>floor</title><script src="/socket.io/socket.io.min.js"></script>');
  });
  const io = new Server(http, { perMessageDeflate: false });
  io.on('connection', (socket) => socket.on('pass', (passed) => socket.broadcast.emit('pass', passed)));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    stop: () => void io.close(),
  };
}

async function bareRound(caller: Page, callee: Page): Promise<number> {
  await callee.evaluate(() => window.barePeer('callee'));
  await caller.evaluate(() => window.barePeer('caller'));
  await callee.getByRole('button', { name: 'Accept' }).click();
  const seen = await Promise.all([caller, callee].map((page) => page.evaluate(() => window.bareCall?.seen)));
  const clickedAt = await callee.evaluate(() => window.clickedAt);
  await Promise.all([caller, callee].map((page) => page.evaluate(() => window.bareCall?.end())));
  return Math.max(...seen.map((at) => at ?? NaN)) - clickedAt;
}

/** Notes the first painted frame of each video as it is given its stream, which costs the page no more than the floor's one callback. */
const watchFirstFrames = ({ page }: Visitor) =>
  page.evaluate(() => {
    const prototype = HTMLMediaElement.prototype;
    const own = Object.getOwnPropertyDescriptor(prototype, 'srcObject');
    Object.defineProperty(prototype, 'srcObject', {
      ...own,
      set(this: HTMLMediaElement, stream: unknown) {
        own?.set?.call(this, stream);
        if (!(this instanceof HTMLVideoElement) || stream === null) return;
        this.requestVideoFrameCallback(() => {
          const at = performance.timeOrigin + performance.now();
          if (this.ariaLabel === window.awaited.label) window.awaited.seen(at);
        });
      },
    });
  });

/** Of the video with this label. */
async function awaitFrame({ page }: Visitor, other: Visitor): Promise<void> {
  await page.evaluate((label) => {
    window.firstFrame = new Promise((seen) => (window.awaited = { label, seen }));
  }, `${other.name}'s video`);
}

async function appRound(
  ana: Visitor,
  bea: Visitor,
): Promise<{ readonly ms: number; readonly offers: number }> {
  const both = [ana, bea];
  for (const { page } of both) await page.evaluate(() => (window.offers = 0));
  await ana.people.getByRole('button', { name: `Video call ${bea.name}` }).click();
  const accept = bea
    .dialog(`Video call from ${ana.name}`)
    .getByRole('button', { name: 'Accept', exact: true });
  await accept.waitFor();
  await awaitFrame(ana, bea);
  await awaitFrame(bea, ana);
  for (const { page } of both) {
    await page.evaluate(() => {
      const note = () => (window.clickedAt = performance.timeOrigin + performance.now());
      addEventListener('click', note, { capture: true, once: true });
    });
  }
  await accept.click();
  const seen = await Promise.all(both.map(({ page }) => page.evaluate(() => window.firstFrame)));
  const clickedAt = await bea.page.evaluate(() => window.clickedAt);
  const offers = await Promise.all(both.map(({ page }) => page.evaluate(() => window.offers)));
  await ana.button('End call').click();
  for (const one of both) await one.button('End call').waitFor({ state: 'hidden' });
  return { ms: Math.max(...seen) - clickedAt, offers: offers.reduce((sum, count) => sum + count) };
}

/** Counts the offers that a page makes. */
const countOffers = ({ page }: Visitor) =>
  page.evaluate(() => {
    const { setLocalDescription } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.setLocalDescription = async function (
      this: RTCPeerConnection,
      ...given: unknown[]
    ) {
      await Reflect.apply(setLocalDescription, this, given);
      if (this.localDescription?.type === 'offer') window.offers += 1;
    };
  });

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
const figures = (times: readonly number[]): string =>
  `median ${median(times).toFixed(0)} ms, slowest ${Math.max(...times).toFixed(0)} ms`;

const floor = await startFloor();
const server = await runServer({
  builtFolder: fileURLToPath(new URL('../dist', import.meta.url)),
  args: [...WITHOUT_LIMITS, '--calls-per-minute', '100000'],
});
const browsers = {
  chromium: await Visitors.open(server.url),
  firefox: await Visitors.open(server.url, 'firefox'),
};
try {
  for (const [caller, callee] of PAIRS) {
    const ana = await browsers[caller].join(`Ana ${caller} ${callee}`);
    const bea = await browsers[callee].join(`Bea ${caller} ${callee}`);
    await ana.open(bea);
    await ana.page.getByRole('button', { name: /^Ask / }).click();
    await bea
      .dialog(`${ana.name} wants to chat`)
      .getByRole('button', { name: 'Accept', exact: true })
      .click();
    await ana.page.getByRole('textbox', { name: 'Message' }).waitFor();
    const bare = await Promise.all(
      [ana, bea].map(async ({ page }) => {
        const other = await page.context().newPage();
        await other.goto(floor.url);
        await other.addScriptTag({ content: `window.barePeer = ${barePeer.toString()}` });
        return other;
      }),
    );
    const [bareCaller, bareCallee] = bare as [Page, Page]; // as many as there are people
    await Promise.all([ana, bea].map(countOffers));
    await Promise.all([ana, bea].map(watchFirstFrames));
    const app: number[] = [];
    const least: number[] = [];
    let offers = 0;
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const page of bare) await page.bringToFront();
      const bareMs = await bareRound(bareCaller, bareCallee);
      for (const { page } of [ana, bea]) await page.bringToFront();
      const made = await appRound(ana, bea);
      // The first of each warms the browsers up.
      if (round === 0) continue;
      least.push(bareMs);
      app.push(made.ms);
      offers += made.offers;
    }
    const ratio = (median(app) / median(least)).toFixed(2);
    process.stdout.write(
      `${caller} calls ${callee}, ${ROUNDS} rounds in turn, load average ${loadavg()[0]?.toFixed(1)}\n` +
        `  earshot        ${figures(app)}, ${(offers / ROUNDS).toFixed(2)} offers a call\n` +
        `  two bare pages ${figures(least)}\n  ratio of the medians ${ratio}\n`,
    );
    // Nothing of this pair is beside the next.
    for (const { page } of [ana, bea]) await page.context().close();
  }
} finally {
  await Promise.all([browsers.chromium.close(), browsers.firefox.close()]);
  await server.stop();
  floor.stop();
}
