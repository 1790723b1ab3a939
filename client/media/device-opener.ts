/** Asks the browser for a microphone, a camera or a screen, the way its person chose them. What becomes of them is not its business. */
import { USUAL_CHOICES, type DeviceChoices } from './device-choices.ts';
import { InsecurePage } from './media-error.ts';
import { isSynthetic, type OpenSynthetic } from './synthetic.ts';

/** What this needs of `navigator.mediaDevices`. */
export type DeviceSource = Pick<
  MediaDevices,
  'getUserMedia' | 'getDisplayMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'
>;

export type CaptureDevice = 'microphone' | 'camera';

/** Of a device that the person asked for just now. */
export interface ExactDevice {
  readonly id?: string;
  readonly facing?: 'user' | 'environment';
  /** Nothing else of its kind may be open meanwhile. */
  readonly alone?: true;
}

/** As it is: what cleans a voice spoils music. Without the own page, or the other would hear themselves. */
const SCREEN_SOUND = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
  restrictOwnAudio: true,
} as const;

/** The sound of the whole computer has the call itself in it; that of another tab has not. */
function canLeaveOutOwnSound(): boolean {
  const known = globalThis.navigator?.mediaDevices?.getSupportedConstraints();
  return known !== undefined && 'restrictOwnAudio' in known;
}

export interface DeviceOpenerOptions {
  /** Undefined where the page is not a secure context. */
  readonly devices: DeviceSource | undefined;
  /** What the person chose; the browser's own choices where it is left out. */
  readonly choices?: () => DeviceChoices;
  /** There are none to choose where it is left out. */
  readonly synthetic?: OpenSynthetic;
}

export class DeviceOpener {
  readonly #devices: DeviceSource | undefined;
  readonly #choices: () => DeviceChoices;
  readonly #synthetic: OpenSynthetic | undefined;

  constructor({ devices, choices, synthetic }: DeviceOpenerOptions) {
    this.#devices = devices;
    this.#choices = choices ?? (() => USUAL_CHOICES);
    this.#synthetic = synthetic;
  }

  get canShareScreen(): boolean {
    return typeof this.#devices?.getDisplayMedia === 'function';
  }

  /** False where nobody is asked, because the person chose what is made by this page. */
  asksFor(device: CaptureDevice): boolean {
    return !this.#isMade(this.#choices()[device]?.id);
  }

  /** All in one question. @throws what `mediaProblemKind` names */
  async open(wanted: readonly CaptureDevice[], exact?: ExactDevice): Promise<MediaStreamTrack[]> {
    const isMade = (device: CaptureDevice) => (exact ? this.#isMade(exact.id) : !this.asksFor(device));
    const made = await Promise.all(
      wanted.filter(isMade).flatMap((device) => this.#synthetic?.(device) ?? []),
    );
    const real = wanted.filter((device) => !isMade(device));
    if (real.length === 0) return made;
    try {
      return [...(await this.#openReal(real, exact)), ...made];
    } catch (error) {
      for (const track of made) track.stop();
      throw error;
    }
  }

  #isMade(id: string | undefined): boolean {
    return this.#synthetic !== undefined && isSynthetic(id);
  }

  async #openReal(wanted: readonly CaptureDevice[], exact?: ExactDevice): Promise<MediaStreamTrack[]> {
    if (!this.#devices) throw new InsecurePage();
    const choices = exact ? this.#choices() : await this.#present(this.#choices(), wanted);
    const stream = await this.#devices.getUserMedia({
      ...(wanted.includes('microphone') && { audio: microphoneConstraints(choices, exact) }),
      ...(wanted.includes('camera') && { video: cameraConstraints(choices, exact) }),
    });
    return stream.getTracks();
  }

  /** What is remembered and not there must not keep another device from being taken. */
  async #present(choices: DeviceChoices, wanted: readonly CaptureDevice[]): Promise<DeviceChoices> {
    if (wanted.every((device) => choices[device] === null)) return choices;
    const attached = (await this.#devices?.enumerateDevices().catch(() => [])) ?? [];
    const there = (chosen: DeviceChoices['microphone']) =>
      attached.some(({ deviceId }) => deviceId === chosen?.id) ? chosen : null;
    return { ...choices, microphone: there(choices.microphone), camera: there(choices.camera) };
  }

  /** To be called while a tap or key press is being handled. @throws what `mediaProblemKind` names */
  async openScreen(): Promise<MediaStreamTrack[]> {
    const stream = await this.#devices?.getDisplayMedia({
      video: true,
      audio: SCREEN_SOUND,
      ...(canLeaveOutOwnSound() && { systemAudio: 'include' }),
    });
    return stream?.getTracks() ?? [];
  }
}

export function voiceConstraints(choices: DeviceChoices): MediaTrackConstraints {
  const { echoCancellation, noiseSuppression, autoGainControl } = choices;
  return { echoCancellation, noiseSuppression, autoGainControl };
}

function microphoneConstraints(choices: DeviceChoices, exact?: ExactDevice): MediaTrackConstraints {
  return { ...voiceConstraints(choices), ...deviceConstraint(choices.microphone?.id, exact) };
}

function cameraConstraints(choices: DeviceChoices, exact?: ExactDevice): MediaTrackConstraints {
  const which = exact?.facing
    ? { facingMode: { exact: exact.facing } }
    : deviceConstraint(choices.camera?.id, exact);
  return {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30 },
    ...('deviceId' in which || 'facingMode' in which ? which : { facingMode: 'user' }),
  };
}

/** What was asked for just now counts before what is remembered, and nothing counts as the browser's own choice. */
function deviceConstraint(chosen: string | undefined, exact?: ExactDevice): MediaTrackConstraints {
  const id = exact ? exact.id : chosen;
  return id === undefined ? {} : { deviceId: { exact: id } };
}
