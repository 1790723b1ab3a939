import { describe, expect, it } from 'vitest';
import { FakeDevices, fakeDevice, fakeStreamOf } from '../../tests/support/fake-devices.ts';
import { settled } from '../../tests/support/settled.ts';
import { StoredChoices, type DeviceChoices } from './device-choices.ts';
import { DeviceList } from './device-list.ts';
import { LocalMedia } from './local-media.ts';
import { PickedDevices } from './picked-devices.ts';
import { syntheticDevice } from './synthetic.ts';

const BUILT_IN = fakeDevice('audioinput', 'Built-in');
const HEADSET = fakeDevice('audioinput', 'Headset');
const HEADSET_SOUND = fakeDevice('audiooutput', 'Headset');
const WEBCAM = fakeDevice('videoinput', 'Webcam');
const LOUD = fakeDevice('audiooutput', 'Loud');
const ALL = [BUILT_IN, HEADSET, WEBCAM, LOUD, HEADSET_SOUND];
const chosen = ({ deviceId, label }: { deviceId: string; label: string }) => ({ id: deviceId, label });

interface Surroundings {
  readonly attached?: typeof ALL;
  /** Chosen in an earlier call. */
  readonly before?: Partial<DeviceChoices>;
  readonly media?: 'audio' | 'video';
}

async function inCall({ attached = ALL, before = {}, media: kind = 'audio' }: Surroundings = {}) {
  const devices = new FakeDevices();
  devices.attached = attached;
  const choices = new StoredChoices(null);
  choices.set(before);
  const sent = { done: () => {} };
  const media = new LocalMedia({
    devices: devices.source,
    streamOf: fakeStreamOf,
    choices: () => choices.state.get(),
    placed: () => new Promise((resolve) => (sent.done = resolve)),
  });
  const picked = new PickedDevices({
    media,
    choices,
    list: new DeviceList(devices.source),
    canPickSpeaker: true,
  });
  await media.start(kind);
  await settled();
  const view = () => picked.view.get();
  const live = () => devices.live.map(({ label }) => label);
  return { devices, choices, media, picked, sent, view, live };
}

