/** What comes from the other browser, arranged for the screen: their person as one stream, their screen as another. */
import { Store, type Readable } from '../base/store.ts';
import type { Section } from '../media/local-media.ts';
import type { RemoteSide } from './call-view.ts';
import type { ToldDevices } from './control-channel.ts';

/** Before the other browser has said which of its devices are on. */
export const NOTHING_YET: RemoteSide = { stream: null, screen: null, microphone: true, camera: false };

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
  #devices: ToldDevices = { microphone: true, camera: false, screen: false, sound: false, nth: 0 };
  #arrived: Arrived | null = null;

  get state(): Readable<RemoteSide> {
    return this.#state;
  }

  /**
   * Of a first path, or of one that takes over. Their person's stream stays, so that what plays it plays on; the screen's
   * would be without any track for a moment (see `fill`), so it is made anew.
   */
  arrived(tracks: RemoteTracks): void {
    const person = this.#arrived?.person ?? new MediaStream();
    this.#arrived = { tracks, person, screen: this.#screenOf(tracks) };
    this.#arrange();
  }

  told(devices: ToldDevices): void {
    // Said earlier, and late because it came by the path that is being left.
    if (devices.nth < this.#devices.nth) return;
    const isSoundNew = devices.sound !== this.#devices.sound;
    this.#devices = devices;
    const arrived = this.#arrived;
    if (arrived && isSoundNew) this.#arrived = { ...arrived, screen: this.#screenOf(arrived.tracks) };
    this.#arrange();
  }

  /** A track without any sound in it would only make the picture wait. */
  #screenOf({ screen, screenSound }: RemoteTracks): MediaStream {
    return new MediaStream(screenSound && this.#devices.sound ? [screen, screenSound] : [screen]);
  }

  #arrange(): void {
    const { microphone, camera, screen } = this.#devices;
    const arrived = this.#arrived;
    if (arrived) {
      const { tracks } = arrived;
      // A video element waits with the sound for the first frame of a picture track (Chromium), so the track is in the
      // stream only while the camera is on.
      fill(arrived.person, camera ? [tracks.microphone, tracks.camera] : [tracks.microphone]);
    }
    this.#state.set({
      stream: arrived?.person ?? null,
      screen: screen ? (arrived?.screen ?? null) : null,
      microphone,
      camera,
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
