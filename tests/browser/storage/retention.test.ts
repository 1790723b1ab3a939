/** How long messages are kept, on the IndexedDB and the locks of real browsers. */
import * as esbuild from 'esbuild';
import { firefox, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RETENTION_RULES } from '../../contracts/retention-contract.ts';
import { toRow } from '../../../client/storage/indexed-rows.ts';
import { storedMessage } from '../../support/client-records.ts';
import { launchChromium } from '../../support/launch-chromium.ts';
import { userId } from '../../support/records.ts';

/** A secure page of a host that does not exist: every request of it is answered here. */
const URL_OF_PAGE = 'https://retention.test/';

let script = '';
beforeAll(async () => {
  const entryPoints = [new URL('../fixtures/retention-page.ts', import.meta.url).pathname];
  const built = await esbuild.build({ entryPoints, bundle: true, write: false, target: 'es2022' });
  script = built.outputFiles[0]?.text ?? '';
});

const BROWSERS = {
  Chromium: () => launchChromium(),
  Firefox: () =>
    firefox.launch({
      channel: 'moz-firefox',
      executablePath: process.env['EARSHOT_FIREFOX'] ?? '/usr/bin/firefox-esr',
    }),
} as const;

const [ana, bea, me] = [userId('ana'), userId('bea'), userId('me')];

describe.each(['Chromium', 'Firefox'] as const)('in %s', (name) => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const open = async () => {
    const tab = await context.newPage();
    await tab.goto(URL_OF_PAGE);
    await tab.addScriptTag({ content: script });
    return tab;
  };

  beforeAll(async () => {
    browser = await BROWSERS[name]();
    context = await browser.newContext();
    await context.route('**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
    );
    page = await open();
  });
  afterAll(() => browser.close());

  it.each(RETENTION_RULES.map(({ title }) => title))('%s', async (title) => {
    expect(await page.evaluate((rule) => window.retentionPage.keepsRule(rule), title)).toBeNull();
  });

  it('a database of the first version keeps all that is in it, by the times that its messages show', async () => {
    const old = [1, 2, 3, 4].map((clock) =>
      storedMessage(`m${clock}`, { clock, sentAt: clock * 100, ...(clock === 2 ? { from: me } : {}) }),
    );
    const [rows, given] = [old.map(toRow), ['oldest', ana, 300] as const];
    await page.evaluate((all) => window.retentionPage.makeOldest('oldest', all), rows);
    const seen = await page.evaluate((all) => window.retentionPage.openOldest(...all), given);
    expect(seen.found).toEqual(old);
    expect(seen.expired).toBe(2);
    expect(seen.left.map(({ text }) => text)).toEqual(['m3', 'm4']);
  });

  it('a conversation is shown for as long as one tab shows it, also where that tab goes without a word', async () => {
    const other = await open();
    const show = (tab: Page, peer: typeof ana | null) =>
      tab.evaluate((id) => window.retentionPage.show(id), peer);
    const isShown = (peer: typeof ana) => page.evaluate((id) => window.retentionPage.isShown(id), peer);
    await show(page, ana);
    await show(other, ana);
    expect([await isShown(ana), await isShown(bea)]).toEqual([true, false]);
    await show(page, bea);
    expect([await isShown(ana), await isShown(bea)]).toEqual([true, true]);
    await show(page, null);
    expect([await isShown(ana), await isShown(bea)]).toEqual([true, false]);
    await other.close();
    await expect.poll(() => isShown(ana)).toBe(false);
  });
});
