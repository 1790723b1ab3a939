import { expect, it } from 'vitest';
import { RemoteMedia } from './remote-media.ts';

const said = (nth: number, microphone: boolean) => ({
  nth,
  microphone,
  camera: false,
  screen: false,
  sound: false,
  opening: false,
});

it('knows of their devices what they said last, not what arrived last', () => {
  const remote = new RemoteMedia('video');
  remote.told(said(0, true));
  remote.told(said(2, false));
  remote.told(said(1, true));
  expect(remote.state.get().microphone).toBe(false);
  remote.told(said(3, true));
  expect(remote.state.get().microphone).toBe(true);
});
