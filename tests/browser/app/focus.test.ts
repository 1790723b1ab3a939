/** The place of the keyboard: wherever something closes or goes away, the focus is where one would go on. */
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

/** What has the focus: the name that it is given, or else its words. */
const place = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    if (at === null || at === document.body) return 'nowhere';
    const words = at.querySelector('.words')?.textContent ?? at.textContent;
    return at.ariaLabel ?? words.trim().replace(/\s+/g, ' ');
  });
const isAt = ({ page }: Visitor, wanted: string | RegExp): Promise<void> =>
  expect.poll(() => place(page)).toMatch(wanted);
const press = async ({ page }: Visitor, ...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
/** A menu takes the focus a moment after it is there, and would take it from a thing in it that is pressed before. */
const openMenu = async ({ page }: Visitor, button: string): Promise<void> => {
  await page.getByRole('button', { name: button }).press('Enter');
  await expect.poll(() => place(page)).not.toMatch(button);
};
const message = (one: Visitor, other: Visitor, text: string) =>
  one.conversation(other).locator('.message').filter({ hasText: text });

it('joining, asking and being accepted leave the focus where one goes on', async () => {
  const bea = await visitors.join('Bea Way');
  await isAt(bea, 'People on this network');
  const ana = await visitors.visit('Ana Way');
  await ana.page.getByRole('textbox', { name: 'Your name' }).fill('Ana Way');
  await press(ana, 'Enter');
  await isAt(ana, 'People on this network');
  await ana.button('Chat with Bea Way').press('Enter');
  await ana.button('Ask to chat').press('Enter');
  await isAt(ana, 'Waiting for Bea Way to answer');
  await press(ana, 'Tab');
  await isAt(ana, 'Withdraw request');
  await bea
    .dialog('Ana Way wants to chat')
    .getByRole('button', { name: 'Accept', exact: true })
    .press('Enter');
  await isAt(bea, 'Message');
  await isAt(ana, 'Message');
});

it('what is done with a message leaves the focus on the message', async () => {
  const [ana, bea] = await visitors.friends('Ana Do', 'Bea Do');
  await ana.write('first');
  await ana.write('second');
  await bea.reads('second', ana);
  await isAt(ana, 'Message');
  const row = message(ana, bea, 'first');
  await row.press('Enter');
  await isAt(ana, '👍');
  await press(ana, 'Escape');
  await isAt(ana, /^first$/);
  await press(ana, 'Enter');
  await ana.button('👍').press('Enter');
  await isAt(ana, /^first$/);
  await ana.button('👍, your reaction').press('Enter');
  await isAt(ana, /^first$/);
  for (const answer of ['Cancel', 'Delete for both']) {
    await press(ana, 'Enter');
    await ana.button('Delete for both').press('Enter');
    await ana.dialog('Delete this message for both?').waitFor();
    await ana.button(answer).press('Enter');
    await isAt(ana, answer === 'Cancel' ? /^first$/ : 'You deleted this message');
  }
  // By the pointer too, whose bar goes away with it.
  await message(ana, bea, 'second').hover();
  await ana.button('Message actions').click();
  await press(ana, 'Escape');
  await isAt(ana, /second|Message actions/);
  await ana.page.mouse.move(5, 5);
  await isAt(ana, /^second$/);
});

it('what is opened from a menu leaves the focus on the button of the menu', async () => {
  const [ana, bea] = await visitors.friends('Ana Menu', 'Bea Menu');
  await ana.write('to keep');
  await bea.reads('to keep', ana);
  const leaves: Record<string, () => Promise<void>> = {
    'Search in this conversation': () => press(ana, 'Escape'),
    'Go to a date': () => press(ana, 'Escape'),
    'Export as text': () => Promise.resolve(),
    'Export as JSON': () => Promise.resolve(),
    'Keep messages: Always': () => ana.button('Save').press('Enter'),
    'Delete conversation': () => press(ana, 'Escape'),
  };
  const more = 'More about Bea Menu';
  for (const [item, leave] of Object.entries(leaves)) {
    await openMenu(ana, more);
    await ana.button(item).press('Enter');
    const shown = ana.page.getByRole('dialog').or(ana.page.getByRole('search'));
    if (!item.startsWith('Export')) await shown.waitFor();
    await leave();
    await isAt(ana, more);
    await shown.waitFor({ state: 'detached' });
    await isAt(ana, more);
  }
  await openMenu(ana, more);
  await ana.button('Delete conversation').press('Enter');
  await ana.button('Delete').press('Enter');
  await isAt(ana, /^More about Bea Menu$|^Message$/);
  for (const item of ['Change your name', 'Contacts', 'Settings', 'Use Earshot on another device']) {
    await openMenu(ana, 'You: Ana Menu');
    await ana.button(item).press('Enter');
    await ana.dialog(item).waitFor();
    await press(ana, 'Escape');
    await ana.dialog(item).waitFor({ state: 'detached' });
    await isAt(ana, /^You: Ana Menu/);
  }
  await ana.button('Invite others').press('Enter');
  await ana.dialog('Invite others').waitFor();
  await press(ana, 'Escape');
  await isAt(ana, 'Invite others');
});
