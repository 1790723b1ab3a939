/** Devices, quality and the picture of a call, as their person sees them. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { WITHOUT_LIMITS } from '../../support/without-limits.ts';
import { BUILT_FOLDER, Visitors, type Visitor } from './visitors.ts';

let server: RunningServer;
let visitors: Visitors;

beforeAll(async () => {
  server = await runServer({ builtFolder: BUILT_FOLDER, args: [...WITHOUT_LIMITS] });
  visitors = await Visitors.open(server.url);
});
afterEach(() => visitors.clear());
afterAll(async () => {
  await visitors.close();
  await server.stop();
});

const TITLE = 'Microphone, camera and speaker';
const asked = ({ page }: Visitor) => page.evaluate(() => window.connectionWatch.asked);
const live = ({ page }: Visitor) =>
  page.evaluate(() => window.connectionWatch.tracks.filter((each) => each.readyState === 'live').length);

it('another microphone is picked by keyboard during a call, and the other goes on hearing', async () => {
  const [ana, bea] = await visitors.inVideoCall('Ana Pick', 'Bea Pick');
  await ana.button('Devices').press('Enter');
  const dialog = ana.dialog(TITLE);
  await dialog.waitFor();
  // What is in a slot is no descendant of the dialog.
  const { page } = ana;
  const microphone = page.getByRole('combobox', { name: 'Microphone' });
  await microphone.getByRole('option', { name: 'Fake Audio Input 2' }).waitFor({ state: 'attached' });
  await page.getByRole('meter', { name: 'Microphone level' }).waitFor();
  await microphone.selectOption({ label: 'Fake Audio Input 2' });
  await expect.poll(() => asked(ana).then((all) => all.length)).toBe(2);
  await bea.hears();
  await ana.passesAxe();
  await ana.page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  // What showed the level is closed with the dialog.
  await expect.poll(() => live(ana)).toBe(2);
  await ana.button('End call').click();
  await expect.poll(() => live(ana)).toBe(0);
});

it('the connection is called good or not, and its facts are shown on demand', async () => {
  const [ana, bea] = await visitors.inVideoCall('Ana Way', 'Bea Way');
  await ana
    .callWith(bea)
    .getByRole('button', { name: /^Connection: / })
    .click();
  await ana.dialog('Connection').waitFor();
  await ana.page.getByText('Directly, from device to device').waitFor();
  await ana.page.getByText('Picture from Bea Way').waitFor();
  await ana.passesAxe();
});

it('the picture of the other fills the screen and comes back', async () => {
  const [ana, bea] = await visitors.inVideoCall('Ana Full', 'Bea Full');
  await ana.callWith(bea).getByRole('button', { name: 'Full screen' }).click();
  await ana.callWith(bea).getByRole('button', { name: 'Leave full screen' }).click();
  await ana.callWith(bea).getByRole('button', { name: 'Full screen' }).waitFor();
  await ana.seesMoving(bea);
});

it('a check before the first call opens nothing by itself, and leaves nothing open', async () => {
  const ana = await visitors.join('Ana Check');
  await ana.page.getByRole('button', { name: /^You: / }).click();
  await ana.button('Settings').click();
  await ana.button('Test microphone and camera').click();
  await ana.dialog(TITLE).waitFor();
  const { page } = ana;
  await page.getByText('The camera is off.').waitFor();
  expect(await asked(ana)).toEqual([]);
  await page.getByRole('button', { exact: true, name: 'Test microphone' }).click();
  await page.getByRole('meter', { name: 'Microphone level' }).waitFor();
  await page.getByRole('button', { exact: true, name: 'Test camera' }).click();
  await page.locator('video[aria-label="Your own picture"]').waitFor();
  expect(await asked(ana)).toEqual(['audio', 'video']);
  await ana.passesAxe();
  await ana.dialog(TITLE).getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => live(ana)).toBe(0);
});
