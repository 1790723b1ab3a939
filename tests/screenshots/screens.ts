/** Makes the pictures of every screen, wide and phone-sized, light and dark, from the real app; two of them are shown in the README. */
import { copyFile, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, it } from 'vitest';
import { BUILT_FOLDER, Visitors, type Visitor } from '../browser/app/visitors.ts';
import { runServer, type RunningServer } from '../support/running-server.ts';
import { paintCamera } from '../support/painted-camera.ts';

const FOLDER = fileURLToPath(new URL('../../reports/screenshots/', import.meta.url));
const SHOWN = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const LOOKS = {
  Ana: { wall: '#d8cfc0', shirt: '#0f766e', skin: '#e3ad88', hair: '#3d2a20' },
  Ben: { wall: '#b9c6cf', shirt: '#b4532a', skin: '#8d5a3b', hair: '#1d1614' },
};

let server: RunningServer;
let visitors: Visitors;

beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true });
  await mkdir(SHOWN, { recursive: true });
});
// A server for each look, so that nobody of the last one is still around.
beforeEach(async () => {
  server = await runServer({ builtFolder: BUILT_FOLDER, args: ['--name', 'Kitchen'] });
  visitors = await Visitors.open(server.url);
});
afterEach(async () => {
  await visitors.close();
  await server.stop();
});

const say = async (from: Visitor, to: Visitor, text: string) => {
  await from.write(text);
  await to.reads(text, from);
};

const SIZES = {
  wide: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
} as const;

it.each([
  ['wide', 'light'],
  ['wide', 'dark'],
  ['phone', 'light'],
  ['phone', 'dark'],
] as const)('%s, %s', async (size, colorScheme) => {
  const look = { viewport: SIZES[size], colorScheme, deviceScaleFactor: size === 'phone' ? 2 : 1 };
  const shoot = (visitor: Visitor, screen: string) =>
    visitor.page.screenshot({
      animations: 'disabled',
      path: `${FOLDER}${screen}-${size}-${colorScheme}.png`,
    });
  const ana = await visitors.visit('Ana', look);
  await ana.page.addInitScript(paintCamera, LOOKS.Ana);
  await ana.page.reload();
  await ana.page.getByRole('textbox', { name: 'Your name' }).fill('Ana');
  await shoot(ana, '1-joining');
  await ana.join();
  await shoot(ana, '2-nobody');
  const ben = await visitors.visit('Ben', look);
  await ben.page.addInitScript(paintCamera, LOOKS.Ben);
  await ben.page.reload();
  await ben.join();
  await Promise.all(['Chiara', 'Dmitri', 'Emeka', 'Frieda'].map((name) => visitors.join(name)));
  await ana.people.getByText('Frieda').waitFor();
  await shoot(ana, '3-people');
  await ben.open(ana);
  await shoot(ben, '4-stranger');
  await ben.page.getByRole('textbox', { name: /note/i }).fill('Did the new router arrive?');
  await ben.page.getByRole('button', { name: /^Ask / }).click();
  const request = ana.dialog('Ben wants to chat');
  await request.getByText('Did the new router arrive?').waitFor();
  await shoot(ana, '5-request');
  await request.getByRole('button', { name: 'Accept', exact: true }).click();
  await say(ana, ben, 'It did! I put it in the hall.');
  await say(ben, ana, 'Great. The Wi-Fi in the kitchen is so much better already.');
  await say(ana, ben, 'No more calls from the stairs, then.');
  await say(ben, ana, 'Shall we try a call from the garden?');
  await ana.conversation(ben).getByText('Read', { exact: true }).last().waitFor();
  await shoot(ana, '6-conversation');
  await ana.button('Start video call').click();
  await ben.dialog('Video call from Ana').waitFor();
  await shoot(ana, '7-calling');
  await shoot(ben, '8-ringing');
  await ben.dialog('Video call from Ana').getByRole('button', { name: 'Accept', exact: true }).click();
  await Promise.all([ana.seesMoving(ben), ben.seesMoving(ana)]);
  await shoot(ana, '9-call');
  await ana.button('End call').click();
  await ben.button('End call').waitFor({ state: 'hidden' });
  await shoot(ben, '10-ended');
  await visitors.clear();
});

it('puts two of them where the README shows them', async () => {
  await copyFile(`${FOLDER}6-conversation-wide-light.png`, `${SHOWN}people.png`);
  await copyFile(`${FOLDER}9-call-wide-dark.png`, `${SHOWN}call.png`);
});
