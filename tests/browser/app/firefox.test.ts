import { afterAll, beforeAll, it } from 'vitest';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { WITHOUT_LIMITS } from '../../support/without-limits.ts';
import { BUILT_FOLDER, Visitors } from './visitors.ts';

let server: RunningServer;
let chromium: Visitors;
let firefox: Visitors;

beforeAll(async () => {
  server = await runServer({ builtFolder: BUILT_FOLDER, args: WITHOUT_LIMITS });
  chromium = await Visitors.open(server.url);
  firefox = await Visitors.open(server.url, 'firefox');
});
afterAll(async () => {
  await Promise.all([chromium.close(), firefox.close()]);
  await server.stop();
});

it('somebody with Firefox and somebody with Chromium chat, reload and hold a video call', async () => {
  const ana = await firefox.join('Ana');
  const bea = await chromium.join('Bea');
  await ana.open(bea);
  await ana.page.getByRole('button', { name: /^Ask / }).click();
  await bea.dialog('Ana wants to chat').getByRole('button', { name: 'Accept', exact: true }).click();
  await ana.write('from Firefox');
  await bea.reads('from Firefox', ana);
  await ana.page.reload();
  await ana.open(bea);
  await ana.reads('from Firefox', bea);
  await bea.write('from Chromium');
  await ana.reads('from Chromium', bea);
  await ana.passesAxe();

  await bea.people.getByRole('button', { name: 'Video call Ana' }).click();
  await ana.dialog('Video call from Bea').getByRole('button', { name: 'Accept', exact: true }).click();
  await Promise.all([ana.seesMoving(bea), bea.seesMoving(ana)]);
  await Promise.all([ana.hears(), bea.hears()]);
  await ana.button('End call').click();
  await bea.button('End call').waitFor({ state: 'hidden' });
  await Promise.all([chromium.clear(), firefox.clear()]);
});
