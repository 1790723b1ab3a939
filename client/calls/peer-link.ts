/** What a call needs of the connection to the other browser; a test puts a fake behind it. `rtc-peer-link.ts` is the real one. */
import type { Clock } from '../base/clock.ts';
import type { Listenable } from '../base/emitter.ts';
import type { Readable } from '../base/store.ts';
import type { LocalTracks } from '../media/local-media.ts';
import type { CallMedia, CallRole, IceServer } from '../../protocol/calls.ts';
import type { CallRoute, RemoteSide } from './call-view.ts';
import type { DeviceStates } from './control-channel.ts';
import type { TheirReport } from './quality/judge-quality.ts';
import type { PicturePlan } from './quality/picture-plan.ts';
import type { SignalPort } from './signal-channel.ts';

export interface PeerLinkEvents {
  status: 'connected' | 'reconnecting' | 'failed';
  /** How media goes from now on, where the browser says it. */
  route: CallRoute;
  /** The other browser says whether it hears this side. */
  report: TheirReport;
  /** The other side hung up and could not or need not wait for the server to say so. */
  bye: null;
  /** Their page goes, and may come again. */
  leaving: null;
}

export interface PeerLink {
  readonly events: Listenable<PeerLinkEvents>;
  readonly remote: Readable<RemoteSide>;
  /** Resolves once they are what is sent. */
  setLocal(tracks: LocalTracks, devices: DeviceStates): Promise<void>;
  /** Null while there is no path. */
  stats(): Promise<RTCStatsReport | null>;
  /** How much of the camera is sent, on this path and those that follow. */
  planPicture(plan: PicturePlan): void;
  /** False where it could not be said. */
  report(report: TheirReport): boolean;
  /** This page goes, and may come again. */
  sayLeaving(): void;
  close(options: { sayBye: boolean }): void;
}

export interface PeerLinkOptions {
  readonly role: CallRole;
  /** What is expected of the other side until it says which of its devices are on. */
  readonly media: CallMedia;
  readonly iceServers: () => readonly IceServer[];
  readonly signals: SignalPort;
  readonly clock: Clock;
  /** The window: fires `online` and `visibilitychange`. */
  readonly page: EventTarget;
  readonly tracks: LocalTracks;
  readonly devices: DeviceStates;
  readonly reviveSignaling: () => void;
  /** Shared by the calls of a page. */
  readonly memory?: PathMemory;
}

/** What one call finds out for the next: where no direct path was found, the next is not looked for in vain. */
export interface PathMemory {
  relayed: boolean;
}

export type PeerLinkFactory = (options: PeerLinkOptions) => PeerLink;
