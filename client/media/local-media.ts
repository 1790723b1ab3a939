/**
 * The one owner of this side's microphone, camera and shared screen during a call: opens them, turns them off so that
 * their lights go out, says why one could not be had, and stops them all at the end. It never opens anything by itself
 * before `start`.
 */
import { Store, type Readable } from '../base/store.ts';
import { TaskQueue } from '../base/task-queue.ts';
import type { CallMedia } from '../../protocol/calls.ts';
import { mediaProblemKind, type MediaProblem, type MediaProblemKind } from './media-error.ts';

/** `off` can be turned on again; `missing` means there is none to turn on (see `problems`). */
export type DeviceState = 'on' | 'off' | 'missing';

export type Section = MediaProblem['device'];
export type LocalTracks = Readonly<Record<Section, MediaStreamTrack | null>>;

export interface LocalMediaState {
  readonly microphone: DeviceState;
  readonly camera: DeviceState;
  readonly sharing: boolean;
  readonly preview: MediaStream | null;
  readonly problems: readonly MediaProblem[];
  readonly tracks: LocalTracks;
}

/** What this needs of `navigator.mediaDevices`. */
export type DeviceSource = Pick<
  MediaDevices,
  'getUserMedia' | 'getDisplayMedia' | 'enumerateDevices' | 'addEventListener' | 'removeEventListener'
>;

export interface LocalMediaOptions {
  /** Undefined where the page is not a secure context. */
  readonly devices: DeviceSource | undefined;
  /** `new MediaStream([track])`, which exists only in a browser. */
  readonly streamOf: (track: MediaStreamTrack) => MediaStream;
}

const AUDIO: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};
const VIDEO: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
  facingMode: 'user',
};
const CONSTRAINTS = { microphone: { audio: AUDIO }, camera: { video: VIDEO } } as const;
const SECTIONS: readonly Section[] = ['microphone', 'camera', 'screen'];

export class LocalMedia {
  readonly #devices: DeviceSource | undefined;
  readonly #streamOf: (track: MediaStreamTrack) => MediaStream;
  /** One device is opened at a time: a second prompt over the first helps nobody, and iOS gives up the first stream. */
  readonly #opening = new TaskQueue();
  readonly #tracks = new Map<Section, MediaStreamTrack>();
  readonly #problems = new Map<Section, MediaProblemKind>();
  readonly #state: Store<LocalMediaState>;
  #preview: MediaStream | null = null;
  #started: Promise<void> | null = null;
  #muted = false;
  #cameraWanted = false;
  #askingForScreen = false;
  #stopped = false;

  constructor({ devices, streamOf }: LocalMediaOptions) {
    this.#devices = devices;
    this.#streamOf = streamOf;
    this.#state = new Store(this.#snapshot());
  }

  get state(): Readable<LocalMediaState> {
    return this.#state;
  }

  get canShareScreen(): boolean {
    return typeof this.#devices?.getDisplayMedia === 'function';
  }

