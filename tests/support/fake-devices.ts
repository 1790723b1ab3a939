/** Cameras and microphones for tests without a browser: opened only when told to, and every one ever opened is remembered. */
import type { DeviceSource } from '../../client/media/local-media.ts';

export class FakeTrack extends EventTarget {
  readonly kind: 'audio' | 'video';
  enabled = true;
  readyState: 'live' | 'ended' = 'live';
  contentHint = '';

  constructor(kind: 'audio' | 'video') {
    super();
    this.kind = kind;
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

export class FakeDevices extends EventTarget {
  /** What was asked for, in order: `audio`, `video`, `audio+video`, `screen`. */
  readonly asked: string[] = [];
  readonly tracks: FakeTrack[] = [];
  /** Names of the errors with which asking for each fails. */
  readonly failing: { audio?: string; video?: string; screen?: string } = {};
  /** While set, nobody has answered the browser's question. */
  question: Promise<void> | null = null;
  attached: MediaDeviceInfo['kind'][] = ['audioinput', 'videoinput'];

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
    return this.#answer(kinds.join('+'), kinds, failure);
  }

  getDisplayMedia(): Promise<unknown> {
    return this.#answer('screen', ['video'], this.failing.screen);
  }

  enumerateDevices(): Promise<unknown> {
    return Promise.resolve(this.attached.map((kind) => ({ kind })));
  }

  async #answer(asked: string, kinds: readonly ('audio' | 'video')[], failure: string | undefined) {
    this.asked.push(asked);
    await this.question;
    if (failure !== undefined) throw new DOMException('', failure);
    const tracks = kinds.map((kind) => new FakeTrack(kind));
    this.tracks.push(...tracks);
    return { getTracks: () => tracks, getVideoTracks: () => tracks.filter(({ kind }) => kind === 'video') };
  }
}

/** A stream that says which track it shows. */
export function fakeStreamOf(track: MediaStreamTrack): MediaStream {
  return { getTracks: () => [track] } as unknown as MediaStream;
}
