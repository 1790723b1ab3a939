/**
 * The fixed layout of every call: microphone, camera, screen and its sound, in this order. The caller's first offer makes the
 * sections and nothing is ever added; all of them stay open in both directions, so that turning something on or off is
 * only a change of track and needs no negotiation.
 */
import type { LocalTracks, Section } from '../media/local-media.ts';
import { preferPictureCodec } from './picture-codecs.ts';

export const SECTIONS: readonly { readonly name: Section; readonly kind: 'audio' | 'video' }[] = [
  { name: 'microphone', kind: 'audio' },
  { name: 'camera', kind: 'video' },
  { name: 'screen', kind: 'video' },
  { name: 'screenSound', kind: 'audio' },
];

/** A page of an older version offers no sound of a screen. */
export type MediaSections = Readonly<Record<Exclude<Section, 'screenSound'>, RTCRtpTransceiver>> & {
  readonly screenSound: RTCRtpTransceiver | null;
};

/** Voice and camera belong together, which is what keeps lips and voice in step; the screen is a stream of its own. */
interface OwnStreams {
  readonly person: MediaStream;
  readonly screen: MediaStream;
}
const streamOf = (section: Section, own: OwnStreams) =>
  section === 'screen' || section === 'screenSound' ? own.screen : own.person;
const ownStreams = (): OwnStreams => ({ person: new MediaStream(), screen: new MediaStream() });

/** By the caller, before its first offer. */
export function layOutSections(pc: RTCPeerConnection, tracks: LocalTracks): MediaSections {
  const own = ownStreams();
  const [microphone, camera, screen, screenSound = null] = SECTIONS.map(({ name, kind }) =>
    pc.addTransceiver(tracks[name] ?? kind, { direction: 'sendrecv', streams: [streamOf(name, own)] }),
  );
  if (!microphone || !camera || !screen) throw new Error('a section was not made');
  preferPictureCodec(camera);
  return { microphone, camera, screen, screenSound };
}

/** By the callee, between the caller's first offer and its own answer: any later would cost a second offer. */
export async function adoptSections(pc: RTCPeerConnection, tracks: LocalTracks): Promise<MediaSections> {
  const offered = pc.getTransceivers();
  const kinds = offered.map(({ receiver }) => receiver.track.kind);
  const [microphone, camera, screen, screenSound = null] = offered;
  if (!microphone || !camera || !screen || SECTIONS.some(({ kind }, nth) => kind !== (kinds[nth] ?? kind))) {
    throw new Error(`an offer with unknown sections: ${kinds.join(', ')}`);
  }
  const sections = { microphone, camera, screen, screenSound };
  preferPictureCodec(camera);
  const own = ownStreams();
  for (const { name } of SECTIONS) {
    const section = sections[name];
    if (section === null) continue;
    const { sender } = section;
    section.direction = 'sendrecv';
    // Absent in older Firefox, where voice and camera then play in step only as far as the network lets them.
    if (typeof sender.setStreams === 'function') sender.setStreams(streamOf(name, own));
  }
  await placeTracks(sections, tracks);
  return sections;
}

export async function placeTracks(sections: MediaSections, tracks: LocalTracks): Promise<void> {
  for (const { name } of SECTIONS) {
    const sender = sections[name]?.sender;
    if (sender && sender.track !== tracks[name]) await sender.replaceTrack(tracks[name]);
  }
}
