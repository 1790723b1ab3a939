/** What comes from the other browser, arranged for the screen: their person as one stream, their screen as another. */
import { Store, type Readable } from '../base/store.ts';
import type { Section } from '../media/local-media.ts';
import type { CallMedia } from '../../protocol/calls.ts';
import type { RemoteSide } from './call-view.ts';
import type { ToldDevices } from './control-channel.ts';

/** Before the other browser has said which of its devices are on. */
export const NOTHING_YET: RemoteSide = {
  stream: null,
  screen: null,
  microphone: true,
  camera: false,
  opening: true,
};

export type RemoteTracks = Readonly<Record<Exclude<Section, 'screenSound'>, MediaStreamTrack>> & {
  /** Null where the other page knows none. */
  readonly screenSound: MediaStreamTrack | null;
};

interface Arrived {
  readonly tracks: RemoteTracks;
  readonly person: MediaStream;
  readonly screen: MediaStream;
}

export class RemoteMedia {
  readonly #state = new Store<RemoteSide>(NOTHING_YET);
  /** Whether a picture may come before they have said that their camera is on. */
  #expectsPicture: boolean;
  #devices: ToldDevices = {
    microphone: true,
    camera: false,
    screen: false,
    sound: false,
    opening: true,
    nth: 0,
  };
  #arrived: Arrived | null = null;

  /** `media`: what is expected of them until they have said what is on. */
  constructor(media: CallMedia) {
    this.#expectsPicture = media === 'video';
  }

  get state(): Readable<RemoteSide> {
    return this.#state;
  }

  /**
   * Of a first path before it stands, or of one that takes over. Their person's stream stays, so that what plays it plays on; the screen's
   * would be without any track for a moment (see `fill`), so it is made anew.
   */
  arrived(tracks: RemoteTracks, { stands }: { readonly stands: boolean }): void {
    if (this.#arrived?.tracks.microphone === tracks.microphone) return;
    // After a path that never stood nothing has played yet, and what waits for its tracks may wait for good.
    const person = (stands && this.#arrived?.person) || new MediaStream();
    this.#arrived = { tracks, person, screen: this.#screenOf(tracks) };
    this.#arrange();
  }

  told(devices: ToldDevices): void {
    // Said earlier, and late because it came by the path that is being left.
    if (devices.nth < this.#devices.nth) return;
    const isSoundNew = devices.sound !== this.#devices.sound;
    // Both devices are opened at once; where only the voice is there, the camera failed.
    const comes = this.#expectsPicture && devices.opening && !devices.microphone;
    const inVain = this.#expectsPicture && !comes && !devices.camera;
    this.#expectsPicture = comes;
    this.#devices = devices;
    const arrived = this.#arrived;
    if (arrived && isSoundNew) this.#arrived = { ...arrived, screen: this.#screenOf(arrived.tracks) };
    // Chromium waits for the first frame of a track for good, also once that has left the stream.
    if (arrived && inVain) this.#arrived = { ...arrived, person: new MediaStream() };
    this.#arrange();
  }

  /** A track without any sound in it would only make the picture wait. */
  #screenOf({ screen, screenSound }: RemoteTracks): MediaStream {
    return new MediaStream(screenSound && this.#devices.sound ? [screen, screenSound] : [screen]);
  }

  #arrange(): void {
    const { microphone, camera, screen, opening } = this.#devices;
    const arrived = this.#arrived;
    if (arrived) {
      const { tracks } = arrived;
      // A video element waits with the sound for the first frame of a picture track (Chromium), so the track is in the
      // stream only while the camera is on, or is about to be: their picture is there sooner than their word.
      const pictured = camera || this.#expectsPicture;
      fill(arrived.person, pictured ? [tracks.microphone, tracks.camera] : [tracks.microphone]);
    }
    this.#state.set({
      stream: arrived?.person ?? null,
      screen: screen ? (arrived?.screen ?? null) : null,
      microphone,
      camera,
      opening,
    });
  }
}

/**
 * Their voice is added before anything is taken out, and a picture after it. Measured in Firefox 153: a stream that is without
 * a track for a moment ends what plays it, which stays paused for good where it had not yet begun; and a picture that comes
 * while another is there is not shown once that one is gone.
 */
function fill(stream: MediaStream, tracks: readonly MediaStreamTrack[]): void {
  for (const track of tracks) if (track.kind === 'audio') stream.addTrack(track);
  for (const track of stream.getTracks()) if (!tracks.includes(track)) stream.removeTrack(track);
  for (const track of tracks) stream.addTrack(track);
}
