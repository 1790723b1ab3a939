/** Long conversations, drafts, search, files and deleting, before the real server. */
import { readFile } from 'node:fs/promises';
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
const messages = (one: Visitor, other: Visitor) => one.conversation(other).locator('.message');
const menu = async (one: Visitor, other: Visitor, item: string) => {
  await one.button(`More about ${other.name}`).click();
  await one.button(item).click();
};
/** Two friends; the first has a long past with the other. */
async function withPast(one: string, other: string, count: number): Promise<readonly [Visitor, Visitor]> {
  const [ana, bea] = await visitors.friends(one, other);
  const words = (n: number) => (n === 40 ? 'the needle in the hay' : `hay number ${n}`);
  await seedHistory(ana.page, count, words);
  await ana.page.reload();
  await ana.conversation(bea).getByText(`hay number ${count}`, { exact: true }).waitFor();
  return [ana, bea];
}

it('a long conversation opens at its end, and earlier messages come as one scrolls up', async () => {
  const [ana, bea] = await withPast('Ana Long', 'Bea Long', 650);
  const log = ana.conversation(bea);
  expect(await messages(ana, bea).count()).toBe(100);
  await expect
    .poll(
      async () => {
        await log.evaluate((element) => element.scrollTo(0, 0));
        return log.getByText('hay number 1', { exact: true }).count();
      },
      { timeout: 15_000 },
    )
    .toBe(1);
  // What is far from the eye is let go of, and is there again on the way down.
  expect(await messages(ana, bea).count()).toBeLessThanOrEqual(400);
  expect(await ana.button('Show earlier messages').count()).toBe(0);
  await ana.button('Latest messages').click();
  await log.getByText('hay number 650', { exact: true }).waitFor();
  expect(await log.evaluate((e) => e.scrollHeight - e.scrollTop - e.clientHeight)).toBeLessThan(2);
});

it('one goes to the day on which something was said', async () => {
  const minutesADay = 1440;
  const [ana, bea] = await withPast('Ana Days', 'Bea Days', 3 * minutesADay + 10);
  const day = (back: number) =>
    ana.page.evaluate((days) => {
      const date = new Date(Date.now() - days * 86_400_000);
      return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
        .map((part) => String(part).padStart(2, '0'))
        .join('-');
    }, back);
  await menu(ana, bea, 'Go to a date');
  const box = ana.page.getByLabel('Go to a date');
  await expect.poll(() => box.getAttribute('min')).toBe(await day(3));
  expect(await box.getAttribute('max')).toBe(await day(0));
  await expect.poll(() => box.evaluate((input: HTMLElement) => input.matches(':focus'))).toBe(true);
  await box.fill(await day(2));
  // The first of that day, with the day above it.
  const first = ana.conversation(bea).locator('.message.sought');
  await expect
    .poll(() => first.evaluate((e) => new Date(e.querySelector('time')?.dateTime ?? 0).getDate()))
    .toBe(Number((await day(2)).slice(-2)));
  const before = ana.conversation(bea).locator('.day ~ .message.sought');
  await expect.poll(() => before.count()).toBe(1);
  await ana.passesAxe();
  await box.fill('2001-01-01');
  await ana.page.getByText('There are messages from').waitFor();
  await ana.button('Close search').click();
  expect(await box.count()).toBe(0);
});

it('reading further up is not disturbed by a page that comes above', async () => {
  const [ana, bea] = await withPast('Ana Calm', 'Bea Calm', 300);
  const log = ana.conversation(bea);
  const line = log.getByText('hay number 203', { exact: true });
  // The scroll and the reading of the place are one step, so that the page cannot have come between.
  const before = await line.evaluate((element) => {
    const scroller = element.closest('.log');
    if (scroller) scroller.scrollTop = 150;
    return element.getBoundingClientRect().top;
  });
  await log.getByText('hay number 102', { exact: true }).waitFor({ state: 'attached' });
  expect(Math.abs((await line.evaluate((e) => e.getBoundingClientRect().top)) - before)).toBeLessThan(2);
});

it('what is being written stays over another conversation and a reload, and is gone when sent', async () => {
  const [ana, bea] = await visitors.friends('Ana Draft', 'Bea Draft');
  const cleo = await visitors.join('Cleo Draft');
  await messageBox(ana).fill('half a sentence');
  await ana.open(cleo);
  await ana.page.getByRole('heading', { name: 'Cleo Draft', level: 2 }).waitFor();
  await ana.open(bea);
  await expect.poll(() => messageBox(ana).inputValue()).toBe('half a sentence');
  await ana.page.reload();
  await expect.poll(() => messageBox(ana).inputValue()).toBe('half a sentence');
  await ana.button('Send').click();
  await bea.reads('half a sentence', ana);
  await ana.page.reload();
  await ana.reads('half a sentence', bea);
  expect(await messageBox(ana).inputValue()).toBe('');
});

