/**
 * The one owner of this side's microphone, camera and shared screen during a call: opens them, turns them off so that
 * their lights go out, says why one could not be had, and stops them all at the end. It never opens anything by itself
 * before `start`.
 */
import { Emitter, type Listenable } from '../base/emitter.ts';
import { Store, type Readable } from '../base/store.ts';
import { TaskQueue } from '../base/task-queue.ts';
import type { CallMedia } from '../../protocol/calls.ts';
import {
  DeviceOpener,
  type CaptureDevice,
  type DeviceOpenerOptions,
  type DeviceSource,
  type ExactDevice,
} from './device-opener.ts';
import { stopWithEars } from './ear.ts';
import { localSnapshot } from './local-snapshot.ts';
import { isChangeOfMind, mediaProblemKind, type MediaProblem, type MediaProblemKind } from './media-error.ts';

/** `off` can be turned on again; `missing` means there is none to turn on (see `problems`). */
export type DeviceState = 'on' | 'off' | 'missing';

type Device = MediaProblem['device'];
/** The sound of a shared screen comes and goes with it. */
export type Section = Device | 'screenSound';
export type LocalTracks = Readonly<Record<Section, MediaStreamTrack | null>>;

export interface LocalMediaState {
  readonly microphone: DeviceState;
  readonly camera: DeviceState;
  readonly sharing: boolean;
  readonly sharingSound: boolean;
  readonly preview: MediaStream | null;
  /** Whoever looks into a camera expects a mirror; what a camera at the back sees is not turned over. */
  readonly mirrored: boolean;
  readonly problems: readonly MediaProblem[];
  readonly tracks: LocalTracks;
}

export interface LocalMediaOptions extends DeviceOpenerOptions {
  /** `new MediaStream([track])`, which exists only in a browser. */
  readonly streamOf: (track: MediaStreamTrack) => MediaStream;
  /** Resolves once the tracks of the state are the ones that are sent. */
  readonly placed?: () => Promise<void>;
}

export interface LocalMediaEvents {
  /** A device went away by itself; whether another took its place is told by the state. */
  lost: { readonly device: CaptureDevice; readonly label: string };
}

const SECTIONS: readonly Section[] = ['microphone', 'camera', 'screen', 'screenSound'];

export class LocalMedia {
  readonly #devices: DeviceSource | undefined;
  readonly #opener: DeviceOpener;
  readonly #streamOf: (track: MediaStreamTrack) => MediaStream;
  readonly #placed: () => Promise<void>;
  readonly #events = new Emitter<LocalMediaEvents>();
  /** One device is opened at a time: a second prompt over the first helps nobody, and iOS gives up the first stream. */
  readonly #opening = new TaskQueue();
  readonly #tracks = new Map<Section, MediaStreamTrack>();
  readonly #problems = new Map<Device, MediaProblemKind>();
  readonly #state: Store<LocalMediaState>;
  #preview: MediaStream | null = null;
  #started: Promise<void> | null = null;
  /** Until the last track that was exchanged is closed. */
  #leaving: Promise<void> = Promise.resolve();
  #muted = false;
  #cameraWanted = false;
  #askingForScreen = false;
  #stopped = false;

  constructor({ streamOf, placed, ...opening }: LocalMediaOptions) {
    this.#devices = opening.devices;
    this.#opener = new DeviceOpener(opening);
    this.#streamOf = streamOf;
    this.#placed = placed ?? (() => Promise.resolve());
    this.#state = new Store(this.#snapshot());
  }

  get state(): Readable<LocalMediaState> {
    return this.#state;
  }

  get events(): Listenable<LocalMediaEvents> {
    return this.#events;
  }