describe('the choice', () => {
  it('offers what is attached, and says what the browser has taken', async () => {
    const { view } = await inCall();
    expect(view().microphone).toEqual({
      options: [chosen(BUILT_IN), chosen(HEADSET), syntheticDevice('microphone')],
      picked: null,
      inUse: 'Built-in',
    });
    expect(view().speaker).toEqual({
      options: [chosen(LOUD), chosen(HEADSET_SOUND)],
      picked: null,
      inUse: null,
    });
  });

  it('changes the microphone without a gap: the old one plays until the new one is sent', async () => {
    const { picked, media, choices, sent, view, live } = await inCall();
    const states: (string | null)[] = [];
    media.state.subscribe(() => states.push(media.state.get().tracks.microphone?.label ?? null));
    picked.pick('microphone', HEADSET.deviceId);
    await settled();
    expect(live()).toEqual(['Built-in', 'Headset']);
    sent.done();
    await settled();
    expect(live()).toEqual(['Headset']);
    expect(states).not.toContain(null);
    expect(view().microphone).toMatchObject({ picked: HEADSET.deviceId, inUse: 'Headset' });
    expect(choices.state.get().microphone).toEqual(chosen(HEADSET));
  });

  it('keeps a muted microphone muted when it is changed', async () => {
    const { picked, media, sent, devices } = await inCall();
    media.toggleMicrophone();
    picked.pick('microphone', HEADSET.deviceId);
    await settled();
    sent.done();
    await settled();
    expect(devices.live.map(({ label, enabled }) => [label, enabled])).toEqual([['Headset', false]]);
  });

  it('is used by the next call, and another one where it is not there', async () => {
    const before = { microphone: chosen(HEADSET), speaker: chosen(LOUD) };
    const { view } = await inCall({ before });
    expect(view().microphone).toMatchObject({ picked: HEADSET.deviceId, inUse: 'Headset' });
    expect(view().speaker).toMatchObject({ picked: LOUD.deviceId });
    const without = await inCall({ before, attached: [BUILT_IN] });
    expect(without.view().microphone).toMatchObject({ picked: null, inUse: 'Built-in' });
    expect(without.view().speaker).toMatchObject({ picked: null });
    expect(without.choices.state.get().microphone).toEqual(chosen(HEADSET));
  });

  it('that cannot be had leaves everything as it was, and says so', async () => {
    const { devices, picked, choices, view, live } = await inCall();
    devices.failing.audio = 'NotAllowedError';
    picked.pick('microphone', HEADSET.deviceId);
    await settled();
    expect(live()).toEqual(['Built-in']);
    expect(view().microphone).toMatchObject({ picked: null, inUse: 'Built-in' });
    expect(view().note).toEqual({
      type: 'refused',
      label: 'Headset',
      problem: { device: 'microphone', kind: 'denied' },
    });
    expect(choices.state.get().microphone).toBe(null);
  });

  it('of a camera that is off is remembered for when it is turned on', async () => {
    const other = fakeDevice('videoinput', 'Other');
    const { picked, media, devices, live } = await inCall({ attached: [...ALL, other] });
    picked.pick('camera', other.deviceId);
    await settled();
    expect(devices.asked).toEqual(['audio']);
    media.toggleCamera();
    await settled();
    expect(live()).toEqual(['Built-in', 'Other']);
  });

  it('of a camera that is turned off meanwhile opens none', async () => {
    const other = fakeDevice('videoinput', 'Other');
    const { picked, media, devices, live } = await inCall({ attached: [...ALL, other], media: 'video' });
    let answer = () => {};
    devices.question = new Promise((resolve) => (answer = resolve));
    picked.pick('camera', other.deviceId);
    await settled();
    media.toggleCamera();
    answer();
    await settled();
    expect(live()).toEqual(['Built-in']);
    expect(media.state.get().camera).toBe('off');
  });
});

describe('a phone', () => {
  const FRONT = fakeDevice('videoinput', 'Front', 'user');
  const BACK = fakeDevice('videoinput', 'Back', 'environment');

  it('changes between its cameras, though it opens one at a time, and mirrors only the front', async () => {
    const { devices, media, sent, view, live } = await inCall({
      attached: [BUILT_IN, FRONT, BACK],
      media: 'video',
    });
    devices.oneAtATime = true;
    expect([live(), media.state.get().mirrored]).toEqual([['Built-in', 'Front'], true]);
    view().turnCamera?.();
    await settled();
    sent.done();
    await settled();
    expect([live(), media.state.get().mirrored]).toEqual([['Built-in', 'Back'], false]);
    view().turnCamera?.();
    await settled();
    expect([live(), media.state.get().mirrored]).toEqual([['Built-in', 'Front'], true]);
  });

  it('keeps its camera where the other one does not open', async () => {
    const { devices, view, live } = await inCall({ attached: [BUILT_IN, FRONT, BACK], media: 'video' });
    devices.oneAtATime = true;
    devices.attached = [BUILT_IN, FRONT];
    view().turnCamera?.();
    await settled();
    expect(live()).toEqual(['Built-in', 'Front']);
    expect(view().note).toMatchObject({ type: 'refused' });
  });

  it('with one camera has none to change to, nor has a computer with two', async () => {
    const one = await inCall({ attached: [FRONT], media: 'video' });
    expect(one.view().turnCamera).toBe(null);
    const two = await inCall({ attached: [WEBCAM, fakeDevice('videoinput', 'Other')], media: 'video' });
    expect(two.view().turnCamera).toBe(null);
  });
});

