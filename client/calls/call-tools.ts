/** What lives beside a call and not in its snapshot: the choice of devices, and who speaks while muted. */
import type { Clock } from '../base/clock.ts';
import type { Readable } from '../base/store.ts';
import { StoredChoices, type KeptChoices } from '../media/device-choices.ts';
import { DeviceList } from '../media/device-list.ts';
import type { DeviceTools } from '../media/device-view.ts';
import type { LocalMedia } from '../media/local-media.ts';
import { MutedSpeech } from '../media/muted-speech.ts';
import { PickedDevices } from '../media/picked-devices.ts';
import { SoundLevel } from '../media/sound-level.ts';

export interface CallTools {
  readonly devices: DeviceTools;
  readonly speaksMuted: Readable<boolean>;
}

export interface OpenCallTools extends CallTools {
  close(): void;
}

/** One for the page, so that a call and a check show the same choices. */
let kept: KeptChoices | null = null;
export function keptChoices(): KeptChoices {
  return (kept ??= new StoredChoices(safeLocalStorage()));
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
  return {
    devices,
    speaksMuted: muted.speaks,
    close: () => {
      muted.close();
      devices.close();
    },
  };
}

/** Some browsers throw where storage is blocked, instead of leaving it out. */
function safeLocalStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