  get canShareScreen(): boolean {
    return this.#opener.canShareScreen;
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

  /**
   * Another device, or the same one opened anew, in the place of the one that is on, which plays on until the new one is
   * sent. Null where that worked.
   */
  exchange(device: CaptureDevice, exact: ExactDevice): Promise<MediaProblemKind | null> {
    return this.#opening.run(() => this.#exchange(device, exact));
  }

  /** Turns on what could not be had, after another choice. */
  retry(device: CaptureDevice): void {
    this.#problems.delete(device);
    if (device === 'camera') this.#cameraWanted = true;
    void this.#opening.run(() => this.#open(device));
    this.#publish();
  }

  /** Not every browser ends the track of a device that was pulled out. */
  lose(device: CaptureDevice): void {
    const track = this.#tracks.get(device);
    if (track) this.#ended(device, track);
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
    try {
      // Both at once, so that the person is asked once.
      this.#adoptAll(await this.#opener.open(['microphone', 'camera']));
      this.#publish();
    } catch (error) {
      await this.#openWhatThereIs(mediaProblemKind(error));
    }
  }

  /** Asking for both failed without saying for which. The person is not asked a third time after saying no twice. */
  async #openWhatThereIs(together: MediaProblemKind): Promise<void> {
    await this.#open('microphone');
    const microphone = this.#problems.get('microphone');
    const isCamerasFault = microphone === undefined || (microphone === 'denied' && together === 'denied');
    if (isCamerasFault && this.#opener.asksFor('camera')) this.#failed('camera', together);
    else await this.#open('camera');
    this.#publish();
  }

  async #open(device: CaptureDevice): Promise<void> {
    if (this.#stopped || this.#tracks.has(device)) return;
    if (device === 'camera' && !this.#cameraWanted) return;
    try {
      this.#adoptAll(await this.#opener.open([device]));
    } catch (error) {
      this.#failed(device, mediaProblemKind(error));
    }
    this.#publish();
  }

  async #exchange(device: CaptureDevice, exact: ExactDevice): Promise<MediaProblemKind | null> {
    const old = this.#tracks.get(device);
    if (this.#stopped || !old) return null;
    try {
      const tracks = await this.#openInPlaceOf(old, device, exact);
      if (this.#tracks.get(device) === old) this.#tracks.delete(device);
      this.#adoptAll(tracks);
      this.#publish();
      this.#leaving = this.#placed().finally(() => stopWithEars(old));
      return null;
    } catch (error) {
      // It had to give way and there is nothing in its place: back to what there was.
      if (old.readyState === 'ended' && this.#tracks.get(device) === old) {
        this.#release(device);
        await this.#open(device);
      }
      return mediaProblemKind(error);
    }
  }

  /** Phones open one camera at a time: there the old one has to go first, and the picture stands still meanwhile. */
  async #openInPlaceOf(
    old: MediaStreamTrack,
    device: CaptureDevice,
    exact: ExactDevice,
  ): Promise<MediaStreamTrack[]> {
    try {
      if (!exact.alone) return await this.#opener.open([device], exact);
    } catch (error) {
      if (mediaProblemKind(error) !== 'in_use') throw error;
    }
    await this.#leaving;
    stopWithEars(old);
    return this.#opener.open([device], exact);
  }

  async #shareScreen(): Promise<void> {
    this.#askingForScreen = true;
    try {
      const tracks = await this.#opener.openScreen();
      const [track, sound] = ['video', 'audio'].map((kind) => tracks.find((each) => each.kind === kind));
      if (!track) return;
      // Text matters more than smooth movement; not every browser has the hint.
      track.contentHint = 'detail';
      this.#adopt('screen', track);
      if (sound) this.#adopt('screenSound', sound);
    } catch (error) {
      if (!isChangeOfMind(error)) this.#failed('screen', mediaProblemKind(error));
    } finally {
      this.#askingForScreen = false;
      this.#publish();
    }
  }

  #adoptAll(tracks: readonly MediaStreamTrack[]): void {
    for (const track of tracks) this.#adopt(track.kind === 'audio' ? 'microphone' : 'camera', track);
  }

  #adopt(section: Section, track: MediaStreamTrack): void {
    const unwanted = section === 'camera' && !this.#cameraWanted;
    if (this.#stopped || unwanted || this.#tracks.has(section)) return track.stop();
    this.#tracks.set(section, track);
    if (section !== 'screenSound') this.#problems.delete(section);
    if (section === 'microphone') track.enabled = !this.#muted;
    if (section === 'camera') this.#preview = this.#streamOf(track);
    // Fires where the device was unplugged, the permission taken back, or sharing ended in the browser's own bar.
    track.addEventListener('ended', () => this.#ended(section, track));
  }

  #ended(section: Section, track: MediaStreamTrack): void {
    if (this.#tracks.get(section) !== track) return;
    this.#release(section);
    this.#publish();
    if (section === 'screen' || section === 'screenSound') return;
    // Another device may do; if not, trying says why.
    void this.#opening
      .run(() => this.#open(section))
      .then(() => this.#events.emit('lost', { device: section, label: track.label }));
  }

  #release(section: Section): void {
    const track = this.#tracks.get(section);
    if (track) stopWithEars(track);
    this.#tracks.delete(section);
    if (section === 'camera') this.#preview = null;
    if (section === 'screen') this.#release('screenSound');
  }

  #failed(section: Device, kind: MediaProblemKind): void {
    if (section === 'camera') this.#cameraWanted = false;
    this.#problems.set(section, kind);
  }

  /** A device that was plugged in can be turned on. */
  readonly #devicesChanged = (): void => {
    void this.#devices?.enumerateDevices().then((list) => {
      const isThere = (wanted: MediaDeviceKind) => list.some(({ kind }) => kind === wanted);
      const there = { microphone: isThere('audioinput'), camera: isThere('videoinput'), screen: false };
      for (const [device, problem] of this.#problems)
        if (problem === 'not_found' && there[device]) this.#problems.delete(device);
      this.#publish();
    });
  };

  #publish(): void {
    this.#state.set(this.#snapshot());
  }

  #snapshot(): LocalMediaState {
    return localSnapshot({ tracks: this.#tracks, problems: this.#problems, preview: this.#preview });
  }
}
