/** The host's own page before the app, in real browsers. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { WITHOUT_LIMITS } from '../../support/without-limits.ts';
import { BUILT_FOLDER, Visitors } from './visitors.ts';

let folder: string;
let server: RunningServer;
let chromium: Visitors;
let firefox: Visitors;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-landing-'));
  const file = join(folder, 'rules.md');
  await writeFile(
    file,
    '# House rules\n\n- Be kind <img src=x onerror=alert(1)>\n- [Ask us](https://example.org)',
  );
  server = await runServer({ builtFolder: BUILT_FOLDER, args: ['--landing', file, ...WITHOUT_LIMITS] });
  chromium = await Visitors.open(server.url);
  firefox = await Visitors.open(server.url, 'firefox');
});
afterEach(() => Promise.all([chromium.clear(), firefox.clear()]));
afterAll(async () => {
  await Promise.all([chromium.close(), firefox.close()]);
  await server.stop();
  await rm(folder, { recursive: true });
});

it.each([
  ['Chromium', () => chromium],
  ['Firefox', () => firefox],
])('somebody with %s sees it once before joining, and later from the own menu', async (name, browser) => {
  const ana = await browser().visit(`Ana ${name}`, { query: '/?mock-media' });
  const { page } = ana;
  await page.getByRole('heading', { name: 'House rules' }).waitFor();
  await page.getByText('<img src=x onerror=alert(1)>').waitFor();
  await ana.passesAxe();
  await ana.button('Join').click();
  await ana.join();
  expect(new URL(page.url()).search).toBe('?mock-media');
  await page.reload();
  await ana.people.waitFor();
  await page.getByRole('button', { name: /^You: / }).click();
  const [about] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('link', { name: 'About this server' }).click(),
  ]);
  await about.getByRole('heading', { name: 'House rules' }).waitFor();
  await about.getByRole('link', { name: 'Open Earshot' }).waitFor();
});

it.each([
  ['Chromium', () => chromium],
  ['Firefox', () => firefox],
])('what a scanned link carries behind its hash goes on to the app in %s', async (name, browser) => {
  const ben = await browser().visit(`Ben ${name}`, { query: '/#device=nothing-that-is-known' });
  await ben.button('Join').click();
  await ben.page.getByText('This link is not good, or not any more').waitFor();
});
