/** What is turned on and off in the very moment in which one path takes over from another. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { PATIENCE_MS, changesPath, hearsSilence, seesFrames } from './senses.ts';
import { Stage, type Actor } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

declare global {
  interface Window {
    /** Lets go on what the test holds back in this page. */
    release: Record<'candidates' | 'tracks', () => void>;
  }
}

/** No path can be found, and no track is placed, before the test says so. */
const holdBack = (actor: Actor) =>
  actor.page.evaluate(() => {
    const gate = () => {
      let open = () => {};
      const opened = new Promise<void>((resolve) => (open = resolve));
      return { open, opened };
    };
    const [candidates, tracks] = [gate(), gate()];
    window.release = { candidates: candidates.open, tracks: tracks.open };
    const { callPage, serverRequest } = window;
    const { notice } = callPage;
    window.serverRequest = async (name, payload) => {
      if (name === 'webrtc_ice_candidate') await candidates.opened;
      return serverRequest(name, payload);
    };
    callPage.notice = (name, payload) => {
      if (name !== 'webrtc_ice_candidate') notice(name, payload);
      else void candidates.opened.then(() => notice(name, payload));
    };
    const { replaceTrack } = RTCRtpSender.prototype;
    RTCRtpSender.prototype.replaceTrack = async function (track) {
      await tracks.opened;
      await replaceTrack.call(this, track);
    };
  });

it('a mute that comes while an offer is being answered is told', async () => {
  const [ana, ben] = await stage.talking();
  await ben.page.evaluate(() => {
    const Connection = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Connection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        this.addEventListener('signalingstatechange', () => {
          if (this.signalingState === 'have-remote-offer') window.callPage.press('toggleMicrophone');
        });
      }
    };
  });
  await ana.media('changeNetwork');
  for (const actor of [ana, ben]) await changesPath(actor);
  await ben.shows({ local: { microphone: 'off' } });
  await ana.shows({ remote: { microphone: false } });
  await hearsSilence(ana);
  expect(await ana.view()).toMatchObject({ remote: { microphone: false } });
});

it('a camera that comes while a path takes over is in that path', async () => {
  const [ana, ben] = await stage.talking();
  await ana.press('toggleCamera');
  await ben.shows({ remote: { camera: false } });
  await holdBack(ana);
  await ana.media('changeNetwork');
  // What Ana says for the path must be on its way: while a track waits, she says nothing more.
  await until(
    async () =>
      (await ana.media('madeConnections')) === 2 &&
      (await ana.media('signalingState')) === 'stable' &&
      (await ana.media('gatheringState')) === 'complete',
    { what: 'an answer', timeoutMs: PATIENCE_MS },
  );
  await ana.press('toggleCamera');
  await ana.shows({ local: { camera: 'on' } });
  await ana.page.evaluate(() => window.release.candidates());
  for (const actor of [ana, ben]) await changesPath(actor);
  await ana.page.evaluate(() => window.release.tracks());
  await ben.shows({ remote: { camera: true } });
  await seesFrames(ben, 'remote');
});
