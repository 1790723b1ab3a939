import { expect, it } from 'vitest';
import { FakeDevices, fakeStreamOf } from '../../tests/support/fake-devices.ts';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { StoredChoices } from './device-choices.ts';
import { LocalMedia } from './local-media.ts';
import { MutedSpeech } from './muted-speech.ts';

async function muted() {
  const devices = new FakeDevices();
  const media = new LocalMedia({ devices: devices.source, streamOf: fakeStreamOf });
  const clock = new ManualClock(0);
  const choices = new StoredChoices(null);
  const room = { level: 0.001, open: 0 };
  const watch = new MutedSpeech({
    local: media.state,
    choices,
    clock,
    listen: () => {
      room.open += 1;
      return { read: () => room.level, close: () => (room.open -= 1) };
    },
  });
  await media.start('audio');
  const passes = (ms: number) => clock.advance(ms);
  return { devices, media, choices, room, watch, passes };
}

it('nothing listens beside the microphone that is on', async () => {
  const { devices, room, watch } = await muted();
  expect([devices.live.length, room.open, watch.speaks.get()]).toEqual([1, 0, false]);
});

it('who speaks while muted is noticed, until they are silent for a while or unmuted', async () => {
  const { media, room, watch, passes } = await muted();
  media.toggleMicrophone();
  passes(2_000);
  expect(watch.speaks.get()).toBe(false);
  room.level = 0.1;
  passes(1_000);
  expect(watch.speaks.get()).toBe(true);
  room.level = 0.001;
  passes(5_000);
  expect(watch.speaks.get()).toBe(false);
  room.level = 0.1;
  passes(1_000);
  media.toggleMicrophone();
  expect([watch.speaks.get(), room.open]).toEqual([false, 0]);
});

it('what listens is closed with the muting, with the call, and where no warning is wanted', async () => {
  const { devices, media, choices, room, watch } = await muted();
  media.toggleMicrophone();
  expect([devices.live.length, room.open]).toEqual([2, 1]);
  expect(devices.live.map(({ enabled }) => enabled)).toEqual([false, true]);
  media.toggleMicrophone();
  expect([devices.live.length, room.open]).toEqual([1, 0]);
  media.toggleMicrophone();
  choices.set({ mutedWarning: false });
  expect([devices.live.length, room.open]).toEqual([1, 0]);
  choices.set({ mutedWarning: true });
  expect([devices.live.length, room.open]).toEqual([2, 1]);
  watch.close();
  expect([devices.live.length, room.open]).toEqual([1, 0]);
});
