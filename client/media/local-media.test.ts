import { describe, expect, it } from 'vitest';
import { FakeDevices, fakeDevice, fakeStreamOf } from '../../tests/support/fake-devices.ts';
import { settled } from '../../tests/support/settled.ts';
import { LocalMedia } from './local-media.ts';

function opened(failing: FakeDevices['failing'] = {}) {
  const devices = new FakeDevices();
  Object.assign(devices.failing, failing);
  const media = new LocalMedia({ devices: devices.source, streamOf: fakeStreamOf });
  const now = () => {
    const { microphone, camera, sharing, problems } = media.state.get();
    return { microphone, camera, sharing, problems };
  };
  return { devices, media, now };
}
const fine = { microphone: 'on', camera: 'on', sharing: false, problems: [] };

describe('the start', () => {
  it('opens nothing before it is told to', () => {
    const { devices, now } = opened();
    expect(now()).toEqual({ microphone: 'off', camera: 'off', sharing: false, problems: [] });
    expect(devices.asked).toEqual([]);
  });

  it('asks for both devices in one question for a video call', async () => {
    const { devices, media, now } = opened();
    await media.start('video');
    await media.start('video');
    expect(now()).toEqual(fine);
    expect(devices.asked).toEqual(['audio+video']);
    expect(media.state.get().preview?.getTracks()).toEqual([media.state.get().tracks.camera]);
  });

  it('never asks for the camera for an audio call', async () => {
    const { devices, media, now } = opened();
    await media.start('audio');
    expect(now()).toEqual({ ...fine, camera: 'off' });
    expect(devices.asked).toEqual(['audio']);
  });

  it.each([
    ['NotFoundError', 'not_found', 'missing'],
    ['NotReadableError', 'in_use', 'off'],
    ['AbortError', 'in_use', 'off'],
    ['NotAllowedError', 'denied', 'off'],
    ['OverconstrainedError', 'not_found', 'missing'],
    ['SecurityError', 'denied', 'off'],
    ['InvalidStateError', 'unknown', 'off'],
  ] as const)('goes on with the voice where the camera fails with %s', async (video, kind, camera) => {
    const { devices, media, now } = opened({ video });
    await media.start('video');
    expect(now()).toEqual({
      microphone: 'on',
      camera,
      sharing: false,
      problems: [{ device: 'camera', kind }],
    });
    expect(devices.asked).toEqual(['audio+video', 'audio']);
  });

  it('goes on with the picture where the microphone is missing', async () => {
    const { media, now } = opened({ audio: 'NotFoundError' });
    await media.start('video');
    expect(now()).toEqual({
      ...fine,
      microphone: 'missing',
      problems: [{ device: 'microphone', kind: 'not_found' }],
    });
  });

  it('does not ask a third time where the person said no twice', async () => {
    const { devices, media, now } = opened({ audio: 'NotAllowedError', video: 'NotAllowedError' });
    await media.start('video');
    expect(devices.asked).toEqual(['audio+video', 'audio']);
    expect(now().problems).toEqual([
      { device: 'microphone', kind: 'denied' },
      { device: 'camera', kind: 'denied' },
    ]);
  });

  it.each([
    ['audio', ['microphone']],
    ['video', ['microphone', 'camera']],
  ] as const)('names what an insecure page cannot give to a %s call', async (kind, missing) => {
    const media = new LocalMedia({ devices: undefined, streamOf: fakeStreamOf });
    await media.start(kind);
    expect(media.state.get().problems).toEqual(missing.map((device) => ({ device, kind: 'insecure' })));
    expect(media.state.get().microphone).toBe('missing');
    expect(media.canShareScreen).toBe(false);
  });
});

