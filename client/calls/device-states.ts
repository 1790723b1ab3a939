/** What the other side is told of this side's devices. */
import type { LocalMediaState } from '../media/local-media.ts';
import type { DeviceStates } from './control-channel.ts';

export function devicesOf({ microphone, camera, sharing, sharingSound }: LocalMediaState): DeviceStates {
  return {
    microphone: microphone === 'on',
    camera: camera === 'on',
    screen: sharing,
    sound: sharingSound,
  };
}
