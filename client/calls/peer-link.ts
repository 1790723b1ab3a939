/**
 * The direct connection to the other browser of a call: one RTCPeerConnection and one queue. Every step that touches a
 * description goes through the queue, so the signaling state alone tells a collision of offers (perfect negotiation,
 * W3C webrtc-pc 10.7); the callee gives way. It knows nothing of rings and reasons, and opens no device.
 */
import type { Clock } from '../base/clock.ts';
import { Disposables } from '../base/disposables.ts';
import { Emitter, type Listenable } from '../base/emitter.ts';
import type { Readable } from '../base/store.ts';
import { TaskQueue } from '../base/task-queue.ts';
import type { LocalTracks } from '../media/local-media.ts';
import type { CallRole, IceServer } from '../../protocol/calls.ts';
import type { RemoteSide } from './call-view.ts';
import { ControlChannel, type DeviceStates } from './control-channel.ts';
import { adoptSections, layOutSections, placeTracks, type MediaSections } from './media-sections.ts';
import { PathKeeper } from './path-keeper.ts';
import { RemoteMedia } from './remote-media.ts';
import type { Signal, SignalPort } from './signal-channel.ts';

export interface PeerLinkEvents {
  status: 'connected' | 'reconnecting' | 'failed';
  /** The other side hung up and could not or need not wait for the server to say so. */
  bye: null;
}

/** What a call needs of its link; a test puts a fake behind it. */
export interface PeerLink {
  readonly events: Listenable<PeerLinkEvents>;
  readonly remote: Readable<RemoteSide>;
  setLocal(tracks: LocalTracks, devices: DeviceStates): void;
  close(options: { sayBye: boolean }): void;
}

export interface PeerLinkOptions {
  readonly role: CallRole;
  readonly iceServers: readonly IceServer[];
  readonly signals: SignalPort;
  readonly clock: Clock;
  /** Fires `online`. */
  readonly page: EventTarget;
  readonly tracks: LocalTracks;
  readonly devices: DeviceStates;
  readonly reviveSignaling: () => void;
}
export type PeerLinkFactory = (options: PeerLinkOptions) => PeerLink;

/** How long a goodbye may take to arrive before the connection is closed under it. */
const GOODBYE_MS = 1_000;

export class RtcPeerLink implements PeerLink {
  readonly #pc: RTCPeerConnection;
  readonly #polite: boolean;
  readonly #signals: SignalPort;
  readonly #clock: Clock;
  readonly #path: PathKeeper;
  readonly #queue = new TaskQueue();
  readonly #events = new Emitter<PeerLinkEvents>();
  readonly #remote = new RemoteMedia();
  readonly #scope = new Disposables();
  #sections: MediaSections | null = null;
  #control: ControlChannel | null = null;
  #tracks: LocalTracks;
  #devices: DeviceStates;
  #ignoredOffer = false;
  #cancelGoodbye = () => {};