describe('the treatment of the voice', () => {
  it('changes with the microphone open where the browser can', async () => {
    const { devices, picked, view } = await inCall();
    picked.treatVoice('noiseSuppression', false);
    await settled();
    expect(view().voice).toEqual({
      echoCancellation: { wanted: true, done: true },
      noiseSuppression: { wanted: false, done: false },
      autoGainControl: { wanted: true, done: true },
    });
    expect(devices.asked).toEqual(['audio']);
  });

  it('opens the same microphone anew where it cannot', async () => {
    const { devices, picked, sent, view, live } = await inCall({ before: { microphone: chosen(HEADSET) } });
    devices.tracks[0]?.beStubborn();
    picked.treatVoice('echoCancellation', false);
    await settled();
    // The untreated one is there before the other goes.
    expect(live()).toEqual(['Headset', 'Headset']);
    sent.done();
    await settled();
    expect(devices.asked).toEqual(['audio', 'audio']);
    expect(live()).toEqual(['Headset']);
    expect(view().voice.echoCancellation).toEqual({ wanted: false, done: false });
  });

  it('says what is, where the device does not do what was asked', async () => {
    const { devices, picked, sent, view } = await inCall();
    devices.forced = { autoGainControl: true };
    devices.tracks[0]?.beStubborn();
    picked.treatVoice('autoGainControl', false);
    await settled();
    sent.done();
    await settled();
    expect(view().voice.autoGainControl).toEqual({ wanted: false, done: true });
  });
});

describe('what is plugged in and pulled out', () => {
  it('falls back to another microphone and names both', async () => {
    const { devices, choices, view, live } = await inCall({ before: { microphone: chosen(HEADSET) } });
    devices.attached = [BUILT_IN, WEBCAM, LOUD];
    devices.tracks[0]?.pullOut();
    devices.plug(devices.attached);
    await settled();
    expect(live()).toEqual(['Built-in']);
    expect(view().note).toEqual({ type: 'lost', device: 'microphone', label: 'Headset', now: 'Built-in' });
    expect(choices.state.get().microphone).toEqual(chosen(HEADSET));
  });

  it('also where the browser does not end the track', async () => {
    const { devices, view, live } = await inCall({ before: { microphone: chosen(HEADSET) } });
    devices.plug([BUILT_IN, WEBCAM, LOUD]);
    await settled();
    expect(live()).toEqual(['Built-in']);
    expect(view().note).toMatchObject({ type: 'lost', label: 'Headset', now: 'Built-in' });
  });

  it('takes the chosen one back when it is there again', async () => {
    const { devices, sent, view, live } = await inCall({ before: { microphone: chosen(HEADSET) } });
    devices.plug([BUILT_IN, WEBCAM, LOUD]);
    await settled();
    devices.plug(ALL);
    await settled();
    sent.done();
    await settled();
    expect(live()).toEqual(['Headset']);
    expect(view().note).toEqual({ type: 'back', label: 'Headset' });
  });

  it('offers a new headset as one thing, microphone and speaker', async () => {
    const { devices, picked, sent, view } = await inCall({ attached: [BUILT_IN, WEBCAM, LOUD] });
    devices.plug(ALL);
    await settled();
    const { note } = view();
    expect(note).toMatchObject({ type: 'found', label: 'Headset' });
    expect(devices.asked).toEqual(['audio']);
    if (note?.type === 'found') note.use();
    await settled();
    sent.done();
    await settled();
    expect(view().microphone.picked).toBe(HEADSET.deviceId);
    expect(view().speaker?.picked).toBe(HEADSET_SOUND.deviceId);
    expect(view().note).toBe(null);
    picked.closeNote();
  });

  it('sends the sound to the usual speaker where the chosen one is gone', async () => {
    const { devices, view } = await inCall({ before: { speaker: chosen(LOUD) } });
    devices.plug(ALL.filter((device) => device !== LOUD));
    await settled();
    expect(view().speaker?.picked).toBe(null);
    expect(view().note).toEqual({ type: 'lost', device: 'speaker', label: 'Loud', now: null });
  });

  it('is no news where it is only the first list with names, or after the end', async () => {
    const { devices, picked, view } = await inCall();
    expect(view().note).toBe(null);
    picked.close();
    devices.plug([BUILT_IN]);
    await settled();
    expect(view().note).toBe(null);
  });
});
