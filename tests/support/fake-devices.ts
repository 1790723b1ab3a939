/** Cameras and microphones for tests without a browser: opened only when told to, and every one ever opened is remembered. */
import type { DeviceSource } from '../../client/media/device-opener.ts';

type Wanted = MediaTrackConstraints | boolean | undefined;

export class FakeTrack extends EventTarget {
  readonly kind: 'audio' | 'video';
  readonly label: string;
  enabled = true;
  readyState: 'live' | 'ended' = 'live';
  contentHint = '';
  readonly settings: MediaTrackSettings;
  #isStubborn = false;
  readonly #onClone: (clone: FakeTrack) => void;

  constructor(
    kind: 'audio' | 'video',
    {
      label = kind,
      settings = {},
      onClone = () => {},
    }: {
      label?: string;
      settings?: MediaTrackSettings;
      onClone?: (clone: FakeTrack) => void;
    } = {},
  ) {
    super();
    this.kind = kind;
    this.label = label;
    this.settings = settings;
    this.#onClone = onClone;
  }

  getSettings(): MediaTrackSettings {
    return { ...this.settings };
  }

  applyConstraints(constraints: MediaTrackConstraints): Promise<void> {
    if (!this.#isStubborn) Object.assign(this.settings, constraints);
    return Promise.resolve();
  }

  /** Takes no changes any more, as the open devices of some browsers. */
  beStubborn(): void {
    this.#isStubborn = true;
  }

  clone(): FakeTrack {
    const clone = new FakeTrack(this.kind, { label: this.label, settings: this.settings });
    this.#onClone(clone);
    return clone;
  }

  stop(): void {
    this.readyState = 'ended';
  }

  /** What happens where the device is unplugged. */
  pullOut(): void {
    this.readyState = 'ended';
    this.dispatchEvent(new Event('ended'));
  }
}

interface FakeDevice {
  readonly kind: MediaDeviceKind;
  readonly deviceId: string;
  readonly label: string;
  readonly groupId: string;
  readonly facingMode?: 'user' | 'environment';
}

/** `fakeDevice('audioinput', 'Headset')` has the id `Headset audioinput`. */
export function fakeDevice(
  kind: MediaDeviceKind,
  label: string,
  facingMode?: 'user' | 'environment',
): FakeDevice {
  return { kind, label, deviceId: `${label} ${kind}`, groupId: label, ...(facingMode && { facingMode }) };
}

export class FakeDevices extends EventTarget {
  /** What was asked for, in order: `audio`, `video`, `audio+video`, `screen`. */
  readonly asked: string[] = [];
  readonly tracks: FakeTrack[] = [];
  /** Names of the errors with which asking for each fails. */
  readonly failing: { audio?: string; video?: string; screen?: string } = {};
  /** While set, nobody has answered the browser's question. */
  question: Promise<void> | null = null;
  attached: FakeDevice[] = [fakeDevice('audioinput', 'Built-in'), fakeDevice('videoinput', 'Webcam')];
  /** What microphones do whatever is asked of them. */
  forced: MediaTrackSettings = {};
  /** Only one of a kind can be open at a time, as the cameras of many phones. */
  oneAtATime = false;
  /** A shared screen comes with its sound. */
  screenSounds = false;

  /** The part of MediaDevices that is used; the tracks and streams are as much of theirs as is used. */
  get source(): DeviceSource {
    return this as unknown as DeviceSource;
  }

  get live(): FakeTrack[] {
    return this.tracks.filter(({ readyState }) => readyState === 'live');
  }

  getUserMedia({ audio, video }: MediaStreamConstraints): Promise<unknown> {
    const kinds = [...(audio ? ['audio' as const] : []), ...(video ? ['video' as const] : [])];
    const failure = kinds.map((kind) => this.failing[kind]).find((name) => name !== undefined);
    return this.#answer(kinds.join('+'), failure, () =>
      kinds.map((kind) => this.#open(kind, { audio, video }[kind])),
    );
  }

  getDisplayMedia(): Promise<unknown> {
    return this.#answer('screen', this.failing.screen, () =>
      (this.screenSounds ? (['video', 'audio'] as const) : (['video'] as const)).map(
        (kind) => new FakeTrack(kind),
      ),
    );
  }

  enumerateDevices(): Promise<unknown> {
    return Promise.resolve(this.attached);
  }

  /** What is attached from now on. */
  plug(attached: FakeDevice[]): void {
    this.attached = attached;
    this.dispatchEvent(new Event('devicechange'));
  }

  #open(kind: 'audio' | 'video', wanted: Wanted): FakeTrack {
    if (this.oneAtATime && this.live.some((track) => track.kind === kind)) {
      throw new DOMException('', 'NotReadableError');
    }
    const { deviceId, facingMode, ...rest } = typeof wanted === 'object' ? wanted : {};
    const all = this.attached.filter((device) => device.kind === `${kind}input`);
    const [exact, ideal, facing] = [
      within(deviceId, 'exact'),
      within(deviceId, 'ideal'),
      within(facingMode, 'exact'),
    ];
    const fits = all.filter(
      (device) =>
        (exact === undefined || device.deviceId === exact) &&
        (facing === undefined || device.facingMode === facing),
    );
    const device = fits.find(({ deviceId: id }) => id === ideal) ?? fits[0];
    if (!device && (exact !== undefined || facing !== undefined))
      throw new DOMException('', 'OverconstrainedError');
    return new FakeTrack(kind, {
      label: device?.label ?? kind,
      onClone: (clone) => this.tracks.push(clone),
      settings: {
        ...(device && { deviceId: device.deviceId, groupId: device.groupId }),
        ...(device?.facingMode && { facingMode: device.facingMode }),
        // Plain values, as the app gives them for voices.
        ...(kind === 'audio' ? { ...(rest as MediaTrackSettings), ...this.forced } : {}),
      },
    });
  }

  async #answer(asked: string, failure: string | undefined, open: () => FakeTrack[]) {
    this.asked.push(asked);
    await this.question;
    if (failure !== undefined) throw new DOMException('', failure);
    const tracks = open();
    this.tracks.push(...tracks);
    return { getTracks: () => tracks, getVideoTracks: () => tracks.filter(({ kind }) => kind === 'video') };
  }
}

/** The constraints that are given as an object are the only ones that the app uses. */
function within(constraint: unknown, name: 'exact' | 'ideal'): unknown {
  return typeof constraint === 'object' && constraint !== null ? Reflect.get(constraint, name) : undefined;
}

/** A stream that says which track it shows. */
export function fakeStreamOf(track: MediaStreamTrack): MediaStream {
  return { getTracks: () => [track] } as unknown as MediaStream;
}
