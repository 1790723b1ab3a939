/** The menus: of a message, of a conversation and one's own, all alike by the keyboard, and where they open. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { WITHOUT_LIMITS } from '../../support/without-limits.ts';
import { BUILT_FOLDER, Visitors, type Visitor } from './visitors.ts';

let server: RunningServer;
let visitors: Visitors;

beforeAll(async () => {
  server = await runServer({ builtFolder: BUILT_FOLDER, args: ['--grace-seconds', '3', ...WITHOUT_LIMITS] });
  visitors = await Visitors.open(server.url);
});
afterEach(() => visitors.clear());
afterAll(async () => {
  await visitors.close();
  await server.stop();
});

/** The name of what has the focus, or its words. */
const place = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    if (at instanceof HTMLInputElement) return at.labels?.[0]?.textContent.trim() ?? '';
    return at?.ariaLabel ?? at?.querySelector('.words')?.textContent ?? at?.textContent.trim() ?? '';
  });
const message = (one: Visitor, other: Visitor, text: string) =>
  one.conversation(other).locator('.message').filter({ hasText: text });

it('take the focus, go by arrows, Home and End, and are left by Escape and Tab', async () => {
  const [ana, bea] = await visitors.friends('Ana Keys', 'Bea Keys');
  await ana.write('mine');
  await bea.reads('mine', ana);
  const { page } = ana;
  const row = message(ana, bea, 'mine');
  const menus = [
    { opener: row, panel: 'Message actions', first: '👍', second: 'Reply', last: /^Delete for both/ },
    {
      opener: ana.button('More about Bea Keys'),
      panel: 'More about Bea Keys',
      first: 'Search in this conversation',
      second: 'Go to a date',
      last: 'Block Bea Keys',
    },
    {
      opener: page.getByRole('button', { name: 'You: Ana Keys' }),
      panel: /^You: Ana Keys/,
      first: 'Change your name',
      second: /^Available/,
      last: 'Leave',
    },
  ];
  for (const { first, last, opener, panel, second } of menus) {
    const shown = page.getByRole('group', { name: panel });
    const isAt = (what: string | RegExp) => expect.poll(() => place(page)).toMatch(what);
    const goes = async (key: string, to: string | RegExp) => {
      await page.keyboard.press(key);
      await isAt(to);
    };
    const isBack = () =>
      expect.poll(() => opener.evaluate((element) => element.matches(':focus'))).toBe(true);
    await opener.press('Enter');
    await isAt(first);
    await goes('ArrowDown', second);
    await goes('ArrowUp', first === '👍' ? 'Other emoji' : first);
    await goes('End', last);
    await goes('ArrowDown', first);
    await goes('ArrowUp', last);
    await goes('Home', first);
    expect(await shown.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await isBack();
    await shown.waitFor({ state: 'hidden' });
    await opener.press('Enter');
    await isAt(first);
    await page.keyboard.press('Tab');
    await shown.waitFor({ state: 'hidden' });
    expect(await place(page)).not.toMatch(first);
  }
  // Going over the choices has chosen none.
  expect(await page.getByRole('button', { name: 'You: Ana Keys, Available' }).count()).toBe(1);
});

it('of a message opens by its key and a right click, beside the message, and leaves links and selections alone', async () => {
  const [ana, bea] = await visitors.friends('Ana Right', 'Bea Right');
  await ana.write('plain words');
  await ana.write('see https://earshot.example/a there');
  await bea.reads('plain words', ana);
  await bea.conversation(ana).getByRole('link').waitFor();
  const { page } = bea;
  const row = message(bea, ana, 'plain words');
  const menu = page.getByRole('group', { name: 'Message actions' });
  const close = async () => {
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
  };
  await row.press('ContextMenu');
  await menu.waitFor();
  const [box, panel] = [await row.boundingBox(), await menu.boundingBox()];
  // Nothing of the message is hidden.
  expect(
    (panel?.y ?? 0) + (panel?.height ?? 0) <= (box?.y ?? 0) ||
      (panel?.y ?? 0) >= (box?.y ?? 0) + (box?.height ?? 0),
  ).toBe(true);
  await close();
  await row.click({ button: 'right' });
  await menu.waitFor();
  await close();
  await bea.conversation(ana).getByRole('link').click({ button: 'right' });
  await page.keyboard.press('Escape');
  expect(await menu.isVisible()).toBe(false);
  await row.locator('.words').selectText();
  await row.locator('.words').click({ button: 'right' });
  await page.keyboard.press('Escape');
  expect(await menu.isVisible()).toBe(false);
});
