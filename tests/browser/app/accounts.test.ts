/** A server with accounts, in real browsers: registering, coming back, logging out and in, and what an administrator does. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runAccountCommand } from '../../../server/accounts/account-command.ts';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { WITHOUT_LIMITS } from '../../support/without-limits.ts';
import { BUILT_FOLDER, Visitors, type Visitor } from './visitors.ts';

const PASSWORD = 'correct horse battery';

let server: RunningServer;
let visitors: Visitors;
let adminLink: string;
beforeAll(async () => {
  const args = ['--accounts', '--registration', 'open', '--grace-seconds', '1', ...WITHOUT_LIMITS];
  server = await runServer({ builtFolder: BUILT_FOLDER, args });
  adminLink = `${server.url}/#account=${server.app.accounts?.inviteFirst() ?? ''}`;
  visitors = await Visitors.open(server.url);
});
afterEach(() => visitors.clear());
afterAll(async () => {
  await visitors.close();
  await server.stop();
});

const name = ({ page }: Visitor) => page.getByRole('textbox', { name: 'Your name' });
const password = ({ page }: Visitor) => page.getByLabel('Password', { exact: true });
async function fill(visitor: Visitor, words = PASSWORD): Promise<void> {
  await name(visitor).fill(visitor.name);
  await password(visitor).fill(words);
}
async function register(visitor: Visitor): Promise<void> {
  await visitor.button('Register').click();
  await fill(visitor);
  await visitor.button('Register').click();
  await visitor.people.waitFor();
}
async function fromMenu(visitor: Visitor, item: string): Promise<void> {
  await visitor.page.getByRole('button', { name: /^You: / }).click();
  await visitor.button(item).click();
}
async function administer(visitor: Visitor): Promise<void> {
  await fromMenu(visitor, 'Account');
  await visitor.page.getByRole('list', { name: 'Accounts' }).waitFor();
}
const autocompletes = ({ page }: Visitor) =>
  page
    .locator('ear-login input')
    .evaluateAll((inputs) => inputs.map((input) => input.getAttribute('autocomplete')));

it('who was here before there were accounts registers in the open page and goes on with their conversations', async () => {
  const limits = ['--grace-seconds', '1', ...WITHOUT_LIMITS];
  const open = await runServer({ builtFolder: BUILT_FOLDER, args: limits });
  const browsers = await Visitors.open(open.url);
  try {
    const [ana, bea] = await browsers.friends('Ana', 'Bea');
    await ana.write('Plums and figs');
    await bea.reads('Plums and figs', ana);
    await open.restart(['--accounts', '--registration', 'open', ...limits]);
    for (const visitor of [ana, bea]) {
      await visitor.button('Register').click();
      expect(await name(visitor).inputValue()).toBe(visitor.name);
      await password(visitor).fill(PASSWORD);
      await visitor.button('Register').click();
      await visitor.people.waitFor();
    }
    await ana.open(bea);
    await bea.open(ana);
    await ana.reads('Plums and figs', bea);
    await bea.write('And walnuts');
    await ana.reads('And walnuts', bea);
    await browsers.clear();
  } finally {
    await browsers.close();
    await open.stop();
  }
});

describe('with accounts', () => {
  it('one registers, comes back after a reload, logs out and in, and is told of a wrong password', async () => {
    const ana = await visitors.visit('Ana');
    await name(ana).waitFor();
    await ana.passesAxe();
    expect(await autocompletes(ana)).toEqual(['username', 'current-password']);
    await ana.button('Register').click();
    await expect.poll(() => autocompletes(ana)).toEqual(['username', 'new-password']);
    await fill(ana, 'short');
    await ana.button('Register').click();
    await ana.page.getByText('A password has at least 8 characters').waitFor();
    await fill(ana);
    await ana.button('Register').click();
    await ana.people.waitFor();
    await ana.page.reload();
    await ana.people.waitFor();
    await fromMenu(ana, 'Log out');
    await name(ana).waitFor();
    await ana.page.reload();
    await fill(ana, 'not the password');
    await ana.button('Log in').click();
    await ana.page.getByText('That is not the right name and password.').waitFor();
    await ana.passesAxe();
    await password(ana).fill(PASSWORD);
    await ana.button('Log in').click();
    await ana.people.waitFor();
  });

  it('another person in the same browser takes nothing over, and is asked before it is erased', async () => {
    const [bea, cy] = [await visitors.visit('Bea'), await visitors.visit('Cy')];
    await register(bea);
    await register(cy);
    await bea.open(cy);
    await bea.page.getByRole('button', { name: /^Ask / }).click();
    await cy.dialog('Bea wants to chat').getByRole('button', { name: 'Accept', exact: true }).click();
    await bea.page.getByRole('textbox', { name: 'Message' }).waitFor();
    await bea.write('Plums and figs');
    await cy.reads('Plums and figs', bea);
    await fromMenu(bea, 'Log out');
    await name(bea).waitFor();
    await bea.button('Register').click();
    await name(bea).fill('Dora');
    await password(bea).fill(PASSWORD);
    await bea.button('Register').click();
    await bea.page.getByText('This browser keeps conversations of somebody else.').waitFor();
    await bea.passesAxe();
    await bea.button('Cancel').click();
    await fill(bea);
    await bea.button('Log in').click();
    await bea.people.waitFor();
    await bea.open(cy);
    await bea.reads('Plums and figs', cy);
    await fromMenu(bea, 'Log out');
    await name(bea).fill('Dora');
    await password(bea).fill(PASSWORD);
    await bea.button('Log in').click();
    await bea.button('Erase and go on').click();
    await bea.people.waitFor();
    await bea.page.getByRole('button', { name: 'You: Dora' }).waitFor();
    await expect.poll(() => bea.page.getByText('Plums and figs').count()).toBe(0);
  });

  it('an administrator comes by the link of the host, disables somebody who is here, and lets them in by a new password', async () => {
    const eve = await visitors.visit('Eve');
    await register(eve);
    const admin = await visitors.visit('Ada');
    await admin.page.goto(adminLink);
    await fill(admin);
    expect(admin.page.url()).toBe(`${server.url}/`);
    await admin.button('Register').click();
    await admin.people.waitFor();
    await administer(admin);
    await admin.passesAxe();
    await admin.button('Disable Eve').click();
    await eve.page.getByText('an administrator of this server has disabled your account').waitFor();
    await fill(eve);
    await eve.button('Log in').click();
    await eve.page.getByText('Ask them about it.').waitFor();
    await admin.button('Enable Eve').click();
    await admin.button('New password for Eve').click();
    const link = await admin.page.getByText(/#account=/).innerText();
    await eve.page.goto(link);
    await eve.page.getByText('A new password for Eve').waitFor();
    await password(eve).fill('another password');
    await eve.button('Set the password').click();
    await eve.people.waitFor();
    await fromMenu(eve, 'Account');
    await eve.page.getByRole('heading', { name: 'All devices' }).waitFor();
    expect(await eve.page.getByRole('heading', { name: 'Administration' }).count()).toBe(0);
    await eve.button('Log out everywhere').click();
    await name(eve).waitFor();
    await eve.page.reload();
    await eve.button('Log in').waitFor();
  });

  it('who sets a new password in a second tab is back in the first one by themselves', async () => {
    const lea = await visitors.visit('Lea');
    await register(lea);
    const printed: string[] = [];
    await runAccountCommand({
      config: { dataDir: server.dataDir, port: server.app.port },
      command: { action: 'reset', name: 'Lea' },
      ...{ cwd: server.dataDir, now: Date.now, print: (text) => void printed.push(text) },
    });
    const secret = /#account=\S+/.exec(printed.join('\n'))?.[0] ?? '';
    const again = await visitors.visit('Lea', { sameBrowserAs: lea, query: `/${secret}` });
    await again.page.getByText('A new password for Lea').waitFor();
    const connectedAnew = lea.page.waitForEvent('websocket');
    await password(again).fill('another password');
    await again.button('Set the password').click();
    await again.people.waitFor();
    await connectedAnew;
    await lea.people.waitFor();
    expect(await lea.button('Log in').count()).toBe(0);
  });

  it('an administrator takes an invitation back, and makes another one of somebody, who may not end the last one', async () => {
    const [finn, gus] = [await visitors.visit('Finn'), await visitors.visit('Gus')];
    await register(finn);
    await register(gus);
    await runAccountCommand({
      config: { dataDir: server.dataDir, port: server.app.port },
      command: { action: 'promote', name: 'Finn' },
      ...{ cwd: server.dataDir, now: Date.now, print: () => {} },
    });
    await administer(finn);
    const open = finn.page.getByRole('list', { name: 'Open links' });
    await finn.button('Invite somebody').click();
    const link = await finn.page.getByText(/#account=/).innerText();
    await open.getByText(/Shown above\. Can be opened until /).waitFor();
    await finn.passesAxe();
    await finn.page.getByRole('button', { name: /^Take back: Invitation, until / }).click();
    await open.waitFor({ state: 'detached' });
    expect(await finn.page.getByText(/#account=/).count()).toBe(0);
    const hal = await visitors.visit('Hal');
    await hal.page.goto('about:blank');
    await hal.page.goto(link);
    await hal.page.getByText('This link is not valid any more.').waitFor();

    await finn.button('Make administrator: Gus').click();
    await finn.button('Remove as administrator: Gus').waitFor();
    await administer(gus);
    await gus.button('Remove as administrator: Finn').click();
    await gus.button('Make administrator: Finn').waitFor();
    await finn.button('Remove as administrator: Gus').click();
    await finn.page.getByText('Only administrators can do that').waitFor();
  });
});

describe.each(['chromium', 'firefox'] as const)('behind a passcode, in %s', (kind) => {
  it('an invitation is opened once: it is still there when the passcode was given, after a wrong one too', async () => {
    const args = ['--accounts', '--passcode', 'four cups', ...WITHOUT_LIMITS];
    const closed = await runServer({ builtFolder: BUILT_FOLDER, args });
    const browsers = await Visitors.open(closed.url, kind);
    try {
      const ivo = await browsers.visit('Ivo');
      await ivo.page.goto('about:blank');
      await ivo.page.goto(`${closed.url}/#account=${closed.app.accounts?.inviteFirst() ?? ''}`);
      const passcode = ivo.page.getByLabel('Passcode', { exact: true });
      await passcode.fill('three cups');
      await ivo.button('Continue').click();
      await ivo.page.getByText('That is not the passcode.').waitFor();
      await passcode.fill('four cups');
      await ivo.button('Continue').click();
      await fill(ivo);
      expect(ivo.page.url()).toBe(`${closed.url}/`);
      await ivo.button('Register').click();
      await ivo.people.waitFor();
      await fromMenu(ivo, 'Account');
      await ivo.page.getByRole('heading', { name: 'Administration' }).waitFor();
      await browsers.clear();
    } finally {
      await browsers.close();
      await closed.stop();
    }
  });
});

it('in Firefox one registers, comes back after a reload, logs out and in', async () => {
  const foxes = await Visitors.open(server.url, 'firefox');
  try {
    const kim = await foxes.visit('Kim');
    await register(kim);
    await kim.page.reload();
    await kim.people.waitFor();
    await fromMenu(kim, 'Log out');
    await name(kim).waitFor();
    await fill(kim, 'not the password');
    await kim.button('Log in').click();
    await kim.page.getByText('That is not the right name and password.').waitFor();
    await kim.passesAxe();
    await password(kim).fill(PASSWORD);
    await kim.button('Log in').click();
    await kim.people.waitFor();
    await kim.page.reload();
    await kim.people.waitFor();
    await foxes.clear();
  } finally {
    await foxes.close();
  }
});
