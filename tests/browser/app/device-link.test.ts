/** Using Earshot on another device: two browsers that know nothing of each other, before the real server. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { UserId } from '../../../protocol/ids.ts';
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

const TITLE = 'Use Earshot on another device';

/** The link that is shown, as far as this server can be reached by the test. */
async function linkOf(one: Visitor): Promise<string> {
  await one.page.getByRole('button', { name: /^You: / }).click();
  await one.button(TITLE).click();
  const shown = one.page.getByText('/#device=');
  return `${server.url}/${new URL(await shown.innerText()).hash}`;
}

/** A page at the link, in a browser of its own unless another is named. */
async function open(
  url: string,
  from: Visitors,
  options: Parameters<Visitors['visit']>[1] = {},
): Promise<Visitor> {
  const device = await from.visit('Another device', options);
  await device.page.goto(url);
  return device;
}

/** The first channel of the page breaks with what it says third. */
function breakOnce(): void {
  const prototype = RTCDataChannel.prototype as { send: (this: RTCDataChannel, data: string) => void };
  const { send } = prototype;
  let said = 0;
  prototype.send = function (data) {
    said += 1;
    if (said === 3) this.close();
    else send.call(this, data);
  };
}

async function allow(one: Visitor, device: Visitor): Promise<void> {
  const number = await device.page.locator('.number').innerText();
  await one.page.getByText(number).waitFor();
  expect(number).toMatch(/^\d{4}$/);
  await one.button('Allow').click();
}

/** What is in the database of a page: all contacts, and how many messages. */
const kept = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<{ contacts: { peer: string; name: string; mine: string }[]; messages: number; me: string }>(
        (resolve) => {
          const opening = indexedDB.open('earshot');
          opening.onsuccess = () => {
            const database = opening.result;
            const reading = database.transaction(['contacts', 'messages']);
            const contacts = reading.objectStore('contacts').getAll();
            const messages = reading.objectStore('messages').getAll();
            reading.oncomplete = () => {
              database.close();
              // What the app has stored there.
              const rows = messages.result as { from: string; peer: string }[];
              resolve({
                contacts: contacts.result as { peer: string; name: string; mine: string }[],
                messages: rows.length,
                me: rows.find(({ from, peer }) => from !== peer)?.from ?? '',
              });
            };
          };
        },
      ),
  );

const accept = async (asker: Visitor, asked: Visitor) => {
  await asker.open(asked);
  await asker.page.getByRole('button', { name: /^Ask / }).click();
  await asked
    .dialog(`${asker.name} wants to chat`)
    .getByRole('button', { name: 'Accept', exact: true })
    .click();
};

it('[LINK-8] contacts and a long history go over, and both devices are one person from then on', async () => {
  const [ana, bea] = await visitors.friends('Ana Two', 'Bea Two');
  await ana.write('the first one');
  await bea.reads('the first one', ana);
  const cleo = await visitors.join('Cleo Two');
  await accept(cleo, ana);
  const dan = await visitors.join('Dan Two');
  await ana.open(dan);
  await ana.button('More about Dan Two').click();
  await ana.button('Block Dan Two').click();
  await ana.page
    .getByText(/blocked/i)
    .first()
    .waitFor();
  const before = await kept(ana.page);
  const peer = before.contacts.find(({ name }) => name === 'Bea Two')?.peer;
  await seedHistory(ana.page, 2_000, (n) => `hay number ${n}`, {
    peer: peer as UserId, // as the app has stored them
    me: before.me as UserId,
  });

  const device = await open(await linkOf(ana), visitors);
  await device.page.getByRole('heading', { name: 'Use Earshot as Ana Two on this device?' }).waitFor();
  expect(new URL(device.page.url()).hash).toBe('');
  await device.passesAxe();
  await device.button('Continue').click();
  await allow(ana, device);
  await device.page
    .getByText('Both sides counted the same. Messages: 2,001. Contacts: 3.')
    .waitFor({ timeout: 60_000 });
  await ana.page.getByText('Both sides counted the same. Messages: 2,001. Contacts: 3.').waitFor();
  await ana.button('Close').click();
  await device.button('Start').click();

  const after = await kept(device.page);
  expect(after).toEqual({ ...(await kept(ana.page)), messages: 2_001 });
  expect(after.contacts.map(({ name, mine }) => `${name}: ${mine}`).sort()).toEqual([
    'Bea Two: accepted',
    'Cleo Two: accepted',
    'Dan Two: blocked',
  ]);
  // The cookie is there, and no script can read it.
  expect(await device.page.evaluate(() => document.cookie)).toBe('');

  await device.open(bea);
  await device.reads('hay number 2000', bea);
  await device.write('from the new one');
  await bea.reads('from the new one', ana);
  await bea.write('to both of you');
  await Promise.all([device.reads('to both of you', bea)]);
  await ana.open(bea);
  await Promise.all([ana.reads('to both of you', bea), ana.reads('from the new one', bea)]);
  await device.page.reload();
  await device.reads('to both of you', bea);
});