it('a line shows what is new, and is gone the next time', async () => {
  const [ana, bea] = await visitors.friends('Ana New', 'Bea New');
  const cleo = await visitors.join('Cleo New');
  await ana.write('old');
  await bea.reads('old', ana);
  await bea.open(cleo);
  await bea.page.getByRole('heading', { name: 'Cleo New', level: 2 }).waitFor();
  await ana.write('new one');
  await ana.write('new two');
  await bea.people.getByText('2 unread').waitFor();
  await bea.open(ana);
  await bea.reads('new two', ana);
  const parts = () => bea.conversation(ana).locator('.words, .unread').allInnerTexts();
  expect(await parts()).toEqual(['old', 'New messages', 'new one', 'new two']);
  await bea.passesAxe();
  await bea.open(cleo);
  await bea.open(ana);
  await bea.reads('new two', ana);
  expect(await parts()).toEqual(['old', 'new one', 'new two']);
});

it('a search over all finds a message far back and goes there', async () => {
  const [ana, bea] = await withPast('Ana Find', 'Bea Find', 650);
  const box = ana.page.getByRole('searchbox', { name: 'Search people and messages' });
  await box.fill('NEED');
  const found = ana.page.getByRole('list', { name: 'Messages found' });
  await found.getByRole('button').waitFor();
  await ana.page.getByText('1 message found').waitFor();
  expect(await ana.page.getByText(/^Nobody called/).count()).toBe(0);
  await ana.passesAxe();
  await box.press('Enter');
  // The list of people is whole again.
  await expect.poll(() => box.inputValue()).toBe('');
  const message = messages(ana, bea).filter({ hasText: 'the needle in the hay' });
  await message.waitFor();
  await expect.poll(() => message.evaluate((element) => element.matches(':focus'))).toBe(true);
  await expect.poll(() => message.evaluate((element) => element.classList.contains('sought'))).toBe(true);
  // The 39 before it, and a half page from it on.
  expect(await messages(ana, bea).count()).toBe(89);
  await box.fill('no such thing');
  await ana.page.getByText('No message has “no such thing”.').waitFor();
});

it('a search within a conversation, on a phone too', async () => {
  const [ana, bea] = await visitors.friends('Ana Seek', 'Bea Seek', {
    viewport: { width: 390, height: 844 },
  });
  await ana.write('where is the cable');
  await ana.write('and the lamp');
  await bea.reads('and the lamp', ana);
  await menu(ana, bea, 'Search in this conversation');
  const box = ana.page.getByRole('searchbox', { name: 'Search in this conversation' });
  await box.pressSequentially('cab');
  await ana.page.getByText('1 message found').waitFor();
  await box.press('Enter');
  await ana.conversation(bea).locator('.sought', { hasText: 'where is the cable' }).waitFor();
  await ana.passesAxe();
  const found = ana.conversation(bea).locator('.sought');
  await expect.poll(() => found.evaluate((element) => element.matches(':focus'))).toBe(true);
  await ana.page.keyboard.press('Escape');
  await box.waitFor({ state: 'hidden' });
  expect(await found.evaluate((element) => element.matches(':focus'))).toBe(true);
});

it('a conversation is saved as text and as JSON', async () => {
  const [ana, bea] = await visitors.friends('Ana File', 'Bea File');
  await ana.write('for the file');
  await bea.reads('for the file', ana);
  await bea.write('so be it');
  await ana.reads('so be it', bea);
  const save = async (item: string) => {
    const [download] = await Promise.all([ana.page.waitForEvent('download'), menu(ana, bea, item)]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
  };
  const text = await save('Export as text');
  expect(text.name).toMatch(/^Earshot - Bea File - \d{4}-\d\d-\d\d\.txt$/);
  expect(text.text).toMatch(
    /^Conversation with Bea File\n[^]*Ana File: for the file\n.*Bea File: so be it\n$/,
  );
  const json = await save('Export as JSON');
  expect(json.name).toMatch(/\.json$/);
  const written = JSON.parse(json.text) as { messages: readonly { from: string; text: string }[] };
  expect(written.messages.map(({ from, text: said }) => `${from}: ${said}`)).toEqual([
    'Ana File: for the file',
    'Bea File: so be it',
  ]);
});

it('a deleted conversation is gone here in all tabs, stays there, and goes on in order', async () => {
  const [ana, bea] = await visitors.friends('Ana Del', 'Bea Del');
  const tab = await visitors.visit('Ana Del', { sameBrowserAs: ana });
  await tab.open(bea);
  await bea.write('first');
  await bea.write('second');
  await tab.reads('second', bea);
  await menu(ana, bea, 'Delete conversation');
  await ana.dialog('Delete this conversation?').waitFor();
  await ana.page.getByText('Bea Del keeps their copy.').waitFor();
  await ana.passesAxe();
  await ana.button('Cancel').click();
  expect(await messages(ana, bea).count()).toBe(2);
  await menu(ana, bea, 'Delete conversation');
  await ana.button('Delete').click();
  for (const one of [ana, tab]) await expect.poll(() => messages(one, bea).count()).toBe(0);
  await ana.page.reload();
  await ana.write('third');
  await bea.reads('third', ana);
  expect(await bea.conversation(ana).locator('.words').allInnerTexts()).toEqual(['first', 'second', 'third']);
  expect(await ana.conversation(bea).locator('.words').allInnerTexts()).toEqual(['third']);
});