describe('during a call', () => {
  it('mutes by silencing the same track, so that the microphone stays open', async () => {
    const { devices, media, now } = opened();
    await media.start('audio');
    media.toggleMicrophone();
    expect(now().microphone).toBe('off');
    expect(devices.live.map(({ enabled }) => enabled)).toEqual([false]);
    media.toggleMicrophone();
    expect(now().microphone).toBe('on');
    expect(devices.asked).toEqual(['audio']);
  });

  it('ends the track when the camera is turned off, and opens it anew when it is turned on', async () => {
    const { devices, media, now } = opened();
    await media.start('video');
    media.toggleCamera();
    expect(now().camera).toBe('off');
    expect(media.state.get().preview).toBe(null);
    expect(devices.live.map(({ kind }) => kind)).toEqual(['audio']);
    media.toggleCamera();
    await settled();
    expect(now()).toEqual(fine);
    expect(devices.asked).toEqual(['audio+video', 'video']);
  });

  it('keeps no camera that is turned off again while it is being opened', async () => {
    const { devices, media, now } = opened();
    await media.start('audio');
    for (let press = 0; press < 4; press += 1) media.toggleCamera();
    await settled();
    expect(now().camera).toBe('off');
    for (let press = 0; press < 3; press += 1) media.toggleCamera();
    await settled();
    expect(now().camera).toBe('on');
    expect(devices.live.map(({ kind }) => kind)).toEqual(['audio', 'video']);
  });

  it('forgets a problem once the same device opens after all', async () => {
    const { devices, media, now } = opened({ video: 'NotReadableError' });
    await media.start('video');
    delete devices.failing.video;
    media.toggleCamera();
    await settled();
    expect(now()).toEqual(fine);
  });

  it('lets a camera that was plugged in be turned on', async () => {
    const { devices, media, now } = opened({ video: 'NotFoundError' });
    devices.attached = [fakeDevice('audioinput', 'Built-in')];
    await media.start('video');
    devices.dispatchEvent(new Event('devicechange'));
    await settled();
    expect(now().camera).toBe('missing');
    devices.attached.push(fakeDevice('videoinput', 'Webcam'));
    devices.dispatchEvent(new Event('devicechange'));
    await settled();
    expect(now()).toEqual({ ...fine, camera: 'off' });
  });

  it('takes the next microphone where one is pulled out, still muted', async () => {
    const { devices, media, now } = opened();
    await media.start('audio');
    media.toggleMicrophone();
    devices.tracks[0]?.pullOut();
    await settled();
    expect(devices.asked).toEqual(['audio', 'audio']);
    expect(devices.live.map(({ enabled }) => enabled)).toEqual([false]);
    expect(now().microphone).toBe('off');
  });

  it('says so where the only camera is pulled out', async () => {
    const { devices, media, now } = opened();
    await media.start('video');
    devices.failing.video = 'NotFoundError';
    devices.tracks.find(({ kind }) => kind === 'video')?.pullOut();
    await settled();
    expect(now()).toEqual({
      ...fine,
      camera: 'missing',
      problems: [{ device: 'camera', kind: 'not_found' }],
    });
  });
});

describe('the screen', () => {
  it('is shared until it is turned off here or in the bar of the browser', async () => {
    const { devices, media, now } = opened();
    await media.start('audio');
    media.toggleScreen();
    media.toggleScreen();
    await settled();
    expect(now().sharing).toBe(true);
    expect(devices.asked).toEqual(['audio', 'screen']);
    media.toggleScreen();
    expect(now().sharing).toBe(false);
    media.toggleScreen();
    await settled();
    devices.tracks.at(-1)?.pullOut();
    expect(now().sharing).toBe(false);
    expect(devices.live.map(({ kind }) => kind)).toEqual(['audio']);
  });

  it('brings its sound, which ends with it and never before it', async () => {
    const { devices, media } = opened();
    devices.screenSounds = true;
    await media.start('audio');
    media.toggleScreen();
    await settled();
    const { sharing, sharingSound, tracks } = media.state.get();
    expect([sharing, sharingSound, tracks.screenSound?.kind]).toEqual([true, true, 'audio']);
    devices.tracks.at(-1)?.pullOut();
    expect([media.state.get().sharing, media.state.get().sharingSound]).toEqual([true, false]);
    media.toggleScreen();
    media.toggleScreen();
    await settled();
    media.toggleScreen();
    expect(media.state.get().sharingSound).toBe(false);
    expect(devices.live.map(({ kind }) => kind)).toEqual(['audio']);
    expect(media.state.get().microphone).toBe('on');
  });

  it('is no problem where the person closed the picker', async () => {
    const { media, now } = opened({ screen: 'NotAllowedError' });
    media.toggleScreen();
    await settled();
    expect(now()).toEqual({ microphone: 'off', camera: 'off', sharing: false, problems: [] });
  });

  it('is one where the browser cannot', async () => {
    const { media, now } = opened({ screen: 'NotReadableError' });
    media.toggleScreen();
    await settled();
    expect(now().problems).toEqual([{ device: 'screen', kind: 'in_use' }]);
  });
});

describe('the end', () => {
  it('leaves no track live', async () => {
    const { devices, media, now } = opened();
    await media.start('video');
    media.toggleScreen();
    await settled();
    media.stop();
    expect(devices.live).toEqual([]);
    expect(now()).toEqual({ microphone: 'off', camera: 'off', sharing: false, problems: [] });
  });

  it('stops what the person allows only afterwards', async () => {
    const { devices, media } = opened();
    let answer = () => {};
    devices.question = new Promise((resolve) => (answer = resolve));
    const started = media.start('video');
    media.toggleScreen();
    await settled();
    media.stop();
    answer();
    await started;
    await settled();
    expect(devices.asked).toEqual(['screen', 'audio+video']);
    expect(devices.tracks).toHaveLength(3);
    expect(devices.live).toEqual([]);
  });

  it('opens nothing any more', async () => {
    const { devices, media } = opened();
    media.stop();
    await media.start('video');
    media.toggleCamera();
    media.toggleMicrophone();
    await settled();
    expect(devices.asked).toEqual([]);
  });
});
