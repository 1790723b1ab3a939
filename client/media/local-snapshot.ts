/** What is said of this side's devices at one moment. */
import type { DeviceState, LocalMediaState, Section } from './local-media.ts';
import type { MediaProblem, MediaProblemKind } from './media-error.ts';
import { isSynthetic } from './synthetic.ts';

interface LocalParts {
  readonly tracks: ReadonlyMap<Section, MediaStreamTrack>;
  readonly problems: ReadonlyMap<MediaProblem['device'], MediaProblemKind>;
  readonly preview: MediaStream | null;
}

export function localSnapshot({ tracks, problems, preview }: LocalParts): LocalMediaState {
  const track = (section: Section) => tracks.get(section) ?? null;
  const stateOf = (section: MediaProblem['device'], on: boolean): DeviceState => {
    if (on) return 'on';
    const problem = problems.get(section);
    return problem === 'not_found' || problem === 'insecure' ? 'missing' : 'off';
  };
  return {
    microphone: stateOf('microphone', track('microphone')?.enabled === true),
    camera: stateOf('camera', track('camera') !== null),
    sharing: track('screen') !== null,
    sharingSound: track('screenSound') !== null,
    preview,
    mirrored: isMirrored(track('camera')?.getSettings()),
    problems: [...problems].map(([device, kind]) => ({ device, kind })),
    tracks: {
      microphone: track('microphone'),
      camera: track('camera'),
      screen: track('screen'),
      screenSound: track('screenSound'),
    },
  };
}

/** There are words in a synthetic picture. */
function isMirrored(camera: MediaTrackSettings | undefined): boolean {
  return camera?.facingMode !== 'environment' && !isSynthetic(camera?.deviceId);
}
