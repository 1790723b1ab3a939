/** A server with a passcode, in real browsers: typed, scanned, by the keyboard alone, without scripts, and with a link to the app. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { renderBanner } from '../../../server/banner.ts';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { WITHOUT_LIMITS } from '../../support/without-limits.ts';
import { BUILT_FOLDER, Visitors, type Visitor } from './visitors.ts';

const PASSCODE = 'four cups & 100 % café';

const argsWith = (passcode: string) => ['--grace-seconds', '3', '--passcode', passcode, ...WITHOUT_LIMITS];

let server: RunningServer;

beforeAll(async () => {
  server = await runServer({ builtFolder: BUILT_FOLDER, args: argsWith(PASSCODE) });
});
afterAll(() => server.stop());

const field = ({ page }: Visitor) => page.getByLabel('Passcode', { exact: true });
const problem = ({ page }: Visitor) => page.getByRole('alert');
const name = (page: Page) => page.getByRole('textbox', { name: 'Your name' });
const focused = ({ page }: Visitor) => page.evaluate(() => document.activeElement?.textContent.trim());
const WRONG = 'That is not the passcode. Look at it once more: capital letters count.';

/** What the person at the host's screen is shown, of a computer that is on no network. */
function scannedLink(): string {
  const facts = { urls: server.app.urls(), hostName: null, authority: server.app.authority, neighbours: [] };
  const banner = renderBanner({
    ...{ ...facts, port: server.app.port, terminal: 'dumb' },
    passcode: { text: PASSCODE },
  });
  return /\S+#passcode=\S+/.exec(banner)?.[0] ?? '';
}

describe.each(['chromium', 'firefox'] as const)('in %s', (kind) => {
  let visitors: Visitors;
  beforeAll(async () => {
    visitors = await Visitors.open(server.url, kind);
  });
  afterEach(() => visitors.clear());
  afterAll(() => visitors.close());

  it('is typed by the keyboard alone, wrong and then right, and never again in that browser', async () => {
    const ana = await visitors.visit('Ana Passcode');
    await expect.poll(() => field(ana).evaluate((input) => input.matches(':focus'))).toBe(true);
    await ana.passesAxe();
    await ana.page.keyboard.type('Four cups');
    await ana.page.keyboard.press('Enter');
    expect((await problem(ana).innerText()).trim()).toBe(WRONG);
    await expect.poll(() => field(ana).evaluate((input) => input.matches(':focus'))).toBe(true);
    const described = await field(ana).evaluate((input) => {
      const by = document.getElementById(input.getAttribute('aria-describedby') ?? '');
      return [input.ariaInvalid ?? input.getAttribute('aria-invalid'), by?.textContent.trim()];
    });
    expect(described).toEqual(['true', WRONG]);
    await ana.passesAxe();

    await ana.page.keyboard.type(PASSCODE);
    await ana.page.keyboard.press('Tab');
    expect(await focused(ana)).toBe('Continue');
    await ana.page.keyboard.press('Enter');
    await ana.join();
    expect(ana.page.url()).toBe(`${server.url}/`);
    expect(await ana.page.evaluate(() => document.cookie)).toBe('');
    await ana.page.reload();
    await ana.people.waitFor();
    // Scanned once more by somebody who is in.
    await ana.page.goto('about:blank');
    await ana.page.goto(`${server.url}/#passcode=${encodeURIComponent(PASSCODE)}`);
    await ana.people.waitFor();
    expect(ana.page.url()).toBe(`${server.url}/`);
  });

  it('is taken out of the code on the host’s screen, past the welcome page, and stays in no address', async () => {
    const bea = await visitors.visit('Bea Passcode');
    // A page that is not watched, because the first one is plain HTTP.
    const page = await bea.page.context().newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.headers()['referer'] ?? ''));
    await page.goto(scannedLink());
    expect(new URL(page.url()).protocol).toBe('http:');
    await page.getByRole('link', { name: 'Open Earshot' }).click();
    await name(page).waitFor();
    expect(page.url()).toBe(`https://localhost:${server.app.port}/`);
    expect(asked.filter((text) => /passcode=|cups/.test(text))).toEqual([]);
  });

  it('that is no longer the one is told once, and is in the address no more', async () => {
    const cai = await visitors.visit('Cai Passcode');
    await cai.page.goto(`${server.url}/#passcode=three%20cups`);
    await problem(cai).getByText(WRONG).waitFor();
    expect(cai.page.url()).toBe(`${server.url}/api/passcode`);
    expect(await field(cai).inputValue()).toBe('');
    // Scanned once more in the tab that is there already, and cut off on its way.
    await cai.page.goto(`${server.url}/#passcode=%E0%A4`);
    await field(cai).waitFor();
    await expect.poll(() => cai.page.url()).toBe(`${server.url}/`);
    // And then the right one, which changes nothing but the fragment of this address.
    await cai.page.evaluate((hash) => (location.hash = hash), `#passcode=${encodeURIComponent(PASSCODE)}`);
    await name(cai.page).waitFor();
    expect(cai.page.url()).toBe(`${server.url}/`);
  });

  it('is asked for anew where it was changed while the page was open', async () => {
    const gil = await visitors.visit('Gil Passcode');
    await field(gil).fill(PASSCODE);
    await gil.button('Continue').click();
    await gil.join();
    await server.restart(argsWith('another'));
    onTestFinished(() => server.restart());
    await gil.page.getByText(/has a new passcode/).waitFor();
    await gil.passesAxe();
    await gil.button('Reload').click();
    await field(gil).fill('another');
    await gil.button('Continue').click();
    await gil.page.getByRole('list', { name: 'People' }).waitFor({ state: 'attached' });
  });

  it('does not lose what a link to the app says', async () => {
    const dan = await visitors.visit('Dan Passcode');
    await dan.page.goto('about:blank');
    await dan.page.goto(`${server.url}/#device=no-such-secret`);
    await field(dan).fill(PASSCODE);
    await dan.button('Continue').click();
    await dan.page.getByText(/link/i).first().waitFor();
    expect(await name(dan.page).count()).toBe(0);
  });
});

// The driver of Firefox cannot turn scripts off.
it('needs no script', async () => {
  const visitors = await Visitors.open(server.url);
  try {
    const eva = await visitors.visit('Eva Passcode', { javaScriptEnabled: false });
    await field(eva).fill(PASSCODE);
    await field(eva).press('Enter');
    await eva.page.getByRole('heading', { name: 'Earshot', exact: true }).waitFor();
    expect(eva.page.url()).toBe(`${server.url}/`);
  } finally {
    await visitors.close();
  }
});
