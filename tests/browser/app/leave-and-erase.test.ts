/** "Leave and erase": the browser is as if Earshot had never been opened in it, in all its tabs, and the server knows it no more. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { BUILT_FOLDER, Visitors, type Visitor } from './visitors.ts';

let server: RunningServer;
const browsers: Visitors[] = [];
beforeAll(async () => {
  server = await runServer({ builtFolder: BUILT_FOLDER });
  for (const kind of ['chromium', 'firefox'] as const) browsers.push(await Visitors.open(server.url, kind));
});
afterEach(() => Promise.all(browsers.map((each) => each.clear())));
afterAll(async () => {
  await Promise.all(browsers.map((each) => each.close()));
  await server.stop();
});

async function leave({ page }: Visitor): Promise<void> {
  await page.getByRole('button', { name: /^You: / }).click();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Leave and erase' }).click();
  await page.getByRole('dialog', { name: 'Leave and erase?' }).waitFor();
  await page.getByRole('button', { name: 'Leave and erase' }).last().click();
}

it.each(['Chromium', 'Firefox'])('leaves nothing in %s', async (kind) => {
  const visitors = browsers[kind === 'Chromium' ? 0 : 1];
  if (!visitors) throw new Error('not open');
  const [ana, bea] = await visitors.friends(`Ana ${kind}`, `Bea ${kind}`);
  await ana.write('Plums and figs');
  await bea.reads('Plums and figs', ana);
  const tab = await visitors.visit(ana.name, { sameBrowserAs: ana });
  await tab.people.waitFor();
  const cookies = () => ana.page.context().cookies();
  const [before] = await cookies();
  await leave(ana);
  for (const { page } of [ana, tab]) {
    await expect.poll(() => page.getByRole('textbox', { name: 'Your name' }).inputValue()).toBe('');
  }
  const left = await ana.page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    return { names: names.filter((name) => name !== 'earshot'), local: { ...localStorage } };
  });
  expect(left).toEqual({ names: [], local: {} });
  const [after] = await cookies();
  expect(after?.value).not.toBe(before?.value);
  await ana.join();
  await expect.poll(() => ana.page.getByText('Plums and figs').count()).toBe(0);
});

it('says so and erases nothing where the server does not answer', async () => {
  const [visitors] = browsers;
  if (!visitors) throw new Error('not open');
  const ana = await visitors.join('Ana Offline');
  await ana.page.route('**/api/session', (route) => route.abort());
  await leave(ana);
  await ana.page.getByText('so nothing was erased').waitFor();
  await ana.page.reload();
  await ana.people.waitFor();
});
