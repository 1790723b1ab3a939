/** What lives beside a call and not in its snapshot: the choice of devices, and who speaks while muted, how good the connection is. */
import type { Clock } from '../base/clock.ts';
import { Store, type Readable } from '../base/store.ts';
import { DeviceList } from '../media/device-list.ts';
import type { DeviceTools } from '../media/device-view.ts';
import { keptChoices } from '../media/kept-choices.ts';
import type { LocalMedia } from '../media/local-media.ts';
import { MutedSpeech } from '../media/muted-speech.ts';
import { PickedDevices } from '../media/picked-devices.ts';
import { SoundLevel } from '../media/sound-level.ts';
import type { PeerLink } from './peer-link.ts';
import type { Quality } from './quality/judge-quality.ts';
import { measureServer } from './quality/measure-server.ts';
import { QualityWatch } from './quality/quality-watch.ts';

export interface CallTools {
  readonly devices: DeviceTools;
  readonly speaksMuted: Readable<boolean>;
  /** Null while nothing is known. */
  readonly quality: Readable<Quality | null>;
}

export interface OpenCallTools extends CallTools {
  /** From the moment there is a link to look at. */
  watch(link: PeerLink): void;
  close(): void;
}

export function openCallTools(media: LocalMedia, clock: Clock): OpenCallTools {
  const choices = keptChoices();
  const devices = new PickedDevices({
    media,
    choices,
    // Not there on a page that is not secure, whatever the compiler believes.
    list: new DeviceList(navigator.mediaDevices),
    canPickSpeaker: 'setSinkId' in HTMLMediaElement.prototype,
  });
  const muted = new MutedSpeech({
    local: media.state,
    choices,
    clock,
    listen: (track) => new SoundLevel(track),
  });
  const quality = new Store<Quality | null>(null);
  let watch: QualityWatch | null = null;
  return {
    devices,
    speaksMuted: muted.speaks,
    quality,
    watch: (link) => {
      watch?.close();
      const opened = new QualityWatch({ link, clock, measureServer });
      opened.quality.subscribe(() => quality.set(opened.quality.get()));
      watch = opened;
    },
    close: () => {
      watch?.close();
      muted.close();
      devices.close();
    },
  };
}
