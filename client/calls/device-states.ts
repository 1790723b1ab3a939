/** What the other side is told of this side's devices. */
import type { LocalMediaState } from '../media/local-media.ts';
import type { DeviceStates } from './control-channel.ts';

/** `ready`: microphone and camera have been opened, or could not be. */
export function devicesOf(
  { microphone, camera, sharing, sharingSound }: LocalMediaState,
  ready: boolean,
): DeviceStates {
  return {
    opening: !ready,
    microphone: microphone === 'on',
    camera: camera === 'on',
    screen: sharing,
    sound: sharingSound,
  };
}
