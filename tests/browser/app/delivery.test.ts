/** Messages under what happens to tabs, pages and browsers while they are being sent: nothing is lost, doubled or out of order. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { CHROMIUM, CHROMIUM_ARGS } from '../../support/launch-chromium.ts';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { seedOutbox } from '../../support/seed-history.ts';
import { WITHOUT_LIMITS } from '../../support/without-limits.ts';
import { BUILT_FOLDER, Visitor, Visitors } from './visitors.ts';

const BACKLOG = 1_000;
const texts = Array.from({ length: BACKLOG }, (_, index) => `waiting ${index + 1}`);

let server: RunningServer;
let visitors: Visitors;

beforeAll(async () => {
  server = await runServer({ builtFolder: BUILT_FOLDER, args: WITHOUT_LIMITS });
  visitors = await Visitors.open(server.url);
});
afterEach(() => visitors.clear());
afterAll(async () => {
  await visitors.close();
  await server.stop();
});

/** What the page keeps: all texts in order, and how many messages wait in the outbox. */
const kept = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<{ texts: string[]; waiting: number }>((resolve) => {
        const opening = indexedDB.open('earshot');
        opening.onsuccess = () => {
          const messages = opening.result.transaction('messages').objectStore('messages');
          const all = messages.index('inOrder').getAll();
          const waiting = messages.index('outbox').count();
          waiting.onsuccess = () => {
            opening.result.close();
            const rows = all.result as { text: string }[]; // as the app has stored them
            resolve({ texts: rows.map(({ text }) => text), waiting: waiting.result });
          };
        };
      }),
  );

/** Has a backlog, and begins to send it on a new connection. */
async function beginToSend(ana: Visitor, bea: Visitor): Promise<void> {
  await seedOutbox(ana.page, BACKLOG, (n) => texts[n - 1] ?? '');
  await ana.page.evaluate(() => void dispatchEvent(new Event('online')));
  await expect.poll(async () => (await kept(bea.page)).texts.length).toBeGreaterThan(0);
}

async function arrivesOnce(from: Page, to: Page, wanted: readonly string[]): Promise<void> {
  await expect.poll(async () => (await kept(from)).waiting, { timeout: 60_000 }).toBe(0);
  expect((await kept(to)).texts).toEqual(wanted);
}

it('a backlog arrives once and in order, though its page is reloaded in the middle', async () => {
  const [ana, bea] = await visitors.friends('Ana Reload', 'Bea Reload');
  await beginToSend(ana, bea);
  await ana.page.reload();
  await arrivesOnce(ana.page, bea.page, texts);
});

it('one of two tabs sends, and the other takes over when that one is closed in the middle', async () => {
  const [ana, bea] = await visitors.friends('Ana Tabs', 'Bea Tabs');
  const other = await visitors.visit('Ana Tabs', { sameBrowserAs: ana });
  let sentByOther = 0;
  other.page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('send_private_message')) sentByOther += 1;
    }),
  );
  // So that its connection is one that is watched.
  await other.page.reload();
  await other.open(bea);
  await other.write('from the other tab');
  await bea.reads('from the other tab', ana);
  await expect.poll(async () => (await kept(other.page)).waiting).toBe(0);
  expect(sentByOther).toBe(0);
  await seedOutbox(ana.page, BACKLOG, (n) => texts[n - 1] ?? '');
  await ana.page.evaluate(() => void dispatchEvent(new Event('online')));
  await expect.poll(async () => (await kept(bea.page)).texts.length).toBeGreaterThan(1);
  await ana.page.close();
  await arrivesOnce(other.page, bea.page, ['from the other tab', ...texts]);
  expect(sentByOther).toBeGreaterThan(0);
});

it('what is written offline arrives once and in order when the browser is online again', async () => {
  const [ana, bea] = await visitors.friends('Ana Offline', 'Bea Offline');
  await ana.page.context().setOffline(true);
  await server.restart();
  const words = ['one', 'two', 'three'];
  for (const word of words) await ana.write(word);
  // The last is being stored while its button is let go of.
  await expect.poll(() => kept(ana.page)).toEqual({ texts: words, waiting: 3 });
  await ana.page.context().setOffline(false);
  await arrivesOnce(ana.page, bea.page, words);
});

it('a backlog arrives once and in order, though the browser is killed in the middle', async () => {
  const profile = await mkdtemp(join(tmpdir(), 'earshot-profile-'));
  let browser: BrowserContext | null = null;
  const start = async () => {
    browser = await launch(profile);
    const page = browser.pages()[0] ?? (await browser.newPage());
    await page.goto(server.url);
    return new Visitor(page, 'Ana Kill');
  };
  try {
    const first = await (await start()).join();
    const bea = await visitors.join('Bea Kill');
    await first.open(bea);
    await first.page.getByRole('button', { name: /^Ask / }).click();
    await bea.dialog('Ana Kill wants to chat').getByRole('button', { name: 'Accept', exact: true }).click();
    await first.page.getByRole('textbox', { name: 'Message' }).waitFor();
    // Who one is, browsers write down within half a minute, or when they end in peace; messages at once.
    await first.page.context().close();
    const ana = await start();
    await ana.people.waitFor();
    await beginToSend(ana, bea);
    await killBrowser(profile);
    const again = await start();
    await again.people.waitFor();
    await arrivesOnce(again.page, bea.page, texts);
  } finally {
    await (browser as BrowserContext | null)?.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

const launch = (profile: string) =>
  chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    args: [...CHROMIUM_ARGS],
    ignoreHTTPSErrors: true,
    viewport: { width: 1280, height: 800 },
  });

/** `kill -9` of the process that all others of the browser belong to, found by its profile. */
async function killBrowser(profile: string): Promise<void> {
  const killed: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const line = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (!line.includes(`--user-data-dir=${profile}`)) continue;
    process.kill(Number(name), 'SIGKILL');
    killed.push(Number(name));
  }
  expect(killed.length).toBeGreaterThan(0);
  const isGone = async (pid: number) =>
    /^State:\s+Z|^$/m.test(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''));
  await expect.poll(async () => (await Promise.all(killed.map(isGone))).every(Boolean)).toBe(true);
}
