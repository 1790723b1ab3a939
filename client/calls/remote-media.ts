/** What comes from the other browser, arranged for the screen: their person as one stream, their screen as another. */
import { Store, type Readable } from '../base/store.ts';
import type { Section } from '../media/local-media.ts';
import type { RemoteSide } from './call-view.ts';
import type { DeviceStates } from './control-channel.ts';

/** Before the other browser has said which of its devices are on. */
export const NOTHING_YET: RemoteSide = { stream: null, screen: null, microphone: true, camera: false };

interface Arrived {
  readonly tracks: Readonly<Record<Section, MediaStreamTrack>>;
  readonly person: MediaStream;
  readonly screen: MediaStream;
}

export class RemoteMedia {
  readonly #state = new Store<RemoteSide>(NOTHING_YET);
  #devices: DeviceStates = { microphone: true, camera: false, screen: false };
  #arrived: Arrived | null = null;

  get state(): Readable<RemoteSide> {
    return this.#state;
  }

  /** Of a first path, or of one that takes over: then the streams stay, so that what plays them plays on. */
  arrived(tracks: Readonly<Record<Section, MediaStreamTrack>>): void {
    const { person, screen } = this.#arrived ?? { person: new MediaStream(), screen: new MediaStream() };
    this.#arrived = { tracks, person, screen };
    this.#arrange();
  }

  told(devices: DeviceStates): void {
    this.#devices = devices;
    this.#arrange();
  }

  #arrange(): void {
    const { microphone, camera, screen } = this.#devices;
    const arrived = this.#arrived;
    if (arrived) {
      const { tracks } = arrived;
      // A video element waits with the sound for the first frame of a picture track (Chromium), so the track is in the
      // stream only while the camera is on.
      fill(arrived.person, camera ? [tracks.microphone, tracks.camera] : [tracks.microphone]);
      fill(arrived.screen, [tracks.screen]);
    }
    this.#state.set({
      stream: arrived?.person ?? null,
      screen: screen ? (arrived?.screen ?? null) : null,
      microphone,
      camera,
    });
  }
}

function fill(stream: MediaStream, tracks: readonly MediaStreamTrack[]): void {
  for (const track of stream.getTracks()) if (!tracks.includes(track)) stream.removeTrack(track);
  for (const track of tracks) stream.addTrack(track);
}
