import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { runServer, type RunningServer } from '../../support/running-server.ts';
import { WITHOUT_LIMITS } from '../../support/without-limits.ts';
import { BUILT_FOLDER, Visitors, type Visitor } from './visitors.ts';

let server: RunningServer;
let visitors: Visitors;

beforeAll(async () => {
  // Long enough for a slow machine to answer, short enough to wait for.
  server = await runServer({ builtFolder: BUILT_FOLDER, args: ['--ring-seconds', '15', ...WITHOUT_LIMITS] });
  visitors = await Visitors.open(server.url);
});
afterEach(() => visitors.clear());
afterAll(async () => {
  await visitors.close();
  await server.stop();
});

const accept = (visitor: Visitor, title: string) =>
  visitor.dialog(title).getByRole('button', { name: 'Accept', exact: true }).click();

it('a video call shows moving pictures and carries sound, both ways, and ends for both', async () => {
  const [ana, bea] = await visitors.inVideoCall('Ana', 'Bea');
  await Promise.all([ana.hears(), bea.hears()]);
  await Promise.all([ana.passesAxe(), bea.passesAxe()]);
  await ana.button('End call').click();
  await Promise.all([ana, bea].map((one) => one.button('End call').waitFor({ state: 'hidden' })));
  for (const one of [ana, bea]) {
    const left = await one.page.evaluate(() => ({
      connections: window.connectionWatch.connections.filter((each) => each.connectionState !== 'closed')
        .length,
      tracks: window.connectionWatch.tracks.filter((each) => each.readyState === 'live').length,
    }));
    expect(left).toEqual({ connections: 0, tracks: 0 });
  }
});

it('muting and turning the camera off are shown to the other, and really stop both', async () => {
  const [ana, bea] = await visitors.inVideoCall('Ana Mute', 'Bea Mute');
  await ana.button('Mute microphone').click();
  await ana.button('Unmute microphone').waitFor();
  await bea
    .callWith(ana)
    .getByText(/muted|microphone is off/i)
    .first()
    .waitFor();
  const energy = () => bea.page.evaluate(() => window.connectionWatch.energy());
  await expect
    .poll(async () => {
      const before = await energy();
      // Frames go on arriving meanwhile, which is what shows that time has passed.
      await bea.seesMoving(ana);
      return (await energy()) - before;
    })
    // What is left of a sound fades for a long time; a word has ten thousand times as much.
    .toBeLessThan(1e-7);
  await ana.button('Turn camera off').click();
  await bea
    .callWith(ana)
    .getByText(/camera is off|camera off/i)
    .first()
    .waitFor();
  const live = await ana.page.evaluate(
    () =>
      window.connectionWatch.tracks.filter((each) => each.kind === 'video' && each.readyState === 'live')
        .length,
  );
  expect(live).toBe(0);
  await ana.button('Turn camera on').click();
  await bea.seesMoving(ana);
  await ana.button('Unmute microphone').click();
  await bea.hears();
});

it('who is muted is heard while the space bar is held', async () => {
  const [ana, bea] = await visitors.inVideoCall('Ana Hold', 'Bea Hold');
  await ana.button('Mute microphone').click();
  const muted = bea.callWith(ana).getByText('Ana Hold is muted');
  await muted.waitFor();
  await ana.callWith(bea).getByText('Hold the space bar to talk').waitFor();
  // Where the keyboard is after a click on the picture, or right after joining the call.
  await ana.callWith(bea).locator('ear-call-stage').click();
  await ana.page.keyboard.down('Space');
  await muted.waitFor({ state: 'hidden' });
  await bea.hears();
  await ana.page.keyboard.up('Space');
  await muted.waitFor();
  // On its own button the space bar does what it always did.
  await ana.button('Unmute microphone').press('Space');
  await muted.waitFor({ state: 'hidden' });
  await ana.button('Mute microphone').press('Space');
  await muted.waitFor();
});

it('nothing is opened before "Accept"', async () => {
  const [ana, bea] = await visitors.friends('Ana Open', 'Bea Open');
  await ana.people.getByRole('button', { name: 'Video call Bea Open' }).click();
  await bea.dialog('Video call from Ana Open').waitFor();
  const opened = () =>
    bea.page.evaluate(() => ({
      asked: window.connectionWatch.asked,
      connections: window.connectionWatch.connections.length,
    }));
  expect(await opened()).toEqual({ asked: [], connections: 0 });
  await bea.dialog('Video call from Ana Open').getByRole('button', { name: 'Accept without camera' }).click();
  await bea.seesMoving(ana);
  expect((await opened()).asked).toEqual(['audio']);
});

