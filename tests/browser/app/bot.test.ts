/** A bot as people see it. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { callApi, makeKey } from '../../support/api-caller.ts';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { WITHOUT_LIMITS } from '../../support/without-limits.ts';
import { BUILT_FOLDER, Visitors } from './visitors.ts';

let server: RunningServer;
let visitors: Visitors;

beforeAll(async () => {
  server = await runServer({ builtFolder: BUILT_FOLDER, args: ['--grace-seconds', '1', ...WITHOUT_LIMITS] });
  visitors = await Visitors.open(server.url);
});
afterEach(() => visitors.clear());
afterAll(async () => {
  await visitors.close();
  await server.stop();
});

it.each([
  ['wide', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
  ['on a phone', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
] as const)(
  '[API-1] it has a badge in the list and in its conversation and cannot be called, unlike people: %s',
  async (title, look) => {
    const key = await makeKey(server.dataDir, `Door bell ${title}`, ['bot']);
    const post = async (path: string, body: object) => {
      const answer = await callApi(server.url, 'POST', path, { key, body });
      expect(answer.status).toBe(200);
    };
    const ana = await visitors.join(`Ana ${title}`, look);
    const bea = await visitors.join(`Bea ${title}`);
    await post('/api/appear', {});
    const row = (name: string) => ana.people.locator('ear-person-row').filter({ hasText: name });
    await row(`Door bell ${title}`).getByText('Bot', { exact: true }).waitFor();
    expect(await row(bea.name).getByText('Bot', { exact: true }).count()).toBe(0);
    expect(
      await row(bea.name)
        .getByRole('button', { name: / call / })
        .count(),
    ).toBe(2);
    expect(
      await row(`Door bell ${title}`)
        .getByRole('button', { name: / call / })
        .count(),
    ).toBe(0);
    await ana.people.getByRole('button', { name: `Chat with Door bell ${title}` }).click();
    await ana.page.locator('ear-conversation-header').getByText('Bot', { exact: true }).waitFor();
    expect(await ana.page.getByRole('button', { name: /^Start .* call$/ }).count()).toBe(0);
    await ana.passesAxe();
    const folder = process.env['EARSHOT_SHOTS'];
    if (folder !== undefined) await ana.page.screenshot({ path: `${folder}/bot-${title}.png` });
  },
);

it('[API-1] one that was accepted keeps its badge while it is away, after a reload too', async () => {
  const key = await makeKey(server.dataDir, 'Garden', ['bot']);
  const post = async (path: string, body: object) => {
    const answer = await callApi(server.url, 'POST', path, { key, body });
    expect(answer.status).toBe(200);
  };
  const ana = await visitors.join('Ana Garden');
  await post('/api/appear', {});
  const found = await callApi(server.url, 'GET', '/api/people?search=garden', { key });
  const [id = ''] = /[0-9A-HJKMNP-TV-Z]{26}(?=","name":"Ana Garden)/.exec(found.text) ?? [];
  await post('/api/ask', { to: id, note: '' });
  await ana.dialog('Garden wants to chat').getByRole('button', { name: 'Accept', exact: true }).click();
  await post('/api/disconnect', {});
  const row = ana.people.locator('ear-person-row').filter({ hasText: 'Garden' });
  await row.getByText('Not here', { exact: true }).first().waitFor();
  await row.getByText('Bot', { exact: true }).waitFor();
  await ana.page.reload();
  await row.getByText('Not here', { exact: true }).first().waitFor();
  await row.getByText('Bot', { exact: true }).waitFor();
});

it('[API-9] whoever meets one to see somebody is told that it is a program, and is offered no camera', async () => {
  const key = await makeKey(server.dataDir, 'Terminal', ['bot', 'meet']);
  const started = await callApi(server.url, 'POST', '/api/start_video', { key, body: {} });
  expect(started.status).toBe(200);
  const ana = await visitors.join('Ana who meets', { viewport: { width: 390, height: 844 } });
  await ana.button('Meet someone').click();
  await ana.page.getByRole('button', { name: /^See each other/ }).click();
  const bar = ana.page.getByRole('region', { name: 'Meeting someone' });
  await bar.getByText('Terminal is a program and cannot be seen.', { exact: false }).waitFor();
  await bar.getByText('Bot', { exact: true }).waitFor();
  expect(await bar.getByRole('button').allInnerTexts()).toEqual(['Next', 'Leave']);
  await ana.passesAxe();
  const folder = process.env['EARSHOT_SHOTS'];
  if (folder !== undefined) await ana.page.screenshot({ path: `${folder}/bot-met.png` });
  await ana.write('Who are you?');
  // What was not taken is told again.
  const told = () => callApi(server.url, 'POST', '/api/receive', { key, body: { waitSeconds: 0 } });
  await expect
    .poll(async () => (await told()).json)
    .toMatchObject({
      events: [
        { event: 'waiting_for_partner' },
        { event: 'partner_found' },
        { event: 'receive_private_message', payload: { text: 'Who are you?' } },
      ],
    });
});
