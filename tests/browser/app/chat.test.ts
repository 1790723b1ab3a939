import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { WITHOUT_LIMITS } from '../../support/without-limits.ts';
import { BUILT_FOLDER, Visitors } from './visitors.ts';

let server: RunningServer;
let visitors: Visitors;

beforeAll(async () => {
  const args = ['--cooldown-seconds', '2', '--grace-seconds', '3', ...WITHOUT_LIMITS];
  server = await runServer({ builtFolder: BUILT_FOLDER, args });
  visitors = await Visitors.open(server.url);
});
afterEach(() => visitors.clear());
afterAll(async () => {
  await visitors.close();
  await server.stop();
});

it('two people meet, one asks, the other accepts, and both write', async () => {
  const ana = await visitors.visit('Ana');
  await ana.passesAxe();
  await ana.join();
  const bea = await visitors.join('Bea', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  await ana.open(bea);
  await ana.page.getByRole('textbox', { name: /note/i }).fill('Lunch?');
  await ana.page.getByRole('button', { name: /^Ask / }).click();
  const dialog = bea.dialog('Ana wants to chat');
  await dialog.getByText('Lunch?').waitFor();
  await bea.passesAxe();
  await dialog.getByRole('button', { name: 'Accept', exact: true }).click();
  await ana.write('Hello Bea');
  await bea.reads('Hello Bea', ana);
  await bea.write('Hello Ana');
  await ana.reads('Hello Ana', bea);
  await ana.conversation(bea).getByText('Read', { exact: true }).waitFor();
  await ana.passesAxe();
  await bea.passesAxe();
});

it('a request that is declined says so on the other side, and can be repeated after a while', async () => {
  const [ana, bea] = [await visitors.join('Ana Decl'), await visitors.join('Bea Decl')];
  await ana.open(bea);
  await ana.page.getByRole('button', { name: /^Ask / }).click();
  await bea.dialog('Ana Decl wants to chat').getByRole('button', { name: 'Decline', exact: true }).click();
  await ana.page.getByText(/would rather not chat/).waitFor();
  await ana.page.getByRole('button', { name: /^Ask / }).click();
  await bea.dialog('Ana Decl wants to chat').waitFor();
});

it('a request can be withdrawn', async () => {
  const [ana, bea] = [await visitors.join('Ana With'), await visitors.join('Bea With')];
  await ana.open(bea);
  await ana.page.getByRole('button', { name: /^Ask / }).click();
  await bea.dialog('Ana With wants to chat').waitFor();
  await ana.page.getByRole('button', { name: /withdraw/i }).click();
  await bea.dialog('Ana With wants to chat').waitFor({ state: 'hidden' });
});

it('a reload in the middle of a chat loses nothing and goes unnoticed', async () => {
  const [ana, bea] = await visitors.friends('Ana Rel', 'Bea Rel');
  await ana.write('before');
  await bea.reads('before', ana);
  await bea.page.reload();
  await ana.write('during');
  await bea.open(ana);
  await bea.reads('before', ana);
  await bea.reads('during', ana);
  await bea.write('after');
  await ana.reads('after', bea);
  await expect.poll(() => ana.conversation(bea).getByText('during', { exact: true }).count()).toBe(1);
});

it('links, code and bold in a message are what they look like, and markup is letters', async () => {
  const [ana, bea] = await visitors.friends('Ana Text', 'Bea Text');
  await ana.write('see https://earshot.example/a and `npm start`, *now* <b>not</b>');
  const log = bea.conversation(ana);
  const link = log.getByRole('link', { name: 'https://earshot.example/a' });
  await link.waitFor();
  expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
  expect(await log.locator('code').textContent()).toBe('npm start');
  expect(await log.locator('strong').textContent()).toBe('now');
  expect(await log.locator('b').count()).toBe(0);
});

it('what is written while the server is away arrives when it is back', async () => {
  const [ana, bea] = await visitors.friends('Ana Off', 'Bea Off');
  await server.restart();
  await ana.write('through the restart');
  await bea.reads('through the restart', ana);
  await bea.write('and back');
  await ana.reads('and back', bea);
  expect(await bea.conversation(ana).getByText('through the restart').count()).toBe(1);
});

it('a lost connection is shown and ends by itself', async () => {
  const ana = await visitors.join('Ana Net');
  await ana.page.context().setOffline(true);
  await server.restart();
  await ana.page.getByText(/reconnecting/i).waitFor();
  await ana.page.context().setOffline(false);
  await ana.page.getByText(/reconnecting/i).waitFor({ state: 'hidden' });
});

it('two tabs of one browser are one person and show the same conversation', async () => {
  const [ana, bea] = await visitors.friends('Ana Tab', 'Bea Tab');
  const tab = await visitors.visit('Ana Tab', { sameBrowserAs: ana });
  await tab.open(bea);
  await ana.write('from the first tab');
  await tab.reads('from the first tab', bea);
  await bea.reads('from the first tab', ana);
  await tab.write('from the second');
  await ana.reads('from the second', bea);
  // Somebody of the last test may still be within their grace.
  expect(await bea.people.getByRole('button', { name: 'Chat with Ana Tab' }).count()).toBe(1);
});

it('a taken name is offered again with a number', async () => {
  await visitors.join('Ana Twin');
  const other = await visitors.visit('Ana Twin');
  await other.page.getByRole('textbox', { name: 'Your name' }).fill('ana twin');
  await other.button('Join').click();
  await other.page.getByRole('button', { name: /ana twin 2/ }).click();
  await other.people.waitFor();
});

it('can be used with the keyboard alone', async () => {
  const bea = await visitors.join('Bea Key');
  const ana = await visitors.visit('Ana Key');
  const press = (...keys: string[]) =>
    keys.reduce((done, key) => done.then(() => ana.page.keyboard.press(key)), Promise.resolve());
  await ana.page.getByRole('textbox', { name: 'Your name' }).focus();
  await ana.page.keyboard.type('Ana Key');
  await press('Enter');
  await ana.people.waitFor();
  const chat = ana.button('Chat with Bea Key');
  await expect
    .poll(async () => {
      await press('Tab');
      return chat.evaluate((button) => (button.getRootNode() as ShadowRoot).activeElement === button);
    })
    .toBe(true);
  await press('Enter');
  const ask = ana.page.getByRole('button', { name: /^Ask / });
  await ask.waitFor();
  await expect
    .poll(async () => {
      await press('Tab');
      return ask.evaluate((button) => (button.getRootNode() as ShadowRoot).activeElement === button);
    })
    .toBe(true);
  await press('Enter');
  await bea.dialog('Ana Key wants to chat').waitFor();
  await bea.page.keyboard.press('Tab');
  await bea
    .dialog('Ana Key wants to chat')
    .getByRole('button', { name: 'Accept', exact: true })
    .press('Enter');
  await ana.page.getByRole('textbox', { name: 'Message' }).focus();
  await ana.page.keyboard.type('typed');
  await press('Shift+Enter');
  await ana.page.keyboard.type('in two lines');
  await press('Enter');
  await bea.conversation(ana).getByText('in two lines').waitFor();
});

it('somebody who blocks is asked no more', async () => {
  const [ana, bea] = [await visitors.join('Ana Bloc'), await visitors.join('Bea Bloc')];
  await ana.open(bea);
  await ana.page.getByRole('button', { name: /^Ask / }).click();
  await bea.dialog('Ana Bloc wants to chat').getByRole('button', { name: 'Block', exact: true }).click();
  await bea.dialog('Ana Bloc wants to chat').waitFor({ state: 'hidden' });
  const ask = ana.page.getByRole('button', { name: /^Ask / });
  await ask.click();
  await ana.page.getByRole('button', { name: /withdraw/i }).waitFor();
  await bea.open(ana);
  await bea.page.getByRole('button', { name: /unblock/i }).waitFor();
  expect(await bea.dialog('Ana Bloc wants to chat').count()).toBe(0);
});
