/**
 * The microphones, cameras and speakers that are attached, kept up to date, and those that this page makes itself. Without a
 * permission a browser names none of its own.
 */
import { Store, type Readable } from '../base/store.ts';
import type { DeviceKind } from './device-view.ts';
import type { CaptureDevice, DeviceSource } from './device-opener.ts';
import { syntheticDevice } from './synthetic.ts';

export interface AttachedDevice {
  readonly kind: DeviceKind;
  readonly id: string;
  readonly label: string;
  /** The same for the microphone and the speaker of one headset. */
  readonly group: string;
}

const KINDS: Readonly<Record<MediaDeviceKind, DeviceKind>> = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
};
/** Chromium lists these beside the devices they stand for. */
const SYNTHETIC: readonly CaptureDevice[] = ['microphone', 'camera'];
const STAND_INS: readonly string[] = ['default', 'communications'];

export class DeviceList {
  readonly #devices: DeviceSource | undefined;
  readonly #state = new Store<readonly AttachedDevice[]>([]);
  #latest = 0;
  #closed = false;

  /** Undefined where the page is not a secure context. */
  constructor(devices: DeviceSource | undefined) {
    this.#devices = devices;
    devices?.addEventListener('devicechange', this.#changed);
  }

  get state(): Readable<readonly AttachedDevice[]> {
    return this.#state;
  }

  async refresh(): Promise<void> {
    const nth = ++this.#latest;
    const found = (await this.#devices?.enumerateDevices().catch(() => [])) ?? [];
    if (this.#closed || nth !== this.#latest) return;
    const attached = found
      .filter(({ deviceId }) => deviceId !== '' && !STAND_INS.includes(deviceId))
      .map(({ kind, deviceId, label, groupId }) => ({
        kind: KINDS[kind],
        id: deviceId,
        label,
        group: groupId,
      }))
      .concat(SYNTHETIC.map((kind) => ({ kind, ...syntheticDevice(kind), group: kind })));
    if (JSON.stringify(attached) !== JSON.stringify(this.#state.get())) this.#state.set(attached);
  }

  close(): void {
    this.#closed = true;
    this.#devices?.removeEventListener('devicechange', this.#changed);
  }

  readonly #changed = (): void => void this.refresh();
}