it('while the browser still asks for the devices nothing is said of them, and the face is there in the place of the picture', async () => {
  const [ana, bea] = await visitors.friends('Ana Asked', 'Bea Asked');
  await bea.page.evaluate(() => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = (wanted) =>
      new Promise((given) => addEventListener('allow', () => given(open(wanted)), { once: true }));
  });
  await ana.people.getByRole('button', { name: 'Video call Bea Asked' }).click();
  await accept(bea, 'Video call from Ana Asked');
  await bea.seesMoving(ana);
  await ana.callWith(bea).getByRole('timer').waitFor();
  expect(await ana.callWith(bea).locator('.face').isVisible()).toBe(true);
  expect(
    await ana
      .callWith(bea)
      .getByText(/muted|camera is off/)
      .count(),
  ).toBe(0);
  expect(await bea.callWith(ana).getByText('turned the camera on').count()).toBe(0);
  await bea.page.evaluate(() => dispatchEvent(new Event('allow')));
  await ana.seesMoving(bea);
  await ana.callWith(bea).locator('.face').waitFor({ state: 'detached' });
});

it('an audio call carries sound and asks for no camera', async () => {
  const [ana, bea] = await visitors.friends('Ana Aud', 'Bea Aud');
  await ana.people.getByRole('button', { name: 'Audio call Bea Aud' }).click();
  await accept(bea, 'Audio call from Ana Aud');
  await Promise.all([ana.hears(), bea.hears()]);
  expect(await ana.page.evaluate(() => window.connectionWatch.asked)).toEqual(['audio']);
});

it('declining, cancelling and not answering are told apart', async () => {
  const [ana, bea] = await visitors.friends('Ana Ends', 'Bea Ends');
  const call = () => ana.people.getByRole('button', { name: 'Video call Bea Ends' }).click();
  await call();
  await bea.dialog('Video call from Ana Ends').getByRole('button', { name: 'Decline', exact: true }).click();
  await ana.page
    .getByText(/declined/i)
    .first()
    .waitFor();
  await ana.page
    .getByRole('button', { name: /^(Close|Dismiss)/ })
    .first()
    .click();
  await call();
  await bea.dialog('Video call from Ana Ends').waitFor();
  await ana.button('Cancel call').click();
  await bea.dialog('Video call from Ana Ends').waitFor({ state: 'hidden' });
  await ana.people.getByRole('button', { name: 'Video call Bea Ends' }).waitFor();
  await call();
  await bea.dialog('Video call from Ana Ends').waitFor();
  await ana.page
    .getByText(/did not answer|no answer/i)
    .first()
    .waitFor({ timeout: 40_000 });
  await bea.dialog('Video call from Ana Ends').waitFor({ state: 'hidden' });
});

it('somebody in a call is busy', async () => {
  const [, bea] = await visitors.inVideoCall('Ana Busy', 'Bea Busy');
  const cy = await visitors.join('Cy Busy');
  await cy.open(bea);
  await cy.page.getByRole('button', { name: /^Ask / }).click();
  await accept(bea, 'Cy Busy wants to chat');
  await cy.people.getByRole('button', { name: 'Audio call Bea Busy' }).click();
  await cy.page
    .getByText(/another call|busy/i)
    .first()
    .waitFor();
});

it('a call to somebody who has not accepted yet asks first, and rings after the yes', async () => {
  const [ana, bea] = [await visitors.join('Ana Ask'), await visitors.join('Bea Ask')];
  await ana.people.getByRole('button', { name: 'Video call Bea Ask', exact: true }).click();
  await accept(bea, 'Ana Ask wants to chat');
  await accept(bea, 'Video call from Ana Ask');
  await ana.seesMoving(bea);
});

it('the first tab to answer has the call and the other stops ringing', async () => {
  const [ana, bea] = await visitors.friends('Ana Two', 'Bea Two');
  const tab = await visitors.visit('Bea Two', { sameBrowserAs: bea });
  await tab.people.waitFor();
  await ana.people.getByRole('button', { name: 'Audio call Bea Two' }).click();
  await bea.dialog('Audio call from Ana Two').waitFor();
  await accept(tab, 'Audio call from Ana Two');
  await bea.dialog('Audio call from Ana Two').waitFor({ state: 'hidden' });
  await ana.hears();
});

it('a denied camera and microphone are explained, and the call goes on with what there is', async () => {
  const [ana, bea] = await visitors.friends('Ana Deny', 'Bea Deny');
  await bea.page.context().clearPermissions();
  await ana.people.getByRole('button', { name: 'Video call Bea Deny' }).click();
  await accept(bea, 'Video call from Ana Deny');
  await bea
    .callWith(ana)
    .getByText(/camera/i)
    .first()
    .waitFor();
  await bea.seesMoving(ana);
});
