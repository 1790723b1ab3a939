/** Their picture while one path takes over from another, in a real video element: each browser has its own idea of a stream that changes. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { PATIENCE_MS } from './senses.ts';
import { bundlePage, launch, type BrowserName } from './stage.ts';

const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];

describe.each(BROWSERS)('their picture in %s', (name) => {
  let browser: Browser;
  let script: string;
  beforeAll(async () => {
    [browser, script] = await Promise.all([launch(name), bundlePage('../fixtures/remote-page.ts')]);
  });
  afterAll(() => browser.close());

  async function pageThat(begins: () => void): Promise<Page> {
    const page = await browser.newPage();
    await page.route('**', (route) =>
      route.request().url().endsWith('.js')
        ? route.fulfill({ contentType: 'text/javascript', body: script })
        : route.fulfill({
            contentType: 'text/html',
            body: '<!doctype html><body><script type="module" src="/page.js"></script>',
          }),
    );
    await page.goto('https://calls.test/');
    await page.waitForFunction(() => 'remotePage' in window);
    await page.evaluate(begins);
    return page;
  }

  const shows = (page: Page, colour: string) =>
    until(async () => (await page.evaluate(() => window.remotePage.shown())) === colour, {
      what: `a ${colour} picture`,
      timeoutMs: PATIENCE_MS,
    });

  it('goes on with that of the newest path, and what plays it is never interrupted', async () => {
    const page = await pageThat(() => {
      window.remotePage.tell(true);
      window.remotePage.pathOf('red');
    });
    await shows(page, 'red');
    await page.evaluate(() => window.remotePage.pathOf('green'));
    await shows(page, 'green');
    await page.evaluate(() => {
      window.remotePage.pathOf('red');
      window.remotePage.pathOf('blue');
    });
    await shows(page, 'blue');
    expect(await page.evaluate(() => window.remotePage.interruptions)).toEqual([]);
  });

  it('comes from the newest path where no picture of the one before was ever seen', async () => {
    const page = await pageThat(() => {
      window.remotePage.tell(true);
      window.remotePage.pathOf('red');
      window.remotePage.pathOf('blue');
    });
    await shows(page, 'blue');
  });

  it('comes back with the camera, also by a path that came while it was off', async () => {
    const page = await pageThat(() => {
      window.remotePage.tell(true);
      window.remotePage.pathOf('red');
    });
    await shows(page, 'red');
    await page.evaluate(() => {
      window.remotePage.tell(false);
      window.remotePage.pathOf('green');
    });
    expect(await page.evaluate(() => window.remotePage.tracks())).toEqual(['audio']);
    await page.evaluate(() => window.remotePage.tell(true));
    await shows(page, 'green');
  });

  it('is there before they say that their camera is on, and leaves the stream once they say that it is off', async () => {
    const page = await pageThat(() => window.remotePage.pathOf('red'));
    await shows(page, 'red');
    await page.evaluate(() => window.remotePage.tell(false));
    expect(await page.evaluate(() => window.remotePage.tracks())).toEqual(['audio']);
  });

  it('comes from the second path where the first never stood', async () => {
    const page = await pageThat(() => {
      window.remotePage.tell(true);
      window.remotePage.pathInVain();
    });
    await page.evaluate(() => window.remotePage.pathOf('green', { stands: false }));
    await shows(page, 'green');
  });
});
