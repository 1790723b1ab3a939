/** Writing and reading by keyboard and touch: lines, marks, links and what the list tells of a message. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { seedHistory } from '../../support/seed-history.ts';
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

const messageBox = ({ page }: Visitor) => page.getByRole('textbox', { name: 'Message' });
const message = (one: Visitor, other: Visitor, text: string) =>
  one.conversation(other).locator('.message').filter({ hasText: text });

it('Enter breaks the line where one writes by touch, and the button sends', async () => {
  const [ana, bea] = await visitors.friends('Ana Touch', 'Bea Touch', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const box = messageBox(ana);
  expect(await box.getAttribute('enterkeyhint')).toBe('enter');
  await box.pressSequentially('one');
  await box.press('Enter');
  await box.pressSequentially('two');
  expect(await box.inputValue()).toBe('one\ntwo');
  await ana.button('Send').tap();
  await message(bea, ana, 'one\ntwo').waitFor();
});

it('marks are put by their keys, told of while one writes, and left out where a text is one line', async () => {
  const [ana, bea] = await visitors.friends('Ana Mark', 'Bea Mark');
  const box = messageBox(ana);
  await ana.page.getByText('You and Bea Mark can write to each other.').waitFor();
  expect(await box.getAttribute('enterkeyhint')).toBe('send');
  expect(await ana.page.getByText('Shift+Enter: new line').isVisible()).toBe(false);
  await box.pressSequentially('so big ');
  await ana.page.getByText('Shift+Enter: new line').waitFor();
  await ana.passesAxe();
  await box.press('Shift+Home');
  await box.press('Control+b');
  await box.press('End');
  await box.press('Control+e');
  await box.pressSequentially('code');
  expect(await box.inputValue()).toBe('*so big *`code`');
  await box.fill('a *bold* word');
  await box.press('Enter');
  await bea.conversation(ana).locator('strong').waitFor();
  await bea.people.getByText('a bold word', { exact: true }).waitFor();
  await ana.people.getByText('You: a bold word', { exact: true }).waitFor();
  await message(bea, ana, 'a bold word').press('Enter');
  await bea.button('Reply').press('Enter');
  await bea.page.getByText('Reply to Ana Mark').waitFor();
  await bea.page.keyboard.type('indeed');
  await bea.page.keyboard.press('Enter');
  expect(await message(ana, bea, 'indeed').locator('.quote span').innerText()).toBe('a bold word');
});

it('an emoji is found and put by the keyboard alone, in a panel that keeps its width', async () => {
  const [ana] = await visitors.friends('Ana Smile', 'Bea Smile');
  const { page } = ana;
  const search = page.getByRole('searchbox', { name: 'Search emoji' });
  const isFocused = (what: typeof search) =>
    expect.poll(() => what.evaluate((element) => element.matches(':focus'))).toBe(true);
  await ana.button('Emoji').press('Enter');
  await isFocused(search);
  const width = async () => (await page.locator('.picker').boundingBox())?.width;
  const before = await width();
  await search.pressSequentially('rocket');
  await ana.button('rocket').waitFor();
  expect(await width()).toBe(before);
  await search.press('ArrowDown');
  await isFocused(ana.button('rocket'));
  await page.keyboard.press('ArrowUp');
  await isFocused(search);
  await search.press('Enter');
  await expect.poll(() => messageBox(ana).inputValue()).toBe('🚀');
  await ana.button('Emoji').press('Enter');
  await isFocused(search);
  await search.press('Shift+Tab');
  await isFocused(ana.button('Emoji'));
  expect(await search.isVisible()).toBe(false);
});

it('the list says of a deleted message that it was deleted', async () => {
  const [ana, bea] = await visitors.friends('Ana Gone', 'Bea Gone');
  await ana.write('a slip');
  await bea.people.getByText('a slip').waitFor();
  await message(ana, bea, 'a slip').press('Enter');
  await ana.button('Delete for both').click();
  await ana.dialog('Delete this message for both?').waitFor();
  await ana.button('Delete for both').click();
  await ana.people.getByText('You deleted this message').waitFor();
  await bea.people.getByText('Ana Gone deleted this message').waitFor();
});

it('links are reached from the message that the keyboard is on, and End goes to the newest', async () => {
  const [ana, bea] = await visitors.friends('Ana Tabs', 'Bea Tabs');
  await seedHistory(ana.page, 650, (n) => `see https://earshot.example/${n} for ${n}`);
  await ana.page.reload();
  const log = ana.conversation(bea);
  const link = (n: number) => log.getByRole('link', { name: `https://earshot.example/${n}`, exact: true });
  await link(650).waitFor();
  const isFocused = (n: number) =>
    expect.poll(() => link(n).evaluate((element) => element.matches(':focus'))).toBe(true);
  await messageBox(ana).press('Shift+Tab');
  await isFocused(650);
  await ana.page.keyboard.press('Shift+Tab');
  await ana.page.keyboard.press('ArrowUp');
  await ana.page.keyboard.press('Tab');
  await isFocused(649);
  await ana.page.keyboard.press('Tab');
  await expect.poll(() => messageBox(ana).evaluate((element) => element.matches(':focus'))).toBe(true);
  // From far up, where the newest is not on the page.
  await ana.page.getByRole('searchbox', { name: 'Search people and messages' }).fill('/40');
  await ana.page.getByRole('list', { name: 'Messages found' }).getByRole('button').last().click();
  const found = log.locator('.sought');
  await expect.poll(() => found.evaluate((element) => element.matches(':focus'))).toBe(true);
  expect(await link(650).count()).toBe(0);
  // The ring around what was found goes by itself.
  const outline = () => found.evaluate((element) => getComputedStyle(element).outlineStyle);
  expect(await outline()).toBe('solid');
  await found.evaluate((element) => element.getAnimations().forEach((each) => each.finish()));
  expect(await outline()).toBe('none');
  await ana.page.keyboard.press('End');
  await expect
    .poll(() =>
      log
        .locator('.message')
        .last()
        .evaluate((element) => element.matches(':focus')),
    )
    .toBe(true);
  expect(await link(650).count()).toBe(1);
});
