/** Device links that stand where a scene wants them. */
import { Store } from '../../../client/base/store.ts';
import type { DeviceLinkDoor } from '../../../client/device-link/device-link-view.ts';
import type { Scene } from './scene.ts';

export function galleryDeviceLinks(scene: Scene, wish: (text: string) => void): DeviceLinkDoor {
  const arriving = new Store(scene.deviceArrival === null ? null : 'secret');
  const { deviceArrival, deviceOffer } = scene;
  return {
    arriving,
    load: () =>
      Promise.resolve({
        offer: () => ({ view: new Store(deviceOffer), close: () => wish('close link') }),
        arrive: () => ({
          view: new Store(deviceArrival ?? { phase: 'looking' }),
          close: () => undefined,
        }),
      }),
    over: () => {
      wish('without link');
      arriving.set(null);
    },
  };
}
