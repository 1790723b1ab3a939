/** What the screen shows of a call: plain snapshots that a test can build by hand. */
import type { Readable } from '../base/store.ts';
import type { DeviceState } from '../media/local-media.ts';
import type { MediaProblem } from '../media/media-error.ts';
import type { CallMedia, RingSilence, Silence } from '../../protocol/calls.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { CallEndReason } from './call-state.ts';
import type { CallTools } from './call-tools.ts';

export interface CallPeer {
  readonly id: UserId;
  readonly name: string;
}

export type { DeviceState };

export interface LocalSide {
  readonly microphone: DeviceState;
  readonly camera: DeviceState;
  readonly sharing: boolean;
  readonly sharingSound: boolean;
  /** Own camera picture; null where it is off. */
  readonly preview: MediaStream | null;
  /** False for a camera at the back. */
  readonly mirrored: boolean;
  readonly problems: readonly MediaProblem[];
}

export interface RemoteSide {
  /** Their voice and camera; null until the two browsers have agreed on them. */
  readonly stream: MediaStream | null;
  /** Their shared screen; null where they share none. */
  readonly screen: MediaStream | null;
  readonly microphone: boolean;
  readonly camera: boolean;
  /** They have not yet said which of these are on, because a device is still being opened. */
  readonly opening: boolean;
}

/** Somebody who called meanwhile, and was told that one is busy. */
export interface WaitingView {
  readonly peer: CallPeer;
  readonly media: CallMedia;
  /** Ends this call and calls them back. */
  readonly endAndCall: () => void;
  readonly dismiss: () => void;
}

/** Straight from browser to browser, or passed on by a relay. */
export type CallRoute = 'direct' | 'relayed';

/** Who ended it, where that matters for the sentence. */
export type EndedBy = 'me' | 'them' | 'server';

export type CallView =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'outgoing';
      readonly peer: CallPeer;
      readonly media: CallMedia;
      /**
       * `asking`: the server has not answered; `waiting`: no device of theirs has said that it rings; `ringing`: one has, and is
       * heard there. Otherwise it is only seen there, and this is why.
       */
      readonly progress: 'asking' | 'waiting' | 'ringing' | RingSilence;
      readonly local: LocalSide;
      /** Null before the devices were asked for. */
      readonly tools: CallTools | null;
      readonly cancel: () => void;
      readonly waiting?: WaitingView;
    }
  | {
      readonly phase: 'incoming';
      readonly peer: CallPeer;
      readonly media: CallMedia;
      /** Why it makes no sound; null where it rings. */
      readonly silent: Silence | null;
      /** With `audio` a video call is answered without the own camera. */
      readonly accept: (media: CallMedia) => void;
      readonly decline: () => void;
    }
  | {
      readonly phase: 'active';
      readonly peer: CallPeer;
      readonly media: CallMedia;
      /** `connecting` until media can flow for the first time; `reconnecting` while a lost path is being mended. */
      readonly link: 'connecting' | 'connected' | 'reconnecting';
      /** Clock milliseconds at which media first flowed; null before. */
      readonly connectedAt: number | null;
      readonly local: LocalSide;
      readonly tools: CallTools | null;
      readonly remote: RemoteSide;
      readonly toggleMicrophone: (() => void) | null;
      readonly toggleCamera: (() => void) | null;
      readonly toggleScreen: (() => void) | null;
      readonly end: () => void;
      readonly waiting?: WaitingView;
    }
  | {
      readonly phase: 'ended';
      readonly peer: CallPeer;
      readonly media: CallMedia;
      readonly reason: CallEndReason;
      readonly by: EndedBy;
      /** How long media flowed; null where it never did. */
      readonly seconds: number | null;
      /** Why the other device made no sound of it. */
      readonly silent?: RingSilence;
      /** How media went at last, where that is known. */
      readonly route?: CallRoute;
      readonly dismiss: () => void;
    };

export interface CallControl {
  readonly view: Readable<CallView>;
  /** Does nothing while another call is going on. */
  call(peer: CallPeer, media: CallMedia): void;
}