it('[LINK-4] whoever is in the browser stays until the other device allows, and is then gone for good', async () => {
  const [ana, bea] = await visitors.friends('Ana Own', 'Bea Own');
  await ana.write('of Ana');
  await bea.reads('of Ana', ana);
  const [eve, fay] = await visitors.friends('Eve Old', 'Fay Old');
  await eve.write('of Eve');
  await fay.reads('of Eve', eve);

  const refused = await open(await linkOf(ana), visitors, { sameBrowserAs: eve });
  await refused.page
    .getByText(/^Somebody else has used Earshot in this browser. Messages: 1. Contacts: 1./)
    .waitFor();
  await refused.button('Erase what is here and continue').click();
  await refused.page.locator('.number').waitFor();
  await ana.button('Refuse').click();
  await refused.page.getByText('The other device refused. Nothing has changed here.').waitFor();
  await refused.passesAxe();
  await refused.button('Go on without the link').click();
  await refused.open(fay);
  await refused.reads('of Eve', fay);
  await ana.page.getByText('You refused it. Nothing has gone over.').waitFor();
  await ana.button('Close').click();

  const device = await open(await linkOf(ana), visitors, { sameBrowserAs: eve });
  await device.button('Erase what is here and continue').click();
  await allow(ana, device);
  await device.button('Start').click({ timeout: 60_000 });
  await device.open(bea);
  await device.reads('of Ana', bea);
  expect((await kept(device.page)).contacts.map(({ name }) => name)).toEqual(['Bea Own']);
  // The other tab of that browser is no longer who it was.
  await eve.page.getByRole('button', { name: /^You: Ana Own/ }).waitFor();
});

it('[LINK-8] a copy that is cut says so, and goes on where it was', async () => {
  const [ana, bea] = await visitors.friends('Ana Cut', 'Bea Cut');
  await ana.write('the first one');
  await bea.reads('the first one', ana);
  const { contacts, me } = await kept(ana.page);
  await seedHistory(ana.page, 3_000, (n) => `hay number ${n}`, {
    peer: contacts[0]?.peer as UserId, // as the app has stored them
    me: me as UserId,
  });
  const url = await linkOf(ana);
  const device = await visitors.visit('Another device');
  await device.page.addInitScript(breakOnce);
  // Only the fragment differs from where it is, which alone loads no page anew.
  await device.page.goto('about:blank');
  await device.page.goto(url);
  await device.button('Continue').click();
  await allow(ana, device);
  const broke = 'The connection between the two devices broke. What has arrived stays there.';
  await Promise.all([ana.page.getByText(broke).waitFor(), device.page.getByText(broke).waitFor()]);
  expect((await kept(device.page)).messages).toBeLessThan(3_001);
  await ana.button('Go on').click();
  const done = 'Both sides counted the same. Messages: 3,001. Contacts: 1.';
  await Promise.all([ana.page.getByText(done).waitFor(), device.page.getByText(done).waitFor()]);
  expect((await kept(device.page)).messages).toBe(3_001);
});

it('[LINK-8] Firefox takes what Chromium gives', async () => {
  const firefox = await Visitors.open(server.url, 'firefox');
  const [ana, bea] = await visitors.friends('Ana Fox', 'Bea Fox');
  await ana.write('over to Firefox');
  await bea.reads('over to Firefox', ana);
  const device = await open(await linkOf(ana), firefox);
  await device.button('Continue').click();
  await allow(ana, device);
  await device.button('Start').click({ timeout: 60_000 });
  await device.open(bea);
  await device.reads('over to Firefox', bea);
  await firefox.clear();
  await firefox.close();
});

it('[LINK-2] a link is good for nothing once the dialog is closed', async () => {
  const ana = await visitors.join('Ana Shut');
  const url = await linkOf(ana);
  await ana.button('Close').click();
  const device = await open(url, visitors);
  await device.page.getByText(/^The other device does not show this link any more/).waitFor();
  await device.button('Go on without the link').click();
  await device.page.getByRole('textbox', { name: 'Your name' }).waitFor();
});
