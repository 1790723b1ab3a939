/** Watches what a page does with devices and connections, and measures what really arrives. */

const VIDEOS = ['remote', 'screen', 'preview'] as const;
type Video = (typeof VIDEOS)[number];

/** Numbers the frames that are really painted. */
function countFrames(id: Video): { count: number } {
  const frames = { count: 0 };
  const video = document.getElementById(id) as HTMLVideoElement;
  const painted = () => {
    frames.count += 1;
    video.requestVideoFrameCallback(painted);
  };
  video.requestVideoFrameCallback(painted);
  return frames;
}

/** The picture as it is now, as a few numbers: equal pictures give equal text. */
function sample(id: Video): string {
  const video = document.getElementById(id) as HTMLVideoElement;
  const canvas = new OffscreenCanvas(32, 24);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context || video.videoWidth === 0) return '';
  context.drawImage(video, 0, 0, 32, 24);
  return context.getImageData(0, 0, 32, 24).data.join(',');
}

export function watchMedia() {
  const asked: string[] = [];
  const tracks: MediaStreamTrack[] = [];
  const connections: RTCPeerConnection[] = [];
  const failing: { audio?: string; video?: string } = {};
  const devices = navigator.mediaDevices;

  const keep = (stream: MediaStream) => {
    tracks.push(...stream.getTracks());
    return stream;
  };
  const getUserMedia = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints = {}) => {
    const kinds = (['audio', 'video'] as const).filter((kind) => constraints[kind]);
    asked.push(kinds.join('+'));
    const failure = kinds.map((kind) => failing[kind]).find((name) => name !== undefined);
    if (failure !== undefined) throw new DOMException('as the test wants', failure);
    return keep(await getUserMedia(constraints));
  };
  const getDisplayMedia = devices.getDisplayMedia.bind(devices);
  devices.getDisplayMedia = async (options) => {
    asked.push('screen');
    const stream = await getDisplayMedia(options);
    // What a browser of a test shares has no sound worth hearing, or none at all.
    if (sounds.ofScreen) {
      for (const track of stream.getAudioTracks()) {
        track.stop();
        stream.removeTrack(track);
      }
      stream.addTrack(tone());
    }
    return keep(stream);
  };
  const sounds = { ofScreen: false };
  const tone = () => {
    const context = new AudioContext();
    const out = context.createMediaStreamDestination();
    const source = new OscillatorNode(context, { frequency: 440 });
    source.connect(out);
    source.start();
    const [track] = out.stream.getAudioTracks();
    if (!track) throw new Error('a destination without a track');
    return track;
  };
  const Connection = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Connection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };

  const frames = Object.fromEntries(VIDEOS.map((id) => [id, countFrames(id)])) as Record<
    Video,
    { count: number }
  >;

  async function stat(type: string, kind: string, member: string): Promise<number> {
    const report = await connections.at(-1)?.getStats();
    let sum = 0;
    report?.forEach((entry: Record<string, unknown>) => {
      if (entry['type'] === type && entry['kind'] === kind) sum += Number(entry[member] ?? 0);
    });
    return sum;
  }

  return {
    asked,
    failing,
    frames: (id: Video) => frames[id].count,
    sample,
    /** Energy of the sound that has arrived so far. */
    energy: () => stat('inbound-rtp', 'audio', 'totalAudioEnergy'),
    shareSound: () => void (sounds.ofScreen = true),
    /** Energy of the sound of the screen alone, which is in the fourth section. */
    screenEnergy: async () => {
      let energy = 0;
      const report = await connections.at(-1)?.getStats();
      report?.forEach((entry: Record<string, unknown>) => {
        if (entry['type'] === 'inbound-rtp' && entry['mid'] === '3')
          energy += Number(entry['totalAudioEnergy'] ?? 0);
      });
      return energy;
    },
    /** How far the element with their voice has played; -1 where it is paused. */
    played: () => {
      const video = document.getElementById('remote') as HTMLVideoElement;
      return video.paused ? -1 : video.currentTime;
    },
    liveTracks: () => tracks.filter(({ readyState }) => readyState === 'live').map(({ kind }) => kind),
    madeConnections: () => connections.length,
    openConnections: () => connections.filter(({ connectionState }) => connectionState !== 'closed').length,
    /** The kinds of the sections in the description that is in use. */
    sections: () =>
      [...(connections.at(-1)?.currentLocalDescription?.sdp.matchAll(/^m=(\w+)/gm) ?? [])].map(
        ([, kind]) => kind ?? '',
      ),
    directions: () =>
      connections
        .at(-1)
        ?.getTransceivers()
        .map(({ currentDirection }) => currentDirection) ?? [],
    /** Of the newest connection. */
    connectionState: () => connections.at(-1)?.connectionState ?? null,
    gatheringState: () => connections.at(-1)?.iceGatheringState ?? null,
    signalingState: () => connections.at(-1)?.signalingState ?? null,
    /** What a device does that came to another network. */
    changeNetwork: () => void window.dispatchEvent(new Event('online')),
    /** What the browser says it was told of each sender. */
    senders: () =>
      connections
        .at(-1)
        ?.getSenders()
        .map((sender) => sender.getParameters())
        .map(({ degradationPreference, encodings: [first] }) => ({
          degradationPreference,
          maxBitrate: first?.maxBitrate,
          scale: first?.scaleResolutionDownBy,
          priority: first?.priority,
        })) ?? [],
    /** The voice is not sent, and nobody is told. */
    holdVoiceBack: async (held: boolean) => {
      const [voice] = connections.at(-1)?.getSenders() ?? [];
      const microphone = tracks.find(({ kind, readyState }) => kind === 'audio' && readyState === 'live');
      await voice?.replaceTrack(held ? null : (microphone ?? null));
    },
    endSharing: () => {
      const track = tracks.findLast(({ kind }) => kind === 'video');
      // Stopping a track oneself fires nothing; the browser's own bar does.
      track?.stop();
      track?.dispatchEvent(new Event('ended'));
    },
  };
}
