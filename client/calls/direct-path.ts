/**
 * One RTCPeerConnection, which is negotiated once: one offer, one answer, and never again. What changes later is only
 * which tracks are in its sections. A path that broke is not repaired but replaced; peer-link.ts says why.
 */
import type { LocalTracks, Section } from '../media/local-media.ts';
import type { CandidateSignal, IceServer } from '../../protocol/calls.ts';
import { ControlChannel, type DeviceStates } from './control-channel.ts';
import { adoptSections, layOutSections, placeTracks, type MediaSections } from './media-sections.ts';

type Candidate = NonNullable<CandidateSignal['candidate']>;

export interface DirectPathListener {
  readonly onState: (state: RTCPeerConnectionState) => void;
  readonly onCandidate: (candidate: Candidate) => void;
  readonly onDevices: (devices: DeviceStates) => void;
  readonly onBye: () => void;
  /** The other side closed its end. */
  readonly onClosed: () => void;
}

export class DirectPath {
  readonly #pc: RTCPeerConnection;
  readonly #listener: DirectPathListener;
  #sections: MediaSections | null = null;
  #control: ControlChannel | null = null;

  constructor({ iceServers, listener }: { iceServers: readonly IceServer[]; listener: DirectPathListener }) {
    this.#listener = listener;
    // The copies are what the DOM's type wants: it has no readonly arrays.
    const pc = new RTCPeerConnection({
      iceServers: iceServers.map((s) => ({ ...s })),
      bundlePolicy: 'max-bundle',
    });
    this.#pc = pc;
    pc.addEventListener('connectionstatechange', () => listener.onState(pc.connectionState));
    pc.addEventListener('icecandidate', ({ candidate: found }) => {
      if (!found?.candidate) return;
      const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = found;
      listener.onCandidate({ candidate, sdpMid, sdpMLineIndex, usernameFragment });
    });
  }

  /** True while the own offer waits for its answer. */
  get isUnanswered(): boolean {
    return this.#pc.signalingState === 'have-local-offer';
  }

  async offer(tracks: LocalTracks, devices: DeviceStates): Promise<string> {
    this.#sections = layOutSections(this.#pc, tracks);
    this.#openControl(devices);
    await this.#pc.setLocalDescription();
    return this.#pc.localDescription?.sdp ?? '';
  }

  async answer(sdp: string, tracks: LocalTracks, devices: DeviceStates): Promise<string> {
    await this.#pc.setRemoteDescription({ type: 'offer', sdp });
    this.#sections = await adoptSections(this.#pc, tracks);
    this.#openControl(devices);
    await this.#pc.setLocalDescription();
    return this.#pc.localDescription?.sdp ?? '';
  }

  accept(sdp: string): Promise<void> {
    return this.#pc.setRemoteDescription({ type: 'answer', sdp });
  }

  /** False where the candidate belongs to another path. */
  async addCandidate(candidate: Candidate): Promise<boolean> {
    const ufrag = candidate.usernameFragment;
    if (!this.#pc.remoteDescription?.sdp.includes(`a=ice-ufrag:${ufrag}\r`)) return false;
    await this.#pc.addIceCandidate(candidate);
    return true;
  }

  /** What comes from the other side; null before the negotiation is done. */
  get remoteTracks(): Readonly<Record<Section, MediaStreamTrack>> | null {
    if (!this.#sections) return null;
    const { microphone, camera, screen } = this.#sections;
    return {
      microphone: microphone.receiver.track,
      camera: camera.receiver.track,
      screen: screen.receiver.track,
    };
  }

  async place(tracks: LocalTracks): Promise<void> {
    if (this.#sections) await placeTracks(this.#sections, tracks);
  }

  tellDevices(devices: DeviceStates): void {
    this.#control?.tellDevices(devices);
  }

  /** False where it cannot be said on this path. */
  sayBye(): boolean {
    return this.#control?.sayBye() ?? false;
  }

  close(): void {
    this.#pc.close();
  }

  #openControl(devices: DeviceStates): void {
    this.#control = new ControlChannel(this.#pc, this.#listener);
    this.#control.tellDevices(devices);
  }
}
