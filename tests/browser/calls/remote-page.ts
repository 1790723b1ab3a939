/** A page that plays what comes from another browser; colours stand for their pictures, so that a test sees which one is shown. */
import { RemoteMedia } from '../../../client/calls/remote-media.ts';

declare global {
  interface Window {
    remotePage: RemotePage;
  }
}

const WIDTH = 64;
const HEIGHT = 48;

/** A picture of one colour that is painted again and again, as a camera's is. */
function pictureOf(colour: string): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d');
  const track = canvas.captureStream().getVideoTracks()[0];
  if (!context || !track) throw new Error('a canvas that paints nothing');
  setInterval(() => {
    context.fillStyle = colour;
    context.fillRect(0, 0, WIDTH, HEIGHT);
  }, 40);
  return track;
}

const sounds = new AudioContext();
const silence = () => {
  const track = sounds.createMediaStreamDestination().stream.getAudioTracks()[0];
  if (!track) throw new Error('a destination without a track');
  return track;
};

const remote = new RemoteMedia();
const video = document.createElement('video');
video.autoplay = true;
document.body.append(video);
remote.state.subscribe(() => {
  const { stream } = remote.state.get();
  if (video.srcObject !== stream) video.srcObject = stream;
});

/** What a video element says when it stops or begins anew. */
const interruptions: string[] = [];
for (const event of ['emptied', 'ended', 'pause']) {
  video.addEventListener(event, () => interruptions.push(event));
}

let nth = 0;
const remotePage = {
  interruptions,
  pathOf(colour: string) {
    remote.arrived({ microphone: silence(), camera: pictureOf(colour), screen: pictureOf('black') });
  },
  tell(camera: boolean) {
    nth += 1;
    remote.told({ microphone: true, camera, screen: false, nth });
  },
  tracks: () =>
    remote.state
      .get()
      .stream?.getTracks()
      .map(({ kind }) => kind) ?? [],
  /** The colour in the middle of what is shown. */
  shown(): string {
    const context = new OffscreenCanvas(1, 1).getContext('2d');
    if (!context || video.paused || video.videoWidth === 0) return 'nothing';
    context.drawImage(video, WIDTH / 2, HEIGHT / 2, 1, 1, 0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    const strongest = Math.max(red, green, blue);
    if (strongest < 50) return 'black';
    return strongest === red ? 'red' : strongest === green ? 'green' : 'blue';
  },
};
type RemotePage = typeof remotePage;
window.remotePage = remotePage;
