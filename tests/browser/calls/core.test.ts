/** What every pair of browsers must be able to do with each other. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { PATIENCE_MS, changesPath, hearsSilence, hearsSound, seesFrames, seesNothing } from './senses.ts';
import { Stage, type Actor, type BrowserName } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const PAIRS: readonly (readonly [BrowserName, BrowserName])[] = [
  ['chromium', 'chromium'],
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
];

/** Nothing of a call is left in this page. */
async function leftNothing(actor: Actor): Promise<void> {
  await until(async () => (await actor.media('openConnections')) === 0, {
    what: `${actor.name}'s connection to be closed`,
    timeoutMs: PATIENCE_MS,
  });
  expect(await actor.media('liveTracks')).toEqual([]);
}

describe.each(PAIRS)('a video call from %s to %s', (...pair) => {
  it('shows moving pictures and carries sound both ways, with one offer and one answer', async () => {
    const [ana] = await stage.talking(pair);
    expect([stage.relayed('webrtc_offer'), stage.relayed('webrtc_answer')]).toEqual([1, 1]);
    expect(await ana.media('sections')).toEqual(['audio', 'video', 'video', 'audio', 'application']);
    expect(await ana.media('directions')).toEqual(['sendrecv', 'sendrecv', 'sendrecv', 'sendrecv']);
    expect([await ana.asked(), await ana.media('madeConnections')]).toEqual([['audio+video'], 1]);
  });

  it('is silent while somebody is muted, and the other side is told', async () => {
    const [ana, ben] = await stage.talking(pair);
    for (const [speaker, listener] of [
      [ana, ben],
      [ben, ana],
    ] as const) {
      await speaker.press('toggleMicrophone');
      await listener.shows({ remote: { microphone: false, camera: true } });
      await hearsSilence(listener);
      await hearsSound(speaker);
      await speaker.press('toggleMicrophone');
      await listener.shows({ remote: { microphone: true } });
      await hearsSound(listener);
    }
    expect(stage.relayed('webrtc_offer')).toBe(1);
  });

  it('turns a camera off for good and on again in the same section', async () => {
    const [ana, ben] = await stage.talking(pair);
    for (const [sender, viewer] of [
      [ana, ben],
      [ben, ana],
    ] as const) {
      await sender.press('toggleCamera');
      await sender.shows({ local: { camera: 'off', preview: null } });
      await viewer.shows({ remote: { camera: false, stream: ['audio'] } });
      expect(await sender.media('liveTracks')).toEqual(['audio']);
      await seesNothing(viewer, 'remote');
      await hearsSound(viewer);
      await sender.press('toggleCamera');
      await viewer.shows({ remote: { camera: true, stream: ['audio', 'video'] } });
      await seesFrames(viewer, 'remote');
    }
    expect(await ana.media('sections')).toEqual(['audio', 'video', 'video', 'audio', 'application']);
    expect(stage.relayed('webrtc_offer')).toBe(1);
  });

  it('shows a shared screen in the section that was there for it', async () => {
    const [ana, ben] = await stage.talking(pair);
    // Firefox has no screen to share where there is no display.
    const [sender, viewer] = pair[1] === 'chromium' ? [ben, ana] : [ana, ben];
    await sender.page.click('#share');
    await viewer.shows({ remote: { camera: true, screen: { length: 2 } } });
    await seesFrames(viewer, 'screen');
    await sender.page.click('#share');
    await viewer.shows({ remote: { camera: true, screen: null } });
    await seesFrames(viewer, 'remote');
    expect(await sender.media('sections')).toEqual(['audio', 'video', 'video', 'audio', 'application']);
    expect(stage.relayed('webrtc_offer')).toBe(1);
  });

  it('settles after many things happen on both sides at once', { timeout: 180_000 }, async () => {
    const [ana, ben] = await stage.talking(pair);
    const toggles = ['toggleMicrophone', 'toggleCamera', 'changeNetwork'] as const;
    // A fixed sequence, so that a failure can be seen again.
    let seed = 7;
    const next = (max: number) => (seed = (seed * 48_271) % 2_147_483_647) % max;
    const act = async (actor: Actor) => {
      const what = toggles[next(toggles.length)] ?? 'changeNetwork';
      await (what === 'changeNetwork' ? actor.media('changeNetwork') : actor.press(what));
    };
    // On a slow machine several wishes for a new path become one, so it is counted how many there really were.
    for (let round = 0; round < 25 || stage.relayed('webrtc_offer') <= 5; round += 1) {
      await Promise.all([act(ana), act(ben)]);
    }
    for (const actor of [ana, ben]) {
      await until(async () => (await actor.media('signalingState')) === 'stable', {
        what: 'a stable state',
        timeoutMs: PATIENCE_MS,
      });
      for (const device of ['microphone', 'camera'] as const) {
        const { local } = (await actor.view()) as { local?: Record<string, unknown> };
        if (local?.[device] === 'off')
          await actor.press(device === 'camera' ? 'toggleCamera' : 'toggleMicrophone');
      }
    }
    const all = { microphone: true, camera: true };
    for (const actor of [ana, ben]) {
      await actor.shows({
        phase: 'active',
        link: 'connected',
        local: { microphone: 'on', camera: 'on' },
        remote: all,
      });
      await seesFrames(actor, 'remote');
      await hearsSound(actor);
    }
    expect(await ana.media('sections')).toEqual(['audio', 'video', 'video', 'audio', 'application']);
  });

  it('leaves no open connection and no live track when it ends', async () => {
    const [ana, ben] = await stage.talking(pair);
    await ben.press('end');
    await ana.shows({ phase: 'ended', reason: 'hung_up', by: 'them' });
    await ben.shows({ phase: 'ended', reason: 'hung_up', by: 'me' });
    await leftNothing(ana);
    await leftNothing(ben);
  });

  it('goes on without the server, and ends without it', async () => {
    const [ana, ben] = await stage.talking(pair);
    await Promise.all([ana.loseServer(), ben.loseServer()]);
    await ana.press('toggleMicrophone');
    await ben.shows({ remote: { microphone: false } });
    await seesFrames(ben, 'remote');
    await seesFrames(ana, 'remote');
    await ana.press('end');
    await ben.shows({ phase: 'ended', reason: 'hung_up', by: 'them' });
    await leftNothing(ana);
    await leftNothing(ben);
  });

  it('finishes a restart of the path that began while the server was away', async () => {
    const [ana, ben] = await stage.talking(pair);
    await Promise.all([ana.loseServer(), ben.loseServer()]);
    await Promise.all([ana.media('changeNetwork'), ben.media('changeNetwork')]);
    await until(async () => (await ana.media('signalingState')) === 'have-local-offer', {
      what: 'an offer that waits for the server',
    });
    await Promise.all([ana.findServer(), ben.findServer()]);
    for (const actor of [ana, ben]) {
      await changesPath(actor);
      await seesFrames(actor, 'remote');
    }
    // The callee gave up its own for the one it was offered.
    expect([await ana.media('madeConnections'), await ben.media('madeConnections')]).toEqual([2, 3]);
  });
});
