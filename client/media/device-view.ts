/** What the screen shows of devices, and may ask for: plain snapshots that a test can build by hand. */
import type { Readable } from '../base/store.ts';
import type { VoiceTreatment } from './device-choices.ts';
import type { CaptureDevice } from './device-opener.ts';
import type { LocalMediaState } from './local-media.ts';
import type { MediaProblem } from './media-error.ts';

export type DeviceKind = 'microphone' | 'camera' | 'speaker';

export interface DeviceOption {
  readonly id: string;
  readonly label: string;
}

export interface DevicePick {
  readonly options: readonly DeviceOption[];
  /** Null where the browser decides. */
  readonly picked: string | null;
  /** What really is in use; null where nothing is, or the browser does not say. */
  readonly inUse: string | null;
}

/** Whether it was wanted, and whether the browser says that it is done; null where it does not say. */
export interface TreatmentState {
  readonly wanted: boolean;
  readonly done: boolean | null;
}

export type DeviceNote =
  /** `now` is what is used in its place. */
  | {
      readonly type: 'lost';
      readonly device: DeviceKind;
      readonly label: string;
      readonly now: string | null;
    }
  /** The chosen device was plugged in again and is used again. */
  | { readonly type: 'back'; readonly label: string }
  | { readonly type: 'found'; readonly label: string; readonly use: () => void }
  /** Another one was asked for and could not be had. */
  | { readonly type: 'refused'; readonly label: string; readonly problem: MediaProblem };

export interface DevicesView {
  readonly microphone: DevicePick;
  readonly camera: DevicePick;
  /** Null where the browser cannot send the sound elsewhere. */
  readonly speaker: DevicePick | null;
  readonly voice: Readonly<Record<VoiceTreatment, TreatmentState>>;
  readonly mutedWarning: boolean;
  /** From the front camera to the one at the back, or the other way round; null where there is nothing to change. */
  readonly turnCamera: (() => void) | null;
  /** Those that are open and made by this page. */
  readonly synthetic: readonly CaptureDevice[];
  readonly note: DeviceNote | null;
}

/** Lives as long as the devices are open. */
export interface DeviceTools {
  readonly view: Readable<DevicesView>;
  readonly local: Readable<LocalMediaState>;
  /** Null leaves it to the browser. */
  readonly pick: (device: DeviceKind, id: string | null) => void;
  readonly treatVoice: (treatment: VoiceTreatment, on: boolean) => void;
  readonly warnWhileMuted: (on: boolean) => void;
  /** In the place of one that could not be had. */
  readonly useSynthetic: (device: CaptureDevice) => void;
  readonly closeNote: () => void;
}
