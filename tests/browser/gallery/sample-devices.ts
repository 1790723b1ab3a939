/** The devices of a call in the gallery: two of each, and silence. */
import { Store } from '../../../client/base/store.ts';
import type { CallTools } from '../../../client/calls/call-tools.ts';
import type { Quality } from '../../../client/calls/quality/judge-quality.ts';
import type { DeviceNote, DevicesView } from '../../../client/media/device-view.ts';
import type { LocalMediaState } from '../../../client/media/local-media.ts';

const pick = (labels: readonly string[]) => ({
  options: labels.map((label) => ({ id: label, label })),
  picked: null,
  inUse: labels[0] ?? null,
});
const done = { wanted: true, done: true } as const;
const nothing = (): void => undefined;

export const unheard: Quality = {
  level: 'poor',
  route: 'relayed',
  roundTripMs: 38,
  codec: 'opus',
  lostHere: 0.002,
  lostThere: 0.31,
  shown: { codec: 'VP8', width: 1280, height: 720, perSecond: 30 },
  sent: { codec: 'VP8', width: 320, height: 180, perSecond: 15, limit: 'network' },
  deaf: false,
  unheard: true,
  weak: 'mine',
};

interface SampleTools {
  readonly preview: MediaStream | null;
  readonly note?: DeviceNote | null;
  readonly speaksMuted?: boolean;
  readonly quality?: Quality | null;
}

export function sampleTools({
  preview,
  note = null,
  speaksMuted = false,
  quality = null,
}: SampleTools): CallTools {
  const view: DevicesView = {
    microphone: pick([
      'Built-in microphone',
      'Blue Yeti Stereo Microphone with a rather long name (046d:0ab7)',
    ]),
    camera: pick(['FaceTime HD Camera', 'Logitech C920']),
    speaker: { ...pick(['Built-in speakers', 'WH-1000XM4']), inUse: null },
    voice: {
      echoCancellation: done,
      noiseSuppression: { wanted: false, done: false },
      autoGainControl: { wanted: false, done: true },
    },
    mutedWarning: true,
    turnCamera: nothing,
    synthetic: [],
    note,
  };
  const local: LocalMediaState = {
    microphone: 'on',
    camera: preview === null ? 'off' : 'on',
    sharing: false,
    sharingSound: false,
    preview,
    mirrored: true,
    problems: [],
    tracks: {
      microphone: silence(),
      camera: preview?.getVideoTracks()[0] ?? null,
      screen: null,
      screenSound: null,
    },
  };
  return {
    devices: {
      view: new Store(view),
      local: new Store(local),
      pick: nothing,
      treatVoice: nothing,
      warnWhileMuted: nothing,
      useSynthetic: nothing,
      closeNote: nothing,
    },
    speaksMuted: new Store(speaksMuted),
    quality: new Store(quality),
  };
}

/** A silent one, which needs neither a device nor a tap. */
function silence(): MediaStreamTrack {
  return new RTCPeerConnection().addTransceiver('audio').receiver.track;
}
