/** The snapshot of the devices that the screen shows, from what is attached, open and chosen right now. */
import { VOICE_TREATMENTS, type DeviceChoices, type VoiceTreatment } from './device-choices.ts';
import type { AttachedDevice } from './device-list.ts';
import type { CaptureDevice } from './device-opener.ts';
import type { DeviceKind, DeviceNote, DevicePick, DevicesView, TreatmentState } from './device-view.ts';
import type { LocalMediaState } from './local-media.ts';
import { isSynthetic } from './synthetic.ts';

export interface DevicesParts {
  readonly local: LocalMediaState;
  readonly attached: readonly AttachedDevice[];
  readonly choices: DeviceChoices;
  readonly canPickSpeaker: boolean;
  readonly note: DeviceNote | null;
  readonly turnCamera: (to: 'user' | 'environment') => void;
}

const CAPTURED: readonly CaptureDevice[] = ['microphone', 'camera'];

export function devicesView(parts: DevicesParts): DevicesView {
  const { choices, local, note } = parts;
  return {
    microphone: pickOf(parts, 'microphone'),
    camera: pickOf(parts, 'camera'),
    speaker: parts.canPickSpeaker ? pickOf(parts, 'speaker') : null,
    voice: voiceOf(choices, local.tracks.microphone),
    mutedWarning: choices.mutedWarning,
    turnCamera: turnOf(parts),
    synthetic: CAPTURED.filter((device) => isSynthetic(usedDevice(local, device))),
    note,
  };
}

/** Undefined where the device is not open. */
export function usedDevice(local: LocalMediaState, device: CaptureDevice): string | undefined {
  return local.tracks[device]?.getSettings().deviceId;
}

function pickOf({ attached, choices, local }: DevicesParts, kind: DeviceKind): DevicePick {
  const all = attached.filter((each) => each.kind === kind);
  const chosen = all.find(({ id }) => id === choices[kind]?.id)?.id ?? null;
  const track = kind === 'speaker' ? null : local.tracks[kind];
  const used = track?.getSettings().deviceId;
  // What is chosen and what is open can differ: then the truth counts.
  const isOther = chosen !== null && used !== undefined && used !== chosen;
  return {
    options: all.map(({ id, label }) => ({ id, label })),
    picked: isOther ? (all.find(({ id }) => id === used)?.id ?? null) : chosen,
    inUse: track?.label || null,
  };
}

function voiceOf(choices: DeviceChoices, track: MediaStreamTrack | null) {
  const settings = track?.getSettings() ?? {};
  const stateOf = (treatment: VoiceTreatment): TreatmentState => {
    // Chromium also has other kinds of echo cancellation, which have names; each of them is one.
    const done: unknown = settings[treatment];
    return { wanted: choices[treatment], done: done === undefined ? null : done !== false };
  };
  const [echo, noise, gain] = VOICE_TREATMENTS;
  return { [echo]: stateOf(echo), [noise]: stateOf(noise), [gain]: stateOf(gain) };
}

/** Only devices that have a front say where a camera looks. */
function turnOf({ attached, local, turnCamera }: DevicesParts): (() => void) | null {
  const facing = local.tracks.camera?.getSettings().facingMode;
  const cameras = attached.filter(({ kind, id }) => kind === 'camera' && !isSynthetic(id));
  if (facing === undefined || cameras.length < 2) return null;
  return () => turnCamera(facing === 'environment' ? 'user' : 'environment');
}
