/** Changing microphone and camera in the middle of a call. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { DeviceKind } from '../../../client/media/device-view.ts';
import { isSynthetic } from '../../../client/media/synthetic.ts';
import { until } from '../../support/until.ts';
import { hearsSound, PATIENCE_MS, seesFrames } from './senses.ts';
import { Stage, talk, type Actor } from './stage.ts';

const SEVERAL = ['--use-fake-device-for-media-stream=device-count=3', '--use-fake-ui-for-media-stream'];

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const view = (actor: Actor) => actor.page.evaluate(() => window.callPage.devicesView());
const pick = (actor: Actor, kind: DeviceKind, id: string | null) =>
  actor.page.evaluate(([k, i]) => window.callPage.pickDevice(k, i), [kind, id] as const);

/** The first or the last one, whichever is not in use, and waits until it is: what Chromium pretends in between sends depth, not pictures. */
async function changes(actor: Actor, kind: 'microphone' | 'camera'): Promise<string> {
  const { options: all, inUse } = (await view(actor))[kind];
  const options = all.filter(({ id }) => !isSynthetic(id));
  const other = [options.at(-1), options[0]].find((option) => option?.label !== inUse);
  if (!other) throw new Error(`${actor.name} has one ${kind}: ${JSON.stringify(options)}`);
  await pick(actor, kind, other.id);
  await until(async () => (await view(actor))[kind].inUse === other.label, {
    what: `${actor.name} to use ${other.label}`,
    timeoutMs: PATIENCE_MS,
  });
  expect((await view(actor))[kind].picked).toBe(other.id);
  return other.label;
}

it('goes on with the other device, and without another offer', async () => {
  const ana = await stage.actorWith('Ana', { devices: SEVERAL });
  const ben = await stage.actor('Ben');
  await talk(ana, ben);
  for (const kind of ['camera', 'microphone', 'camera'] as const) {
    await changes(ana, kind);
    await seesFrames(ben, 'remote');
    await hearsSound(ben);
  }
  expect((await ana.media('liveTracks')).sort()).toEqual(['audio', 'video']);
  expect(stage.relayed('webrtc_offer')).toBe(1);
  await ana.press('end');
  await until(async () => (await ana.media('liveTracks')).length === 0, { what: 'the end' });
});

it('is remembered for the next call', async () => {
  const ana = await stage.actorWith('Ana', { devices: SEVERAL });
  const ben = await stage.actor('Ben');
  await talk(ana, ben);
  const [camera, microphone] = [await changes(ana, 'camera'), await changes(ana, 'microphone')];
  await ana.press('end');
  await ben.shows({ phase: 'ended' });
  await talk(ana, ben);
  const { camera: now, microphone: mine } = await view(ana);
  expect([now.inUse, mine.inUse]).toEqual([camera, microphone]);
});

it('with echo cancellation off, the browser says that it is off, and the voice goes on', async () => {
  const [ana, ben] = await stage.talking();
  for (const on of [false, true]) {
    await ana.page.evaluate((wanted) => window.callPage.treatVoice('echoCancellation', wanted), on);
    await until(async () => (await view(ana)).voice.echoCancellation.done === on, {
      what: `echo cancellation to be ${on}`,
      timeoutMs: PATIENCE_MS,
    });
    await hearsSound(ben);
  }
  expect((await ana.media('liveTracks')).sort()).toEqual(['audio', 'video']);
});

it('works while muted, and stays muted', async () => {
  const ana = await stage.actorWith('Ana', { devices: SEVERAL });
  const ben = await stage.actor('Ben');
  await talk(ana, ben);
  await ana.press('toggleMicrophone');
  await changes(ana, 'microphone');
  await ana.shows({ local: { microphone: 'off' } });
  await ana.press('toggleMicrophone');
  await hearsSound(ben);
});

it('works in Firefox, towards Chromium', async () => {
  const [ana, ben] = await stage.talking(['firefox', 'chromium']);
  const { microphone } = await view(ana);
  await pick(ana, 'microphone', microphone.options[0]?.id ?? null);
  await hearsSound(ben);
  await ana.page.evaluate(() => window.callPage.treatVoice('noiseSuppression', false));
  await hearsSound(ben);
  await seesFrames(ben, 'remote');
});
