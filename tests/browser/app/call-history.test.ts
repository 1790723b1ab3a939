/** What a call leaves behind, and what a person in a call hears of others: the real page before the real server. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { WITHOUT_LIMITS } from '../../support/without-limits.ts';
import { BUILT_FOLDER, Visitors, type Visitor } from './visitors.ts';

let server: RunningServer;
let visitors: Visitors;

beforeAll(async () => {
  server = await runServer({ builtFolder: BUILT_FOLDER, args: ['--ring-seconds', '60', ...WITHOUT_LIMITS] });
  visitors = await Visitors.open(server.url);
});
afterEach(() => visitors.clear());
afterAll(async () => {
  await visitors.close();
  await server.stop();
});

const accept = (visitor: Visitor, title: string) =>
  visitor.dialog(title).getByRole('button', { name: 'Accept', exact: true }).click();
const calls = (visitor: Visitor, media: 'Audio' | 'Video', peer: Visitor) =>
  visitor.people.getByRole('button', { name: `${media} call ${peer.name}` }).click();
const row = (visitor: Visitor, peer: Visitor) =>
  visitor.people.getByRole('listitem').filter({ hasText: peer.name });
/** The entries of calls in the open conversation, from top to bottom. */
const entries = (visitor: Visitor, peer: Visitor) =>
  visitor.conversation(peer).locator('.call b').allTextContents();
const entry = (visitor: Visitor, peer: Visitor, words: string | RegExp) =>
  visitor.conversation(peer).getByText(words, { exact: true });

it('a missed call stays in the list of people and in the conversation, over a reload, until it is called back', async () => {
  const [ana, bea] = await visitors.friends('Ana Miss', 'Bea Miss');
  const cy = await visitors.join('Cy Miss');
  await bea.open(cy);
  await calls(ana, 'Audio', bea);
  await bea.dialog('Audio call from Ana Miss').waitFor();
  await ana.button('Cancel call').click();
  await entry(ana, bea, 'Audio call: you cancelled').waitFor();
  await row(bea, ana).getByText('Missed call').waitFor();
  await row(bea, ana).getByText('1 unread').waitFor();
  // What is remembered is what the browser has stored, not what the page has seen.
  await bea.page.reload();
  await row(bea, ana).getByText('1 unread').waitFor();
  await bea.open(ana);
  await entry(bea, ana, 'Missed audio call').waitFor();
  await row(bea, ana).getByText('1 unread').waitFor({ state: 'hidden' });
  await bea.passesAxe();

  await bea.button('Call back Ana Miss').click();
  await accept(ana, 'Audio call from Bea Miss');
  await Promise.all([ana.hears(), bea.hears()]);
  await bea.button('End call').click();
  const talked = /^Audio call: \d+ seconds?$/;
  await Promise.all([entry(ana, bea, talked).waitFor(), entry(bea, ana, talked).waitFor()]);
  await bea.button('Call back Ana Miss').waitFor({ state: 'hidden' });
  expect(await entries(bea, ana)).toEqual(['Missed audio call', expect.stringMatching(talked)]);
  expect(await entries(ana, bea)).toEqual(['Audio call: you cancelled', expect.stringMatching(talked)]);
  await Promise.all([ana, bea].map((one) => one.page.reload()));
  await ana.open(bea);
  await bea.open(ana);
  await Promise.all([entry(ana, bea, talked).waitFor(), entry(bea, ana, talked).waitFor()]);
  expect(await entries(bea, ana)).toEqual(['Missed audio call', expect.stringMatching(talked)]);
});

it('two tabs leave one entry of a call, with the length that only one of them knows', async () => {
  const [ana, bea] = await visitors.friends('Ana Tabs', 'Bea Tabs');
  const tab = await visitors.visit('Bea Tabs', { sameBrowserAs: bea });
  await tab.people.waitFor();
  await tab.open(ana);
  await calls(ana, 'Audio', bea);
  await bea.dialog('Audio call from Ana Tabs').waitFor();
  await accept(tab, 'Audio call from Ana Tabs');
  await tab.hears();
  await tab.button('End call').click();
  const talked = /^Audio call: \d+ seconds?$/;
  await Promise.all([entry(bea, ana, talked).waitFor(), entry(tab, ana, talked).waitFor()]);
  expect(await entries(bea, ana)).toHaveLength(1);
});

