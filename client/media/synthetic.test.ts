/** Synthetic devices among the real ones of a call; that their picture moves is shown in real browsers. */
import { expect, it } from 'vitest';
import { FakeDevices, FakeTrack, fakeDevice, fakeStreamOf } from '../../tests/support/fake-devices.ts';
import { settled } from '../../tests/support/settled.ts';
import { StoredChoices, type DeviceChoices } from './device-choices.ts';
import { DeviceList } from './device-list.ts';
import type { CaptureDevice } from './device-opener.ts';
import { LocalMedia } from './local-media.ts';
import { PickedDevices } from './picked-devices.ts';
import { bothSynthetic, syntheticDevice } from './synthetic.ts';

const CAMERA = syntheticDevice('camera');

interface Surroundings {
  readonly before?: Partial<DeviceChoices>;
  readonly failing?: FakeDevices['failing'];
}

async function inVideoCall({ before = {}, failing = {} }: Surroundings = {}) {
  const devices = new FakeDevices();
  Object.assign(devices.failing, failing);
  const choices = new StoredChoices(null);
  choices.set(before);
  const made: FakeTrack[] = [];
  const synthetic = (device: CaptureDevice) => {
    const { id, label } = syntheticDevice(device);
    const kind = device === 'camera' ? 'video' : 'audio';
    const track = new FakeTrack(kind, { label, settings: { deviceId: id } });
    made.push(track);
    // As much of a track as is used.
    return Promise.resolve(track as unknown as MediaStreamTrack);
  };
  const media = new LocalMedia({
    devices: devices.source,
    streamOf: fakeStreamOf,
    choices: () => choices.state.get(),
    synthetic,
  });
  const list = new DeviceList(devices.source);
  const picked = new PickedDevices({ media, choices, list, canPickSpeaker: false });
  await media.start('video');
  await settled();
  const liveMade = () => made.filter(({ readyState }) => readyState === 'live').map(({ label }) => label);
  return { devices, choices, media, picked, liveMade, view: () => picked.view.get() };
}

it('where both are chosen the browser is asked for nothing', async () => {
  const { devices, media, view, liveMade } = await inVideoCall({ before: bothSynthetic() });
  expect(devices.asked).toEqual([]);
  expect(media.state.get()).toMatchObject({ microphone: 'on', camera: 'on', mirrored: false, problems: [] });
  expect(view().synthetic).toEqual(['microphone', 'camera']);
  expect(view().camera).toMatchObject({ picked: CAMERA.id, inUse: CAMERA.label });
  media.stop();
  expect(liveMade()).toEqual([]);
});

it('a synthetic camera goes with a real microphone', async () => {
  const { devices, view } = await inVideoCall({ before: { camera: CAMERA } });
  expect(devices.asked).toEqual(['audio']);
  expect(view()).toMatchObject({ synthetic: ['camera'], microphone: { inUse: 'Built-in' } });
});

it.each(['NotAllowedError', 'NotFoundError'])(
  'a real microphone that fails with %s takes nothing from a synthetic camera',
  async (audio) => {
    const { media, liveMade } = await inVideoCall({ before: { camera: CAMERA }, failing: { audio } });
    expect(media.state.get()).toMatchObject({ camera: 'on' });
    expect(media.state.get().problems.map(({ device }) => device)).toEqual(['microphone']);
    expect(liveMade()).toEqual([CAMERA.label]);
  },
);

it('takes the place of a camera that is not there, and is remembered', async () => {
  const { media, picked, choices, view } = await inVideoCall({ failing: { video: 'NotFoundError' } });
  expect(media.state.get()).toMatchObject({ camera: 'missing' });
  expect(view().camera.options).toContainEqual(CAMERA);
  picked.useSynthetic('camera');
  await settled();
  expect(media.state.get()).toMatchObject({ camera: 'on', problems: [] });
  expect(choices.state.get().camera).toEqual(CAMERA);
});

it('is picked and left again like any other, and turned off and on', async () => {
  const { media, picked, view, liveMade } = await inVideoCall();
  picked.pick('camera', CAMERA.id);
  await settled();
  expect(view()).toMatchObject({ synthetic: ['camera'], turnCamera: null });
  media.toggleCamera();
  expect(liveMade()).toEqual([]);
  media.toggleCamera();
  await settled();
  expect(liveMade()).toEqual([CAMERA.label]);
  picked.pick('camera', null);
  await settled();
  expect(liveMade()).toEqual([]);
  expect(view()).toMatchObject({ synthetic: [], camera: { inUse: 'Webcam' } });
});

it('a phone with one camera offers no other to turn to', async () => {
  const { devices, media, view } = await inVideoCall();
  devices.plug([fakeDevice('videoinput', 'Front', 'user')]);
  media.toggleCamera();
  media.toggleCamera();
  await settled();
  expect(media.state.get().tracks.camera?.getSettings().facingMode).toBe('user');
  expect(view().turnCamera).toBe(null);
});

it('the first devices that a permission names are not taken for newly plugged in', async () => {
  const { devices, view } = await inVideoCall({ before: bothSynthetic() });
  devices.plug([]);
  await settled();
  devices.plug([fakeDevice('audioinput', 'Headset')]);
  await settled();
  expect(view().note).toBe(null);
});
