/**
 * The floor for bench/call-setup.ts, as it runs in a page: the least that two pages can do to have a video call once it is accepted.
 * The caller's camera is open already; the callee opens theirs on the click, while the offer is made and comes.
 */
import type { Socket } from 'socket.io-client';

export interface BareCall {
  /** Milliseconds of the epoch at which the first frame of the other was painted. */
  readonly seen: Promise<number>;
  end(): void;
}

declare global {
  interface Window {
    io: (options: object) => Socket;
    barePeer: typeof barePeer;
    bareCall: BareCall | undefined;
    clickedAt: number;
  }
}

/** Resolves when the page is ready: the caller's with the camera open, the callee's with its button there. */
export async function barePeer(role: 'caller' | 'callee'): Promise<void> {
  const wanted = {
    audio: true,
    video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
  };
  const socket = window.io({ transports: ['websocket'], forceNew: true });
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  const connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  const video = document.createElement('video');
  video.autoplay = true;
  video.muted = true;
  document.body.replaceChildren(video);
  const seen = new Promise<number>((resolve) =>
    video.requestVideoFrameCallback(() => resolve(performance.timeOrigin + performance.now())),
  );
  connection.ontrack = ({ streams: [stream] }) => (video.srcObject = stream ?? null);
  connection.onicecandidate = ({ candidate }) => candidate && socket.emit('pass', { candidate });
  const media = role === 'caller' ? await navigator.mediaDevices.getUserMedia(wanted) : null;
  let opening: Promise<MediaStream> | null = null;
  const send = (stream: MediaStream) =>
    stream.getTracks().forEach((track) => connection.addTrack(track, stream));
  const say = async () => {
    await connection.setLocalDescription();
    socket.emit('pass', { description: connection.localDescription });
  };

  interface Passed {
    readonly accepted?: true;
    readonly description?: RTCSessionDescriptionInit;
    readonly candidate?: RTCIceCandidateInit;
  }
  let steps = Promise.resolve();
  socket.on('pass', (passed: Passed) => {
    steps = steps.then(async () => {
      if (passed.accepted && media !== null) {
        send(media);
        await say();
      }
      if (passed.candidate) await connection.addIceCandidate(passed.candidate);
      if (!passed.description) return;
      await connection.setRemoteDescription(passed.description);
      if (passed.description.type !== 'offer' || opening === null) return;
      send(await opening);
      await say();
    });
  });
  if (role === 'callee') {
    const button = document.createElement('button');
    button.textContent = 'Accept';
    button.onclick = () => {
      window.clickedAt = performance.timeOrigin + performance.now();
      socket.emit('pass', { accepted: true });
      opening = navigator.mediaDevices.getUserMedia(wanted);
    };
    document.body.append(button);
  }
  window.bareCall = {
    seen,
    end: () => {
      connection.close();
      socket.close();
      void Promise.resolve(media ?? opening).then((stream) =>
        stream?.getTracks().forEach((track) => track.stop()),
      );
      document.body.replaceChildren();
    },
  };
}
