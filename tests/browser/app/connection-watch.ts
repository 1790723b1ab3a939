/** Put into a page before its own code: remembers what is opened, so that a test can say what arrived and what was left behind. */

export interface ConnectionWatch {
  /** What was asked of getUserMedia, such as `audio+video`. */
  readonly asked: string[];
  readonly connections: RTCPeerConnection[];
  readonly tracks: MediaStreamTrack[];
  /** Energy of the sound that has arrived over the newest connection. */
  energy(): Promise<number>;
}

export function watchConnections(): void {
  const watch: ConnectionWatch = {
    asked: [],
    connections: [],
    tracks: [],
    energy: async () => {
      let sum = 0;
      const report = await watch.connections.at(-1)?.getStats();
      report?.forEach((entry: Record<string, unknown>) => {
        if (entry['type'] === 'inbound-rtp' && entry['kind'] === 'audio') {
          sum += Number(entry['totalAudioEnergy'] ?? 0);
        }
      });
      return sum;
    },
  };
  const Connection = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Connection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      watch.connections.push(this);
    }
  };
  window.connectionWatch = watch;
  // Not there in the empty page that a browser shows before the first address.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) return;
  const getUserMedia = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints = {}) => {
    watch.asked.push((['audio', 'video'] as const).filter((kind) => constraints[kind]).join('+'));
    const stream = await getUserMedia(constraints);
    watch.tracks.push(...stream.getTracks());
    return stream;
  };
}
