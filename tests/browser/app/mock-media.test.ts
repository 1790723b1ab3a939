/** Calls on machines that have neither camera nor microphone, with those that the page makes itself. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { WITHOUT_LIMITS } from '../../support/without-limits.ts';
import { BUILT_FOLDER, Visitors, type Visitor } from './visitors.ts';

let server: RunningServer;
let chromium: Visitors;
let firefox: Visitors;

beforeAll(async () => {
  server = await runServer({ builtFolder: BUILT_FOLDER, args: WITHOUT_LIMITS });
  chromium = await Visitors.open(server.url, 'chromium', null);
  firefox = await Visitors.open(server.url, 'firefox', null);
});
afterEach(() => Promise.all([chromium.clear(), firefox.clear()]));
afterAll(async () => {
  await Promise.all([chromium.close(), firefox.close()]);
  await server.stop();
});

const asked = ({ page }: Visitor) => page.evaluate(() => window.connectionWatch.asked);

async function accept(caller: Visitor, callee: Visitor): Promise<void> {
  await callee
    .dialog(`Video call from ${caller.name}`)
    .getByRole('button', { name: 'Accept', exact: true })
    .click();
}

async function befriend(one: Visitor, other: Visitor): Promise<void> {
  await one.open(other);
  await one.page.getByRole('button', { name: /^Ask / }).click();
  await other
    .dialog(`${one.name} wants to chat`)
    .getByRole('button', { name: 'Accept', exact: true })
    .click();
  await one.page.getByRole('textbox', { name: 'Message' }).waitFor();
}

it('two pages opened with ?mock-media see and hear each other, Firefox and Chromium', async () => {
  const ana = await firefox.join('Ana', { query: '?mock-media' });
  const bea = await chromium.join('Bea', { query: '?mock-media' });
  await befriend(ana, bea);
  await ana.people.getByRole('button', { name: 'Video call Bea' }).click();
  await accept(ana, bea);
  await Promise.all([ana.seesMoving(bea), bea.seesMoving(ana)]);
  await Promise.all([ana.hears(), bea.hears()]);
  expect([await asked(ana), await asked(bea)]).toEqual([[], []]);
  await bea.page.getByText('Your picture and sound are synthetic').waitFor();
  await bea.passesAxe();

  await bea.button('Turn camera off').click();
  await ana.page.getByText("Bea's camera is off").waitFor();
  await bea.button('Turn camera on').click();
  await ana.seesMoving(bea);
  await ana.button('End call').click();
  await bea.button('End call').waitFor({ state: 'hidden' });
  await bea.button('Invite others').click();
  await bea.dialog('Invite others').waitFor();
  expect(await bea.page.locator('ear-invite .address').textContent()).not.toContain('?');
  await bea.page.reload();
  expect(new URL(bea.page.url()).search).toBe('?mock-media');
});

it('where no camera is found a synthetic one is offered, and remembered on this device', async () => {
  const cleo = await chromium.join('Cleo', { query: '?mock-media' });
  const dora = await chromium.join('Dora');
  await befriend(cleo, dora);
  await cleo.people.getByRole('button', { name: 'Video call Dora' }).click();
  await accept(cleo, dora);
  await dora.seesMoving(cleo);
  await dora.button('Use a synthetic camera').click();
  await cleo.seesMoving(dora);
  await dora.page.getByText('Your picture is synthetic').waitFor();
  await dora.button('End call').click();
  const before = (await asked(dora)).length;

  await dora.page.reload();
  await dora.people.getByRole('button', { name: 'Video call Cleo' }).click();
  await accept(dora, cleo);
  await cleo.seesMoving(dora);
  const after = await asked(dora);
  expect([before > 0, after.some((kinds) => kinds.includes('video'))]).toEqual([true, false]);
});

it('the settings turn both on for this device, and a check shows them', async () => {
  const emil = await chromium.join('Emil');
  await emil.page.getByRole('button', { name: /^You: / }).click();
  await emil.button('Settings').click();
  const choice = emil.page.getByRole('checkbox', { name: /^Synthetic camera and microphone/ });
  await choice.check();
  await emil.button('Test microphone and camera').click();
  await emil.page.getByRole('button', { exact: true, name: 'Test camera' }).click();
  await emil.page.locator('video[aria-label="Your own picture"]').waitFor();
  await emil.page.getByRole('button', { exact: true, name: 'Test microphone' }).click();
  const level = emil.page.getByRole('meter', { name: 'Microphone level' });
  await expect.poll(async () => Number(await level.getAttribute('aria-valuenow'))).toBeGreaterThan(20);
  expect(await asked(emil)).toEqual([]);
  await emil.passesAxe();
  await emil.page.reload();
  await emil.page.getByRole('button', { name: /^You: / }).click();
  await emil.button('Settings').click();
  expect(await choice.isChecked()).toBe(true);
});
