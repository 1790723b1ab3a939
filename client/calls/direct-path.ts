/**
 * One RTCPeerConnection, which is negotiated once: one offer, one answer, and never again. What changes later is only
 * which tracks are in its sections. A path that broke is not repaired but replaced; rtc-peer-link.ts says why.
 */
import type { LocalTracks } from '../media/local-media.ts';
import type { CandidateSignal, IceServer } from '../../protocol/calls.ts';
import { ControlChannel, type ToldDevices } from './control-channel.ts';
import { isRelayed } from './is-relayed.ts';
import { adoptSections, layOutSections, placeTracks, type MediaSections } from './media-sections.ts';
import { reachableCandidates } from './reachable-candidate.ts';
import type { TheirReport } from './quality/judge-quality.ts';
import type { PicturePlan } from './quality/picture-plan.ts';
import type { RemoteTracks } from './remote-media.ts';
import { tuneSenders } from './sender-tuning.ts';
import { withStartBitrate } from './start-bitrate.ts';

type Candidate = NonNullable<CandidateSignal['candidate']>;

export interface DirectPathListener {
  readonly onState: (state: RTCPeerConnectionState) => void;
  readonly onCandidate: (candidate: Candidate) => void;
  readonly onDevices: (devices: ToldDevices) => void;
  readonly onReport: (report: TheirReport) => void;
  readonly onBye: () => void;
  readonly onLeaving: () => void;
  /** The other side closed its end. */
  readonly onClosed: () => void;
}

export interface DirectPathOptions {
  readonly iceServers: readonly IceServer[];
  readonly devices: ToldDevices;
  readonly listener: DirectPathListener;
}

export class DirectPath {
  readonly #pc: RTCPeerConnection;
  readonly #listener: DirectPathListener;
  #sections: MediaSections | null = null;
  #control: ControlChannel | null = null;
  #devices: ToldDevices;

  constructor({ iceServers, devices, listener }: DirectPathOptions) {
    this.#listener = listener;
    this.#devices = devices;
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

  async offer(tracks: LocalTracks): Promise<string> {
    this.#sections = layOutSections(this.#pc, tracks);
    this.#openControl();
    await this.#pc.setLocalDescription();
    return this.#pc.localDescription?.sdp ?? '';
  }

  async answer(sdp: string, tracks: LocalTracks): Promise<string> {
    await this.#pc.setRemoteDescription({ type: 'offer', sdp: withStartBitrate(sdp) });
    this.#sections = await adoptSections(this.#pc, tracks);
    this.#openControl();
    await this.#pc.setLocalDescription();
    return this.#pc.localDescription?.sdp ?? '';
  }

  accept(sdp: string): Promise<void> {
    return this.#pc.setRemoteDescription({ type: 'answer', sdp: withStartBitrate(sdp) });
  }

  /** False where the candidate belongs to another path. `addresses` are where the server sees the other browser. */
  async addCandidate(candidate: Candidate, addresses: readonly string[] = []): Promise<boolean> {
    const ufrag = candidate.usernameFragment;
    if (!this.#pc.remoteDescription?.sdp.includes(`a=ice-ufrag:${ufrag}\r`)) return false;
    const [told, ...seen] = reachableCandidates(candidate, addresses);
    // One under an address that this browser cannot use is no fault of the candidate that was told.
    for (const each of seen) await this.#pc.addIceCandidate(each).catch(() => undefined);
    await this.#pc.addIceCandidate(told);
    return true;
  }

  /** What comes from the other side; null before the negotiation is done. */
  get remoteTracks(): RemoteTracks | null {
    if (!this.#sections) return null;
    const { microphone, camera, screen, screenSound } = this.#sections;
    return {
      microphone: microphone.receiver.track,
      camera: camera.receiver.track,
      screen: screen.receiver.track,
      screenSound: screenSound?.receiver.track ?? null,
    };
  }

  /** Changes with whatever is heard or seen of the other side. */
  lastHeard(): number {
    const sources = this.#pc.getReceivers().flatMap((receiver) => receiver.getSynchronizationSources());
    return sources.reduce((latest, { timestamp }) => Math.max(latest, timestamp), 0);
  }

  /** Whether what it carries passes through a relay, of either side. Null where the browser does not say. */
  async isRelayed(): Promise<boolean | null> {
    return isRelayed(await this.#pc.getStats());
  }

  async place(tracks: LocalTracks): Promise<void> {
    try {
      if (this.#sections) await placeTracks(this.#sections, tracks);
    } catch (error) {
      // A path that was given up meanwhile needs no tracks.
      if (this.#pc.signalingState !== 'closed') throw error;
    }
  }

  /** Also while the path is being made: then they are said once it is there. */
  tellDevices(devices: ToldDevices): void {
    this.#devices = devices;
    this.#control?.tellDevices(devices);
  }

  /** Once it is connected. */
  async tune(plan: PicturePlan): Promise<void> {
    if (this.#sections && this.#pc.signalingState === 'stable') await tuneSenders(this.#sections, plan);
  }

  stats(): Promise<RTCStatsReport> {
    return this.#pc.getStats();
  }

  /** False where it cannot be said on this path. */
  report(report: TheirReport): boolean {
    return this.#control?.report(report) ?? false;
  }

  /** False where it cannot be said on this path. */
  sayBye(): boolean {
    return this.#control?.sayBye() ?? false;
  }

  sayLeaving(): void {
    this.#control?.sayLeaving();
  }

  close(): void {
    this.#pc.close();
  }

  #openControl(): void {
    this.#control = new ControlChannel(this.#pc, this.#listener);
    this.#control.tellDevices(this.#devices);
  }
}
