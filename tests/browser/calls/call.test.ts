/** What one kind of browser is enough to show. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { hearsSound, seesFrames, seesNothing } from './senses.ts';
import { Stage, type Actor } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

/** Not a device was asked for, not a connection made. */
async function openedNothing(actor: Actor): Promise<void> {
  expect(await actor.asked()).toEqual([]);
  expect(await actor.media('madeConnections')).toBe(0);
}

async function pair(): Promise<[Actor, Actor]> {
  return [await stage.actor('Ana'), await stage.actor('Ben')];
}

describe('consent', () => {
  it('opens nothing at the called side before the accept, and gives no address away', async () => {
    const [ana, ben] = await pair();
    await ana.call(ben, 'video');
    await ana.shows({ phase: 'outgoing', progress: 'ringing', local: { camera: 'on', preview: ['video'] } });
    await ben.shows({ phase: 'incoming' });
    await openedNothing(ben);
    // The offer is made already, and stays here with its candidates.
    expect(await ana.media('madeConnections')).toBe(1);
    expect(stage.server.relayed).toEqual([]);
    expect([await ana.rings(), await ben.rings()]).toEqual([['outgoing'], ['incoming']]);
  });

  it('leaves nothing open after a call was declined', async () => {
    const [ana, ben] = await pair();
    await ana.call(ben, 'video');
    await ana.shows({ phase: 'outgoing', local: { camera: 'on' } });
    await ben.press('decline');
    await ana.shows({ phase: 'ended', reason: 'declined', by: 'them' });
    await ben.shows({ phase: 'ended', reason: 'declined', by: 'me' });
    expect(await ana.media('liveTracks')).toEqual([]);
    await openedNothing(ben);
  });

  it('leaves nothing open after a call was cancelled', async () => {
    const [ana, ben] = await pair();
    await ana.call(ben, 'video');
    await ana.shows({ phase: 'outgoing', progress: 'ringing', local: { camera: 'on' } });
    await ana.press('cancel');
    await ben.shows({ phase: 'ended', reason: 'cancelled', by: 'them' });
    expect(await ana.media('liveTracks')).toEqual([]);
    await openedNothing(ben);
  });
});

describe('two people who call each other in the same moment', () => {
  it('are in one call', async () => {
    const [ana, ben] = await pair();
    await Promise.all([ana.call(ben, 'video'), ben.call(ana, 'video')]);
    for (const actor of [ana, ben]) {
      await actor.shows({ phase: 'active', link: 'connected' });
      await seesFrames(actor, 'remote');
    }
    expect(stage.relayed('webrtc_offer')).toBe(1);
  });
});

describe('an audio call', () => {
  it('never opens a camera, and is heard though there is no picture', async () => {
    const [ana, ben] = await pair();
    await ana.call(ben, 'audio');
    await ben.shows({ phase: 'incoming', media: 'audio' });
    await ben.press('accept', 'audio');
    for (const actor of [ana, ben]) {
      await actor.shows({ phase: 'active', link: 'connected', remote: { camera: false, stream: ['audio'] } });
      await hearsSound(actor);
      await isPlaying(actor);
      expect(await actor.asked()).toEqual(['audio']);
    }
  });

  it('becomes a video call when a camera is turned on, without another offer', async () => {
    const [ana, ben] = await pair();
    await ana.call(ben, 'audio');
    await ben.shows({ phase: 'incoming' });
    await ben.press('accept', 'audio');
    await ben.shows({ phase: 'active', link: 'connected' });
    await ana.press('toggleCamera');
    await ben.shows({ remote: { camera: true } });
    await seesFrames(ben, 'remote');
    await seesFrames(ana, 'preview');
    expect(stage.relayed('webrtc_offer')).toBe(1);
  });

  it('is how a video call is answered without the own camera', async () => {
    const [ana, ben] = await pair();
    await ana.call(ben, 'video');
    await ben.shows({ phase: 'incoming' });
    await ben.press('accept', 'audio');
    await ana.shows({ phase: 'active', link: 'connected', remote: { camera: false } });
    await seesFrames(ben, 'remote');
    await hearsSound(ana);
    expect(await ben.asked()).toEqual(['audio']);
  });
});

describe('a device that cannot be had', () => {
  it.each([
    ['NotFoundError', 'not_found', 'missing'],
    ['NotAllowedError', 'denied', 'off'],
    ['NotReadableError', 'in_use', 'off'],
  ] as const)('is named, and the call goes on with the voice (camera, %s)', async (video, kind, camera) => {
    const [ana, ben] = await pair();
    await ben.fail({ video });
    await ana.call(ben, 'video');
    await ben.shows({ phase: 'incoming' });
    await ben.press('accept', 'video');
    await ben.shows({
      phase: 'active',
      link: 'connected',
      local: { microphone: 'on', camera, problems: { 0: { device: 'camera', kind } } },
    });
    await seesFrames(ben, 'remote');
    await hearsSound(ana);
    await ana.shows({ remote: { camera: false, microphone: true } });
  });

  it('is named, and the call goes on with listening (microphone)', async () => {
    const [ana, ben] = await pair();
    await ben.fail({ audio: 'NotAllowedError' });
    await ana.call(ben, 'audio');
    await ben.shows({ phase: 'incoming' });
    await ben.press('accept', 'audio');
    await ben.shows({
      phase: 'active',
      local: { problems: { 0: { device: 'microphone', kind: 'denied' } } },
    });
    await ben.shows({ phase: 'active', link: 'connected' });
    await hearsSound(ben);
    await ana.shows({ remote: { microphone: false } });
    // Allowed after all: the button tries again.
    await ben.page.evaluate(() => void delete window.callPage.media.failing.audio);
    await ben.press('toggleMicrophone');
    await ana.shows({ remote: { microphone: true } });
    await hearsSound(ana);
    expect(stage.relayed('webrtc_offer')).toBe(1);
  });
});

