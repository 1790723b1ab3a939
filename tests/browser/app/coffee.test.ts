/** The daily coffee in Chromium, before the real server, whose clock is turned by hand. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../../server/clock.ts';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { WITHOUT_LIMITS } from '../../support/without-limits.ts';
import { BUILT_FOLDER, Visitors, type Visitor } from './visitors.ts';

/** Goes as always, and shows another time. */
let ahead = 0;
const clock: Clock = { ...systemClock, now: () => Date.now() + ahead };
const turnTo = (hour: number, minute: number) =>
  (ahead = new Date(2026, 10, 23, hour, minute).getTime() - Date.now());
turnTo(12, 0);
let server: RunningServer;
let visitors: Visitors;

beforeAll(async () => {
  server = await runServer({
    builtFolder: BUILT_FOLDER,
    clock,
    args: ['--coffee', '15:00', ...WITHOUT_LIMITS],
  });
  visitors = await Visitors.open(server.url, 'chromium', 'fps=5');
});
afterAll(async () => {
  await visitors.close();
  await server.stop();
});

const bar = (one: Visitor) => one.page.getByRole('region', { name: 'Meeting someone' });
const wish = (one: Visitor) => one.page.getByRole('checkbox', { name: /^Coffee at 15:00, each day/ });
const opened = (one: Visitor) => one.page.evaluate(() => window.connectionWatch.asked);

it('[MEET-11] two who want a coffee are asked at the hour, and see each other once both are ready', async () => {
  const [ana, bea] = [await visitors.join('Ana'), await visitors.join('Bea')];
  for (const one of [ana, bea]) {
    await one.button('Meet someone').click();
    await wish(one).check();
    await one.passesAxe();
    await one.page.keyboard.press('Escape');
  }
  // Remembered on this device, and said again by the next page.
  await bea.page.reload();
  await bea.button('Meet someone').click();
  expect(await wish(bea).isChecked()).toBe(true);
  await bea.page.keyboard.press('Escape');

  turnTo(15, 1);
  await bar(ana).getByText('Coffee with Bea?').waitFor();
  await bar(bea).getByText('Coffee with Ana?').waitFor();
  expect([await opened(ana), await opened(bea)]).toEqual([[], []]);
  // Whatever one was at stays on the screen.
  expect(await ana.conversation(bea).count()).toBe(0);
  await ana.passesAxe();
  await bar(ana).getByRole('button', { name: 'Write', exact: true }).click();
  await ana.write('Black, please');
  await bar(ana).getByRole('button', { name: 'Ready', exact: true }).click();
  await bar(bea).getByText('Ana is ready for coffee.').waitFor();
  expect(await opened(bea)).toEqual([]);
  await bar(bea).getByRole('button', { name: 'Ready', exact: true }).click();
  await Promise.all([ana.seesMoving(bea), bea.seesMoving(ana)]);
  await bar(ana).getByRole('button', { name: 'Leave', exact: true }).click();
  await bar(bea).getByText('Ana has left.').waitFor();
  await visitors.clear();
});
