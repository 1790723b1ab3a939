/** The join form is there before the rest of the page is, even before any code, and whoever uses it then loses nothing. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../protocol/limits.ts';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { BUILT_FOLDER, Visitors, type Visitor } from './visitors.ts';

const REST = '**/assets/services-*.js';
const ALL = '**/assets/*.js';

describe.each(['chromium', 'firefox'] as const)('in %s', (kind) => {
  let server: RunningServer;
  let visitors: Visitors;
  beforeAll(async () => {
    server = await runServer({ builtFolder: BUILT_FOLDER });
    visitors = await Visitors.open(server.url, kind);
  });
  afterEach(() => visitors.clear());
  afterAll(async () => {
    await visitors.close();
    await server.stop();
  });

  const box = ({ page }: Visitor) => page.getByRole('textbox', { name: 'Your name' });

  /** What is asked for after this waits until the function that it gives is called. */
  async function hold({ page }: Visitor, files: string): Promise<() => void> {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.route(files, async (route) => {
      await released;
      await route.continue();
    });
    return release;
  }

  /** Nothing that is seen says that the form's code is there; that it limits what may be typed does. */
  const whenCodeIsThere = (visitor: Visitor) =>
    expect.poll(() => box(visitor).getAttribute('maxlength')).toBe(String(LIMITS.nameCharacters));

  it('looks the same before any code is there and after', async () => {
    const ida = await visitors.visit('Ida');
    const arrive = await hold(ida, ALL);
    await ida.page.reload({ waitUntil: 'commit' });
    await box(ida).waitFor();
    const look = () =>
      ida.page.evaluate(() =>
        [...document.querySelectorAll('ear-joining *')].map((element) => {
          const { background, color, font, opacity, visibility } = getComputedStyle(element);
          const place = element.getBoundingClientRect().toJSON() as object;
          return { ...place, background, color, font, opacity, visibility, words: element.textContent };
        }),
      );
    const before = await look();
    arrive();
    await whenCodeIsThere(ida);
    expect(await look()).toEqual(before);
  });

  it('takes a name before any code is there, keeps what has the focus, and goes on where it is typed on', async () => {
    const ana = await visitors.visit('Ana');
    const arrive = await hold(ana, ALL);
    await ana.page.reload({ waitUntil: 'commit' });
    await box(ana).pressSequentially('An');
    arrive();
    await whenCodeIsThere(ana);
    await ana.page.keyboard.type('a');
    expect(await box(ana).inputValue()).toBe('Ana');
    await ana.page.keyboard.press('Enter');
    await ana.page.getByRole('button', { name: /^You: Ana/ }).waitFor();
  });

  it.each([
    ['the button', 'Cem'],
    ['Enter', 'Dora'],
  ])('joins by %s pressed before any code is there', async (way, name) => {
    const one = await visitors.visit(name);
    const arrive = await hold(one, ALL);
    await one.page.reload({ waitUntil: 'commit' });
    await box(one).fill(name);
    await (way === 'Enter' ? one.page.keyboard.press('Enter') : one.button('Join').click());
    await one.button('Joining…').waitFor();
    arrive();
    await one.page.getByRole('button', { name: `You: ${name}` }).waitFor();
  });

  it('says so where no code comes at all', async () => {
    const hal = await visitors.visit('Hal');
    await hal.page.route(ALL, (route) => route.abort());
    await hal.page.reload({ waitUntil: 'commit' });
    await hal.page.getByRole('alert').getByText('Please reload it.').waitFor();
    await hal.page.unroute(ALL);
    await hal.page.reload();
    await hal.join();
  });

  it('asks nobody for a name who is about to be in, and has their theme from the first paint on', async () => {
    const emil = await (await visitors.visit('Emil')).join();
    await emil.page.emulateMedia({ colorScheme: 'light' });
    await emil.page.getByRole('button', { name: /^You: / }).click();
    await emil.button('Settings').click();
    await emil.page.getByText('Dark', { exact: true }).click();
    const arrive = await hold(emil, ALL);
    await emil.page.reload({ waitUntil: 'commit' });
    await emil.page.getByRole('heading', { name: 'Earshot' }).waitFor();
    expect(await box(emil).isVisible()).toBe(false);
    expect(await emil.page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe(
      'dark',
    );
    arrive();
    await emil.people.waitFor();
  });

  it('asks again whoever has left, by their name', async () => {
    const fay = await (await visitors.visit('Fay')).join();
    await fay.page.getByRole('button', { name: /^You: / }).click();
    await fay.button('Leave').click();
    await expect.poll(() => box(fay).inputValue()).toBe('Fay');
    await box(fay).fill('Faybel');
    await fay.button('Join').click();
    await fay.page.getByRole('button', { name: /^You: Faybel/ }).waitFor();
  });

  it('takes a name before the rest of the page is there, and joins with it then', async () => {
    const gil = await visitors.visit('Gil');
    const arrive = await hold(gil, REST);
    await gil.page.reload({ waitUntil: 'commit' });
    await box(gil).fill('Gil');
    await gil.button('Join').click();
    await gil.button('Joining…').waitFor();
    arrive();
    await gil.people.waitFor();
    await gil.page.getByRole('button', { name: /^You: Gil/ }).waitFor();
  });

  it('says that the server is gone where the rest does not come, and goes on by itself once it is back', async () => {
    const bea = await visitors.visit('Bea');
    await bea.page.route(REST, (route) => route.abort());
    await bea.page.reload({ waitUntil: 'commit' });
    await box(bea).fill('Bea');
    await bea.button('Join').click();
    await bea.page.getByText('The connection is gone').waitFor();
    await bea.page.unroute(REST);
    await bea.people.waitFor({ timeout: 30_000 });
    await bea.page.getByRole('button', { name: /^You: Bea/ }).waitFor();
  });
});
