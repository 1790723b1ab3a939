/** The contract of a history, on the IndexedDB of real browsers. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as esbuild from 'esbuild';
import { firefox, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HISTORY_RULES } from '../../contracts/history-contract.ts';
import { launchChromium } from '../../support/launch-chromium.ts';

let server: Server;
let script = '';

beforeAll(async () => {
  const entryPoints = [new URL('../fixtures/history-page.ts', import.meta.url).pathname];
  const built = await esbuild.build({ entryPoints, bundle: true, write: false, target: 'es2022' });
  script = built.outputFiles[0]?.text ?? '';
  // Any page of an origin will do; one without has no IndexedDB.
  server = createServer((_request, response) => response.end('<!doctype html><title>history</title>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

const BROWSERS = {
  Chromium: () => launchChromium(),
  Firefox: () =>
    firefox.launch({
      channel: 'moz-firefox',
      executablePath: process.env['EARSHOT_FIREFOX'] ?? '/usr/bin/firefox-esr',
    }),
} as const;

describe.each(['Chromium', 'Firefox'] as const)('the history in the IndexedDB of %s', (name) => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await BROWSERS[name]();
    page = await browser.newPage();
    // A TCP server that listens has an address with a port.
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.addScriptTag({ content: script });
  });
  afterAll(() => browser.close());

  it.each(HISTORY_RULES)('$title', async ({ title }) => {
    expect(await page.evaluate((rule) => window.keepsHistoryRule(rule), title)).toBeNull();
  });
});
