/** Strangers who meet by chance, in Chromium, before the real server. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { WITHOUT_LIMITS } from '../../support/without-limits.ts';
import { BUILT_FOLDER, Visitors, type Visitor } from './visitors.ts';

let server: RunningServer;
let visitors: Visitors;

beforeAll(async () => {
  server = await runServer({ builtFolder: BUILT_FOLDER, args: ['--grace-seconds', '2', ...WITHOUT_LIMITS] });
  // Three pages and their cameras: what moves need not move fast.
  visitors = await Visitors.open(server.url, 'chromium', 'fps=5');
});
afterEach(() => visitors.clear());
afterAll(async () => {
  await visitors.close();
  await server.stop();
});

const bar = (one: Visitor) => one.page.getByRole('region', { name: 'Meeting someone' });
const says = (one: Visitor, words: string) => bar(one).getByText(words, { exact: false }).waitFor();
/** What stands in a slot of the dialog is beside it in the page. */
const choices = (one: Visitor, choice: string) =>
  one.page.getByRole('button', { name: new RegExp(`^${choice}`) });
async function wait(one: Visitor, choice: 'Write' | 'See each other'): Promise<void> {
  await one.button('Meet someone').click();
  await choices(one, choice).click();
  await bar(one).waitFor();
}
/** Everything of the devices that this page has asked its browser for. */
const opened = (one: Visitor) => one.page.evaluate(() => window.connectionWatch.asked);
const live = (one: Visitor) =>
  one.page.evaluate(() => ({
    connections: window.connectionWatch.connections.filter((each) => each.connectionState !== 'closed')
      .length,
    tracks: window.connectionWatch.tracks.filter((each) => each.readyState === 'live').length,
  }));
const NOTHING = { connections: 0, tracks: 0 };
const ready = (one: Visitor) => bar(one).getByRole('button', { name: 'Ready', exact: true }).click();

it('[MEET-6] two strangers meet by video, each camera after its own Ready; next, they meet others, and leave', async () => {
  const [ana, bea, cem] = [
    await visitors.join('Ana'),
    await visitors.join('Bea'),
    await visitors.join('Cem'),
  ];
  await wait(ana, 'See each other');
  await says(ana, 'Looking for somebody to see');
  await wait(bea, 'See each other');
  await Promise.all([says(ana, 'You have met Bea'), says(bea, 'You have met Ana')]);
  // The conversation is open, and they may write at once.
  await ana.write('Hello Bea');
  await bea.reads('Hello Bea', ana);
  expect([await opened(ana), await opened(bea)]).toEqual([[], []]);
  await ready(ana);
  await says(bea, 'who is ready');
  expect(await opened(bea)).toEqual([]);
  expect(await bea.page.getByRole('dialog').count()).toBe(0);
  await ready(bea);
  await Promise.all([ana.seesMoving(bea), bea.seesMoving(ana)]);
  await Promise.all([ana.passesAxe(), bea.passesAxe()]);

  // Said for some seconds only.
  const ended = Promise.all([
    bea.page.getByText('Ana ended the call after').waitFor(),
    ana.page.getByText('The call has ended after').waitFor(),
  ]);
  await bar(ana).getByRole('button', { name: 'Next' }).click();
  await says(bea, 'Ana moved on');
  await ended;
  await says(ana, 'Looking for somebody to see');
  await expect.poll(() => Promise.all([live(ana), live(bea)])).toEqual([NOTHING, NOTHING]);
  // Nor may they write any more.
  await ana.button('Ask to chat').waitFor();

  await wait(cem, 'See each other');
  await Promise.all([says(bea, 'You have met Cem'), says(cem, 'You have met Bea')]);
  await Promise.all([ready(bea), ready(cem)]);
  await Promise.all([bea.seesMoving(cem), cem.seesMoving(bea)]);
  await bar(bea).getByRole('button', { name: 'Leave' }).click();
  await bar(bea).waitFor({ state: 'hidden' });
  await says(cem, 'Bea has left');
  await bar(cem).getByRole('button', { name: 'Meet someone else' }).click();
  await Promise.all([says(cem, 'You have met Ana'), says(ana, 'You have met Cem')]);
  await bar(cem).getByRole('button', { name: 'Leave' }).click();
  await says(ana, 'Cem has left');
  await bar(ana).getByRole('button', { name: 'Close' }).click();
  await bar(ana).waitFor({ state: 'hidden' });
  expect(await Promise.all([live(ana), live(bea), live(cem)])).toEqual([NOTHING, NOTHING, NOTHING]);
}, 180_000);

it('[MEET-7] a reload loses nobody, and who closes the page is told of as not connected', async () => {
  const [ana, bea] = [await visitors.join('Ana Text'), await visitors.join('Bea Text')];
  await wait(ana, 'Write');
  await wait(bea, 'Write');
  await says(ana, 'You have met Bea Text');
  expect(await bar(ana).getByRole('button', { name: 'Ready' }).count()).toBe(0);
  await ana.write('Before the reload');
  await bea.reads('Before the reload', ana);
  await bea.page.reload();
  await says(bea, 'You have met Ana Text');
  await bea.write('After it');
  await ana.reads('After it', bea);
  await bea.page.close();
  await says(ana, 'Bea Text is not connected any more');
});

it('everything can be done by keyboard, and the focus is never lost', async () => {
  const [ana, bea] = [await visitors.join('Ana Keys'), await visitors.join('Bea Keys')];
  await wait(bea, 'Write');
  const focused = () =>
    ana.page.evaluate(() => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return at?.textContent.trim() ?? '';
    });
  const { keyboard } = ana.page;
  await ana.button('Meet someone').focus();
  await keyboard.press('Enter');
  await choices(ana, 'Write').focus();
  await keyboard.press('Enter');
  await says(ana, 'You have met Bea Keys');
  await ana.dialog('Meet someone').waitFor({ state: 'hidden' });
  // From the entry to what it has led to.
  await ana.button('Meet someone').press('Enter');
  await expect.poll(focused).toBe('Leave');
  await keyboard.press('Shift+Tab');
  expect(await focused()).toBe('Next');
  await keyboard.press('Enter');
  await says(ana, 'Looking for somebody to write with');
  await expect.poll(focused).not.toBe('');
  await ana.button('Meet someone').press('Enter');
  await expect.poll(focused).toBe('Leave');
  await keyboard.press('Enter');
  await bar(ana).waitFor({ state: 'hidden' });
});