  /** To be called only once the person has placed the call or accepted it. Never fails: what is missing is in `problems`. */
  start(media: CallMedia): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    this.#started ??= this.#opening.run(() => this.#openAll(media));
    return this.#started;
  }

  toggleMicrophone(): void {
    const track = this.#tracks.get('microphone');
    this.#muted = track !== undefined && track.enabled;
    if (track) track.enabled = !this.#muted;
    else void this.#opening.run(() => this.#open('microphone'));
    this.#publish();
  }

  /** Off ends the track, because only that turns the camera's light off; on opens the camera anew. */
  toggleCamera(): void {
    this.#cameraWanted = !this.#cameraWanted;
    if (this.#cameraWanted) void this.#opening.run(() => this.#open('camera'));
    else this.#release('camera');
    this.#publish();
  }

  /** Must be called while a tap or key press is being handled: browsers ask for that. */
  toggleScreen(): void {
    if (this.#tracks.has('screen')) {
      this.#release('screen');
      this.#publish();
    } else if (!this.#askingForScreen) void this.#shareScreen();
  }

  stop(): void {
    this.#stopped = true;
    this.#devices?.removeEventListener('devicechange', this.#devicesChanged);
    for (const section of SECTIONS) this.#release(section);
    this.#publish();
  }

  async #openAll(media: CallMedia): Promise<void> {
    this.#devices?.addEventListener('devicechange', this.#devicesChanged);
    this.#cameraWanted = media === 'video';
    if (media === 'audio') return this.#open('microphone');
    if (!this.#devices) {
      await this.#open('microphone');
      return this.#open('camera');
    }
    try {
      // Both at once, so that the person is asked once.
      const stream = await this.#devices.getUserMedia({ audio: AUDIO, video: VIDEO });
      this.#adoptAll(stream);
      this.#publish();
    } catch (error) {
      await this.#openWhatThereIs(mediaProblemKind(error));
    }
  }

  /** Asking for both failed without saying for which. The person is not asked a third time after saying no twice. */
  async #openWhatThereIs(together: MediaProblemKind): Promise<void> {
    await this.#open('microphone');
    const microphone = this.#problems.get('microphone');
    const isCamerasFault = microphone === undefined;
    if (isCamerasFault || (microphone === 'denied' && together === 'denied'))
      this.#failed('camera', together);
    else await this.#open('camera');
    this.#publish();
  }

  async #open(device: 'microphone' | 'camera'): Promise<void> {
    if (this.#stopped || this.#tracks.has(device)) return;
    if (device === 'camera' && !this.#cameraWanted) return;
    if (!this.#devices) this.#failed(device, 'insecure');
    else {
      try {
        this.#adoptAll(await this.#devices.getUserMedia(CONSTRAINTS[device]));
      } catch (error) {
        this.#failed(device, mediaProblemKind(error));
      }
    }
    this.#publish();
  }

  async #shareScreen(): Promise<void> {
    this.#askingForScreen = true;
    try {
      const stream = await this.#devices?.getDisplayMedia({ video: true });
      const track = stream?.getVideoTracks()[0];
      if (!track) return;
      // Text matters more than smooth movement; not every browser has the hint.
      track.contentHint = 'detail';
      this.#adopt('screen', track);
    } catch (error) {
      if (!isChangeOfMind(error)) this.#failed('screen', mediaProblemKind(error));
    } finally {
      this.#askingForScreen = false;
      this.#publish();
    }
  }

  #adoptAll(stream: MediaStream): void {
    for (const track of stream.getTracks())
      this.#adopt(track.kind === 'audio' ? 'microphone' : 'camera', track);
  }

  #adopt(section: Section, track: MediaStreamTrack): void {
    const unwanted = section === 'camera' && !this.#cameraWanted;
    if (this.#stopped || unwanted || this.#tracks.has(section)) return track.stop();
    this.#tracks.set(section, track);
    this.#problems.delete(section);
    if (section === 'microphone') track.enabled = !this.#muted;
    if (section === 'camera') this.#preview = this.#streamOf(track);
    // Fires where the device was unplugged, the permission taken back, or sharing ended in the browser's own bar.
    track.addEventListener('ended', () => this.#ended(section, track));
  }

  #ended(section: Section, track: MediaStreamTrack): void {
    if (this.#tracks.get(section) !== track) return;
    this.#release(section);
    this.#publish();
    // Another device may do; if not, trying says why.
    if (section !== 'screen') void this.#opening.run(() => this.#open(section));
  }

  #release(section: Section): void {
    this.#tracks.get(section)?.stop();
    this.#tracks.delete(section);
    if (section === 'camera') this.#preview = null;
  }

  #failed(section: Section, kind: MediaProblemKind): void {
    if (section === 'camera') this.#cameraWanted = false;
    this.#problems.set(section, kind);
  }

  /** A device that was plugged in can be turned on. */
  readonly #devicesChanged = (): void => {
    void this.#devices?.enumerateDevices().then((list) => {
      if (list.some(({ kind }) => kind === 'audioinput')) this.#forget('microphone');
      if (list.some(({ kind }) => kind === 'videoinput')) this.#forget('camera');
      this.#publish();
    });
  };

  #forget(section: Section): void {
    if (this.#problems.get(section) === 'not_found') this.#problems.delete(section);
  }

  #publish(): void {
    this.#state.set(this.#snapshot());
  }

  #snapshot(): LocalMediaState {
    const track = (section: Section) => this.#tracks.get(section) ?? null;
    return {
      microphone: this.#deviceState('microphone', track('microphone')?.enabled === true),
      camera: this.#deviceState('camera', track('camera') !== null),
      sharing: track('screen') !== null,
      preview: this.#preview,
      problems: [...this.#problems].map(([device, kind]) => ({ device, kind })),
      tracks: { microphone: track('microphone'), camera: track('camera'), screen: track('screen') },
    };
  }

  #deviceState(section: Section, on: boolean): DeviceState {
    if (on) return 'on';
    const problem = this.#problems.get(section);
    return problem === 'not_found' || problem === 'insecure' ? 'missing' : 'off';
  }
}

/** Closing the picker and being refused have the same name; only a refusal by the operating system says so in its words. */
function isChangeOfMind(error: unknown): boolean {
  return error instanceof Error && error.name === 'NotAllowedError' && !/system/i.test(error.message);
}