describe('a device that the browser itself does not give', () => {
  it.each([
    [
      'there is no camera',
      ['--use-fake-device-for-media-stream=device-count=0', '--use-fake-ui-for-media-stream'],
      [],
      'not_found',
      'missing',
    ],
    [
      'the person allows the microphone alone',
      ['--use-fake-device-for-media-stream'],
      ['microphone'],
      'denied',
      'off',
    ],
  ] as const)(
    'is left out of a video call that goes on: %s',
    async (_, devices, permissions, kind, camera) => {
      const ana = await stage.actor('Ana');
      const ben = await stage.actorWith('Ben', { devices, permissions: [...permissions] });
      await ana.call(ben, 'video');
      await ben.shows({ phase: 'incoming' });
      await ben.press('accept', 'video');
      await ben.shows({ phase: 'active', link: 'connected' });
      await ben.shows({ local: { microphone: 'on', camera, problems: { 0: { device: 'camera', kind } } } });
      await seesFrames(ben, 'remote');
      await hearsSound(ana);
    },
  );

  it('is left out of a call that goes on with listening: the person allows nothing', async () => {
    const ana = await stage.actor('Ana');
    const ben = await stage.actorWith('Ben', { devices: ['--use-fake-device-for-media-stream'] });
    await ana.call(ben, 'video');
    await ben.shows({ phase: 'incoming' });
    await ben.press('accept', 'video');
    const denied = { 0: { device: 'microphone', kind: 'denied' }, 1: { device: 'camera', kind: 'denied' } };
    await ben.shows({ phase: 'active', local: { microphone: 'off', camera: 'off', problems: denied } });
    await ben.shows({ phase: 'active', link: 'connected' });
    await seesFrames(ben, 'remote');
    expect(await ben.asked()).toEqual(['audio+video', 'audio']);
  });
});

describe('a shared screen', () => {
  it('uses the section that was there for it, and ends in the bar of the browser too', async () => {
    const [ana, ben] = await stage.talking();
    await ana.page.click('#share');
    await ana.shows({ local: { sharing: true } });
    await ben.shows({ remote: { camera: true, screen: { length: 2 } } });
    await seesFrames(ben, 'screen');
    await seesFrames(ben, 'remote');
    await ana.media('endSharing');
    await ana.shows({ local: { sharing: false } });
    await ben.shows({ remote: { screen: null, camera: true } });
    await seesFrames(ben, 'remote');
    await ana.page.click('#share');
    await ben.shows({ remote: { screen: { length: 2 } } });
    await seesFrames(ben, 'screen');
    expect(await ana.media('sections')).toEqual(['audio', 'video', 'video', 'audio', 'application']);
    expect(stage.relayed('webrtc_offer')).toBe(1);
    await ana.press('end');
    await until(async () => (await ana.media('openConnections')) === 0, { what: 'the end' });
    expect(await ana.media('liveTracks')).toEqual([]);
  });
});

describe('the sound of a shared screen', () => {
  it.each([
    ['chromium', 'chromium'],
    ['chromium', 'firefox'],
  ] as const)('goes with it in a section of its own, beside the voice (%s to %s)', async (...browsers) => {
    const [ana, ben] = await stage.talking(browsers);
    await ana.media('shareSound');
    await ana.page.click('#share');
    await ana.shows({ local: { sharing: true, sharingSound: true } });
    await ben.shows({ remote: { screen: { length: 2 } } });
    await seesFrames(ben, 'screen');
    await until(async () => (await ben.media('screenEnergy')) > 1e-4, { what: 'the sound of the screen' });
    await hearsSound(ben);
    await ana.page.click('#share');
    await ben.shows({ remote: { screen: null } });
    await hearsSound(ben);
    expect(stage.relayed('webrtc_offer')).toBe(1);
  });
});

describe('a page that goes away', () => {
  it('hangs up, even while the server is away', async () => {
    const [ana, ben] = await stage.talking();
    await Promise.all([ana.loseServer(), ben.loseServer()]);
    await ana.page.goto('about:blank');
    await ben.shows({ phase: 'ended', reason: 'hung_up', by: 'them' });
    await seesNothing(ben, 'remote');
  });
});

describe('a server that is restarted during a call', () => {
  it('forgets the call, which goes on and ends in order', async () => {
    const [ana, ben] = await stage.talking();
    await Promise.all([ana.loseServer(), ben.loseServer()]);
    stage.server.restart();
    await Promise.all([ana.findServer(), ben.findServer()]);
    for (const actor of [ana, ben]) {
      await seesFrames(actor, 'remote');
      await hearsSound(actor);
    }
    await ana.press('toggleCamera');
    await ben.shows({ phase: 'active', remote: { camera: false } });
    await ana.press('end');
    await ben.shows({ phase: 'ended', reason: 'hung_up', by: 'them' });
  });
});

/** The element that plays the remote side does play. */
async function isPlaying(actor: Actor): Promise<void> {
  const time = () =>
    actor.page.evaluate(() => document.querySelector<HTMLVideoElement>('#remote')?.currentTime ?? 0);
  const before = await time();
  await until(async () => (await time()) > before + 0.3, { what: `${actor.name}'s sound to play` });
}
