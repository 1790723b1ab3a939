/**
 * A camera and a microphone that are drawn and computed by this page, for demonstrations and machines without any. They are
 * chosen like any other device; what makes them is loaded when the first of them is opened.
 */
import { msg } from '@lit/localize';
import type { DeviceChoices } from './device-choices.ts';
import type { CaptureDevice } from './device-opener.ts';

const IDS: Readonly<Record<CaptureDevice, string>> = {
  microphone: 'earshot-synthetic-microphone',
  camera: 'earshot-synthetic-camera',
};

/** Opens one. Asks for no permission, because nothing of the person is in it. */
export type OpenSynthetic = (device: CaptureDevice) => Promise<MediaStreamTrack>;

export function isSynthetic(id: string | undefined): boolean {
  return id === IDS.microphone || id === IDS.camera;
}

/** As a device that somebody may choose. */
export function syntheticDevice(device: CaptureDevice) {
  const label = device === 'camera' ? msg('Synthetic camera') : msg('Synthetic microphone');
  return { id: IDS[device], label };
}

export function bothSynthetic(): Pick<DeviceChoices, CaptureDevice> {
  return { microphone: syntheticDevice('microphone'), camera: syntheticDevice('camera') };
}

/** `name`: whose initial is in the picture. */
export function syntheticOpener(name: () => string): OpenSynthetic {
  return async (device) => {
    const { id, label } = syntheticDevice(device);
    const { openSyntheticCamera, openSyntheticMicrophone } = await import('./open-synthetic.ts');
    const made =
      device === 'camera' ? openSyntheticCamera({ name: name(), words: label }) : openSyntheticMicrophone();
    return asDevice(made, { id, label });
  };
}

/** A track, and what has to be ended with it. */
export interface MadeTrack {
  readonly track: MediaStreamTrack;
  readonly close: () => void;
}

/** Dressed as the track of a device: a browser gives these no id and a name of its own. */
function asDevice({ track, close }: MadeTrack, { id, label }: { id: string; label: string }) {
  const settings = track.getSettings.bind(track);
  const stop = track.stop.bind(track);
  Object.defineProperties(track, {
    label: { value: label },
    getSettings: { value: () => ({ ...settings(), deviceId: id }) },
    stop: {
      value: () => {
        stop();
        close();
      },
    },
  });
  return track;
}