  constructor(options: PeerLinkOptions) {
    const { role, iceServers, signals, clock, page, tracks, devices, reviveSignaling } = options;
    this.#polite = role === 'callee';
    this.#signals = signals;
    this.#clock = clock;
    this.#tracks = tracks;
    this.#devices = devices;
    // The copies are what the DOM's type wants: it has no readonly arrays.
    const pc = new RTCPeerConnection({
      iceServers: iceServers.map((s) => ({ ...s })),
      bundlePolicy: 'max-bundle',
    });
    this.#pc = pc;
    this.#path = new PathKeeper({
      clock,
      role,
      restart: () => this.#restart(),
      reviveSignaling,
      onStatus: (status) => this.#events.emit('status', status),
    });
    this.#scope.add(() => this.#path.stop());

    pc.addEventListener('negotiationneeded', () => this.#do(() => this.#offer()));
    pc.addEventListener('connectionstatechange', () => this.#path.changed(pc.connectionState));
    pc.addEventListener('icecandidate', ({ candidate }) => {
      // Through the queue, so that no candidate overtakes the description it belongs to.
      if (candidate?.candidate) this.#do(() => this.#signals.send(candidateSignal(candidate)));
    });
    const online = () => this.#path.networkChanged();
    page.addEventListener('online', online);
    this.#scope.add(() => page.removeEventListener('online', online));

    if (role === 'caller') {
      this.#sections = layOutSections(pc, tracks);
      this.#openControl();
    }
    signals.listen((signal) => this.#do(() => this.#apply(signal)));
  }

  get events(): Listenable<PeerLinkEvents> {
    return this.#events;
  }

  get remote(): Readable<RemoteSide> {
    return this.#remote.state;
  }

  setLocal(tracks: LocalTracks, devices: DeviceStates): void {
    this.#tracks = tracks;
    this.#devices = devices;
    this.#control?.tellDevices(devices);
    this.#do(async () => {
      if (this.#sections) await placeTracks(this.#sections, this.#tracks);
    });
  }

  close({ sayBye }: { sayBye: boolean }): void {
    if (this.#scope.disposed) return;
    this.#scope.dispose();
    if (sayBye && this.#control?.sayBye()) {
      this.#cancelGoodbye = this.#clock.after(GOODBYE_MS, () => this.#pc.close());
    } else this.#pc.close();
  }

  #do(step: () => Promise<void> | void): void {
    this.#queue
      .run(() => (this.#scope.disposed ? undefined : step()))
      .catch((error: unknown) => {
        // Closing fails whatever is under way. Anything else is a fault of ours or theirs: the path keeper tries again.
        if (!this.#scope.disposed) reportError(error);
      });
  }

  async #offer(): Promise<void> {
    // What came in between is negotiated by then, or the browser asks again.
    if (!this.#sections || this.#pc.signalingState !== 'stable') return;
    await this.#pc.setLocalDescription();
    this.#sendDescription();
  }

  async #apply(signal: Signal): Promise<void> {
    switch (signal.type) {
      case 'offer':
        return this.#applyOffer(signal.sdp);
      case 'answer':
        return this.#applyAnswer(signal.sdp);
      default:
        return this.#applyCandidate(signal.candidate);
    }
  }

  async #applyOffer(sdp: string): Promise<void> {
    const collides = this.#pc.signalingState !== 'stable';
    this.#ignoredOffer = collides && !this.#polite;
    if (this.#ignoredOffer) return;
    await this.#pc.setRemoteDescription({ type: 'offer', sdp });
    if (this.#sections) this.#path.otherRestarted();
    else {
      this.#sections = await adoptSections(this.#pc, this.#tracks);
      this.#openControl();
    }
    await this.#pc.setLocalDescription();
    this.#sendDescription();
    this.#showRemote();
  }

  async #applyAnswer(sdp: string): Promise<void> {
    // An answer to an offer that was taken back.
    if (this.#pc.signalingState !== 'have-local-offer') return;
    this.#ignoredOffer = false;
    await this.#pc.setRemoteDescription({ type: 'answer', sdp });
    this.#showRemote();
  }

  async #applyCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    if (candidate === null) return;
    try {
      await this.#pc.addIceCandidate(candidate);
    } catch (error) {
      // It may belong to the offer that was not taken.
      if (!this.#ignoredOffer) throw error;
    }
  }

  #sendDescription(): void {
    const description = this.#pc.localDescription;
    if (description?.type !== 'offer' && description?.type !== 'answer') return;
    this.#signals.send({ type: description.type, sdp: description.sdp });
  }

  /** Nothing is gained by another restart while an offer is on its way: its answer brings the same. */
  #restart(): void {
    if (this.#pc.signalingState === 'stable') this.#pc.restartIce();
  }

  #openControl(): void {
    this.#control = new ControlChannel(this.#pc, {
      onDevices: (devices) => this.#remote.told(devices),
      onBye: () => this.#events.emit('bye', null),
      onClosed: () => {
        if (!this.#scope.disposed) return;
        this.#cancelGoodbye();
        this.#pc.close();
      },
    });
    this.#control.tellDevices(this.#devices);
  }

  #showRemote(): void {
    if (!this.#sections) return;
    const { microphone, camera, screen } = this.#sections;
    this.#remote.arrived({
      microphone: microphone.receiver.track,
      camera: camera.receiver.track,
      screen: screen.receiver.track,
    });
  }
}

function candidateSignal({ candidate, sdpMid, sdpMLineIndex, usernameFragment }: RTCIceCandidate): Signal {
  return { type: 'candidate', candidate: { candidate, sdpMid, sdpMLineIndex, usernameFragment } };
}
