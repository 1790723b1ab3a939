/** What every call of a page shares. */
import type { Clock } from '../base/clock.ts';
import type { Readable } from '../base/store.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { LocalMedia } from '../media/local-media.ts';
import type { CallMedia, IceServer } from '../../protocol/calls.ts';
import type { TabId } from '../../protocol/ids.ts';
import type { OpenCallTools } from './call-tools.ts';
import type { CallPeer } from './call-view.ts';
import type { PeerLinkFactory } from './peer-link.ts';

export interface CallSurroundings {
  readonly signaling: Signaling;
  readonly clock: Clock;
  readonly tab: TabId;
  /** The window: fires `online`, `visibilitychange` and `pagehide`. */
  readonly page: EventTarget;
  readonly iceServers: () => readonly IceServer[];
  /** `placed` resolves once the tracks of the state are sent. */
  readonly createMedia: (placed: () => Promise<void>) => LocalMedia;
  /** What the screen needs of the devices; null where nothing is shown. */
  readonly openTools: ((media: LocalMedia) => OpenCallTools) | null;
  readonly createLink: PeerLinkFactory;
  /** Told where the other person has to accept this one before a call can ring. */
  readonly askFirst: (peer: CallPeer, media: CallMedia) => void;
  /** Whether this page can make a sound, as far as it knows. */
  readonly audible: Readable<boolean>;
  readonly reviveSignaling: () => void;
  readonly dismiss: () => void;
}
