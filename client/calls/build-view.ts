/** The snapshot of a call that the screen shows, from what its parts are like right now. */
import type { LocalMediaState } from '../media/local-media.ts';
import type { CallMedia } from '../../protocol/calls.ts';
import type { CallState, Ringing } from './call-state.ts';
import type { CallTools } from './call-tools.ts';
import type { CallView, LocalSide, RemoteSide } from './call-view.ts';

export interface CallActions {
  readonly accept: (media: CallMedia) => void;
  readonly decline: () => void;
  readonly hangUp: () => void;
  readonly dismiss: () => void;
  readonly toggleMicrophone: () => void;
  readonly toggleCamera: () => void;
  readonly toggleScreen: () => void;
}

export interface CallParts {
  readonly state: CallState;
  /** Null until the person wanted the call and the devices were asked for. */
  readonly local: LocalMediaState | null;
  /** False while the browser still asks whether the devices may be used. */
  readonly mediaReady: boolean;
  readonly canShareScreen: boolean;
  readonly remote: RemoteSide;
  readonly tools: CallTools | null;
  readonly actions: CallActions;
}

const NO_DEVICES: LocalSide = {
  microphone: 'off',
  camera: 'off',
  sharing: false,
  sharingSound: false,
  preview: null,
  mirrored: true,
  problems: [],
};

export function buildView(parts: CallParts): CallView {
  const { state, remote, tools, actions } = parts;
  const { peer, media } = state;
  const local = localSide(parts.local);
  switch (state.phase) {
    case 'asking':
      return { phase: 'outgoing', peer, media, progress: 'asking', local, tools, cancel: actions.hangUp };
    case 'outgoing': {
      const progress = progressOf(state.rings);
      return { phase: 'outgoing', peer, media, progress, local, tools, cancel: actions.hangUp };
    }
    case 'incoming': {
      const { silent } = state;
      return {
        phase: 'incoming',
        peer,
        media,
        silent,
        accept: actions.accept,
        decline: actions.decline,
      };
    }
    case 'accepting':
    case 'active': {
      const running = state.phase === 'active' ? state : { link: 'connecting' as const, connectedAt: null };
      return {
        phase: 'active',
        peer,
        media,
        link: running.link,
        connectedAt: running.connectedAt,
        local,
        tools,
        remote,
        ...toggles(parts),
        end: actions.hangUp,
      };
    }
    case 'ended': {
      const { reason, by, seconds, silent, route } = state;
      const known = { ...(silent && { silent }), ...(route && { route }) };
      return { phase: 'ended', peer, media, reason, by, seconds, ...known, dismiss: actions.dismiss };
    }
  }
}

function progressOf(rings: Ringing): Extract<CallView, { phase: 'outgoing' }>['progress'] {
  if (rings === 'not_yet') return 'waiting';
  return rings === 'aloud' ? 'ringing' : rings;
}

function localSide(local: LocalMediaState | null): LocalSide {
  if (local === null) return NO_DEVICES;
  const { microphone, camera, sharing, sharingSound, preview, mirrored, problems } = local;
  return { microphone, camera, sharing, sharingSound, preview, mirrored, problems };
}

function toggles({ local, mediaReady, canShareScreen, actions }: CallParts) {
  const has = (device: 'microphone' | 'camera') =>
    mediaReady && local !== null && local[device] !== 'missing';
  return {
    toggleMicrophone: has('microphone') ? actions.toggleMicrophone : null,
    toggleCamera: has('camera') ? actions.toggleCamera : null,
    toggleScreen: mediaReady && canShareScreen ? actions.toggleScreen : null,
  };
}