it('a page that is loaded anew during a call goes on with its entry', async () => {
  const [ana, bea] = await visitors.friends('Ana Gone', 'Bea Gone');
  await calls(ana, 'Audio', bea);
  await accept(bea, 'Audio call from Ana Gone');
  await Promise.all([ana.hears(), bea.hears()]);
  await entry(bea, ana, 'Audio call').waitFor();
  await bea.page.reload();
  await bea.callWith(ana).waitFor();
  await Promise.all([ana.hears(), bea.hears()]);
  await ana.button('End call').click();
  for (const [one, other] of [
    [ana, bea],
    [bea, ana],
  ] as const) {
    await one.open(other);
    await entry(one, other, /^Audio call: \d+ seconds?$/).waitFor();
    expect(await entries(one, other)).toHaveLength(1);
  }
});

it('somebody in a call is told quietly who calls, ends it and calls back with one press', async () => {
  const [ana, bea] = await visitors.friends('Ana Wait', 'Bea Wait');
  const cy = await visitors.join('Cy Wait');
  await cy.open(bea);
  await cy.page.getByRole('button', { name: /^Ask / }).click();
  await accept(bea, 'Cy Wait wants to chat');
  await cy.page.getByRole('textbox', { name: 'Message' }).waitFor();
  await calls(ana, 'Audio', bea);
  await accept(bea, 'Audio call from Ana Wait');
  await Promise.all([ana.hears(), bea.hears()]);
  await calls(cy, 'Audio', bea);
  await cy.page.getByText('Bea Wait is in another call. Try again a little later.').waitFor();
  await bea.page.getByText('Cy Wait called you and heard that you are in a call.').waitFor();
  await bea.passesAxe();
  await bea.hears();
  await bea.button('End and call back Cy Wait').click();
  await accept(cy, 'Audio call from Bea Wait');
  await Promise.all([cy.hears(), bea.hears()]);
  await ana.button('End call').waitFor({ state: 'hidden' });
  await entry(bea, cy, 'Missed audio call: you were in another call').waitFor();
  await entry(cy, bea, 'Audio call: Bea Wait was in another call').waitFor();
});

it('no ring is heard of somebody who asked not to be disturbed, and that is said', async () => {
  const [ana, bea] = await visitors.friends('Ana Still', 'Bea Still');
  await bea.page.getByRole('button', { name: /^You: / }).click();
  await bea.page.getByRole('radio', { name: /^Do not disturb/ }).check();
  await calls(ana, 'Video', bea);
  await ana
    .callWith(bea)
    .getByText('Not ringing: Bea Still asked not to be disturbed. They can see that you call.')
    .waitFor();
  await bea.dialog('Video call from Ana Still').waitFor();
});

it('an audio call becomes one with video and back, with the own consent of each', async () => {
  const [ana, bea] = await visitors.friends('Ana Turn', 'Bea Turn');
  await calls(ana, 'Audio', bea);
  await accept(bea, 'Audio call from Ana Turn');
  await Promise.all([ana.hears(), bea.hears()]);
  const asked = (visitor: Visitor) => visitor.page.evaluate(() => window.connectionWatch.asked);
  await ana.button('Turn camera on').click();
  await bea.seesMoving(ana);
  const invited = bea.callWith(ana).getByText('Ana Turn has turned the camera on');
  await invited.waitFor();
  expect(await asked(bea)).toEqual(['audio']);
  await bea.button('Turn on mine too').click();
  await ana.seesMoving(bea);
  await invited.waitFor({ state: 'hidden' });
  // Ana's own camera is on already, so there is nothing to ask her.
  expect(await ana.callWith(bea).getByText('Bea Turn has turned the camera on').count()).toBe(0);
  for (const one of [ana, bea]) await one.button('Turn camera off').click();
  await bea.callWith(ana).getByText("Ana Turn's camera is off").waitFor();
  await Promise.all([ana.hears(), bea.hears()]);
});
