/** The calls of the scenes, each changed by what its scene is about. */
import type { CallView, LocalSide, RemoteSide } from '../../../client/calls/call-view.ts';
import type { Silence } from '../../../protocol/calls.ts';
import { NOW, maya } from './sample-people.ts';
import { ownLook, personStream, remoteLook } from './sample-streams.ts';

const nothing = (): void => undefined;
export const peer = { id: maya.id, name: maya.name };
export const local: LocalSide = {
  microphone: 'on',
  camera: 'off',
  sharing: false,
  sharingSound: false,
  preview: null,
  mirrored: true,
  problems: [],
};
export const silentRemote: RemoteSide = {
  stream: null,
  screen: null,
  microphone: true,
  camera: false,
  opening: false,
};

export const ownVideo = (): LocalSide => ({
  ...local,
  camera: 'on',
  preview: personStream(ownLook, 640, 480),
});
export const active = (rest: Partial<Extract<CallView, { phase: 'active' }>>): CallView => ({
  phase: 'active',
  peer,
  media: 'video',
  link: 'connected',
  connectedAt: NOW - 754_000,
  local,
  tools: null,
  remote: silentRemote,
  toggleMicrophone: nothing,
  toggleCamera: nothing,
  toggleScreen: nothing,
  end: nothing,
  ...rest,
});
export const inVideo = (rest: Partial<Extract<CallView, { phase: 'active' }>> = {}): CallView =>
  active({
    local: ownVideo(),
    remote: { ...silentRemote, stream: personStream(remoteLook), camera: true },
    ...rest,
  });
export const incoming = (media: 'audio' | 'video', silent: Silence | null = null): CallView => ({
  phase: 'incoming',
  peer,
  media,
  silent,
  accept: nothing,
  decline: nothing,
});
export const ended = (rest: Partial<Extract<CallView, { phase: 'ended' }>>): CallView => ({
  phase: 'ended',
  peer,
  media: 'video',
  reason: 'hung_up',
  by: 'them',
  seconds: 754,
  dismiss: nothing,
  ...rest,
});
