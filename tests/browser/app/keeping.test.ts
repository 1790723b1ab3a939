/** What a browser keeps and for how long, as its person chooses, before the real server. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { WITHOUT_LIMITS } from '../../support/without-limits.ts';
import { seedHistory } from '../../support/seed-history.ts';
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

const messageBox = ({ page }: Visitor) => page.getByRole('textbox', { name: 'Message' });
const words = (one: Visitor, other: Visitor) => one.conversation(other).locator('.words').allInnerTexts();
/** Of the messages that are on the disk, whatever the screen shows. */
const stored = ({ page }: Visitor): Promise<number> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('earshot');
        opening.onsuccess = () => {
          const count = opening.result.transaction('messages').objectStore('messages').count();
          count.onsuccess = () => {
            opening.result.close();
            resolve(count.result);
          };
        };
      }),
  );
async function keep(one: Visitor, other: Visitor, how: string): Promise<void> {
  await one.button(`More about ${other.name}`).click();
  await one.page.getByRole('button', { name: /^Keep messages: / }).click();
  await one.page.getByRole('radio', { name: how }).click();
  await one.button('Save').click();
  await one.dialog(`Keep messages with ${other.name}`).waitFor({ state: 'hidden' });
}
async function settings(one: Visitor): Promise<void> {
  await one.page.getByRole('button', { name: `You: ${one.name}` }).click();
  await one.button('Settings').click();
  await one.dialog('Settings').waitFor();
}

it('what is older than a day goes at once, in all tabs, and the head of the conversation says for how long', async () => {
  const [ana, bea] = await visitors.friends('Ana Day', 'Bea Day');
  await seedHistory(ana.page, 2_000, (n) => `hay number ${n}`);
  await ana.page.reload();
  const tab = await visitors.visit('Ana Day', { sameBrowserAs: ana });
  await tab.open(bea);
  for (const one of [ana, tab]) await one.reads('hay number 2000', bea);
  // By the keyboard: into the menu, down to the choice, and saved by Enter.
  await ana.button('More about Bea Day').press('Enter');
  // A menu takes the focus a moment after it is there.
  const first = ana.button('Search in this conversation');
  await expect.poll(() => first.evaluate((item) => item.matches(':focus'))).toBe(true);
  await ana.page.getByRole('button', { name: 'Keep messages: Always' }).press('Enter');
  await ana.dialog('Keep messages with Bea Day').waitFor();
  const saves = () => ana.button('Save').evaluate((element: HTMLElement) => element.offsetTop);
  const before = await saves();
  await ana.page.getByRole('radio', { name: 'Always' }).press('ArrowDown');
  await ana.page.getByRole('radio', { name: '30 days' }).press('ArrowDown');
  await ana.page.getByText('What is older goes now.').waitFor();
  expect(await saves()).toBe(before);
  await ana.passesAxe();
  await ana.button('Save').press('Enter');
  for (const one of [ana, tab]) await one.page.getByText('Kept for a day in this browser').waitFor();
  // One a minute, and a day has 1440 of them; the test itself may have taken a minute or two.
  await expect.poll(() => stored(ana)).toBeLessThanOrEqual(1_440);
  expect(await stored(ana)).toBeGreaterThan(1_430);
  await ana.page.reload();
  await ana.page.getByText('Kept for a day in this browser').waitFor();
  await ana.reads('hay number 2000', bea);
  expect(await bea.page.getByText('in this browser').count()).toBe(0);
});

it('what is not kept is there while it is on screen, goes when that is left, and never before it was seen', async () => {
  const [ana, bea] = await visitors.friends('Ana Not', 'Bea Not');
  const cleo = await visitors.join('Cleo Not');
  const tab = await visitors.visit('Ana Not', { sameBrowserAs: ana });
  await keep(ana, bea, 'Not at all');
  await ana.page.getByText('Not kept in this browser').waitFor();
  await ana.write('mine');
  await bea.reads('mine', ana);
  await ana.conversation(bea).getByText('Read', { exact: true }).waitFor();
  await bea.write('theirs');
  await ana.reads('theirs', bea);
  await tab.open(bea);
  await tab.reads('theirs', bea);
  await ana.open(cleo);
  await ana.page.getByRole('heading', { name: 'Cleo Not', level: 2 }).waitFor();
  // The other tab still shows it.
  await bea.write('more');
  await tab.reads('more', bea);
  expect(await words(tab, bea)).toEqual(['mine', 'theirs', 'more']);
  await tab.open(cleo);
  await expect.poll(() => stored(ana)).toBe(0);
  await bea.write('unseen');
  await ana.people.getByText('1 unread').waitFor();
  await ana.page.reload();
  await ana.people.getByText('1 unread').waitFor();
  await ana.open(bea);
  await ana.reads('unseen', bea);
  expect(await words(ana, bea)).toEqual(['unseen']);
  await ana.page.close();
  await tab.page.reload();
  await expect.poll(() => stored(tab)).toBe(0);
  expect(await words(bea, ana)).toEqual(['mine', 'theirs', 'more', 'unseen']);
});

it('everything is deleted in all tabs, also what was being written, and a block holds', async () => {
  const [ana, bea] = await visitors.friends('Ana All', 'Bea All');
  const cleo = await visitors.join('Cleo All');
  await ana.open(cleo);
  await ana.button('More about Cleo All').click();
  await ana.button('Block Cleo All').click();
  await ana.page.getByText('You blocked Cleo All').waitFor();
  await ana.open(bea);
  const tab = await visitors.visit('Ana All', { sameBrowserAs: ana });
  await tab.open(bea);
  await bea.write('hello');
  await tab.reads('hello', bea);
  await messageBox(tab).fill('half a sentence');
  await settings(ana);
  await ana.page.getByText(/^1 message or call in 1 conversation/).waitFor();
  await ana.passesAxe();
  await ana.button('Delete everything').click();
  const question = ana.dialog('Delete everything?');
  await ana.button('Cancel').click();
  await question.waitFor({ state: 'hidden' });
  expect(await stored(ana)).toBe(1);
  await ana.button('Delete everything').click();
  await ana.button('Delete everything').last().click();
  await ana.page.getByText('No messages.').waitFor();
  await expect.poll(() => words(tab, bea)).toEqual([]);
  await expect.poll(() => messageBox(tab).inputValue()).toBe('');
  await ana.page.keyboard.press('Escape');
  await ana.dialog('Settings').waitFor({ state: 'hidden' });
  await tab.page.reload();
  await tab.open(bea);
  expect(await messageBox(tab).inputValue()).toBe('');
  await tab.write('again');
  await bea.reads('again', ana);
  expect(await words(bea, ana)).toEqual(['hello', 'again']);
  await ana.open(cleo);
  await ana.page.getByText('You blocked Cleo All').waitFor();
});
