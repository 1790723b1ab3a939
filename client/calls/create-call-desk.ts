/** The desk with everything a browser puts behind it. The entry of the part of the page that is loaded for calls. */
import { keptChoices } from '../media/kept-choices.ts';
import { LocalMedia } from '../media/local-media.ts';
import { syntheticOpener } from '../media/synthetic.ts';
import { CallDesk, type CallDeskOptions } from './call-desk.ts';
import { CallLog, type CallLogOptions } from './call-log.ts';
import { openCallTools } from './call-tools.ts';
import { freshIceServers } from './fresh-ice-servers.ts';
import type { PathMemory } from './peer-link.ts';
import { RtcPeerLink } from './rtc-peer-link.ts';
import { learnPictureCodecs } from './picture-codecs.ts';

interface CreateCallDeskOptions extends Omit<
  CallDeskOptions,
  'page' | 'tabStorage' | 'createMedia' | 'openTools' | 'createLink' | 'note'
> {
  /** Where calls leave their entries. */
  readonly log: CallLogOptions;
  readonly ownName: () => string;
}

export function createCallDesk({ log: logOptions, ownName, ...options }: CreateCallDeskOptions): CallDesk {
  const log = new CallLog(logOptions);
  void learnPictureCodecs(navigator.mediaCapabilities);
  const memory: PathMemory = { relayed: false };
  return new CallDesk({
    ...options,
    iceServers: freshIceServers(options.signaling, options.iceServers),
    note: (call) => void log.note(call),
    page: window,
    tabStorage: safeSessionStorage(),
    createMedia: (placed) =>
      new LocalMedia({
        // Not there on a page that is not secure, whatever the compiler believes.
        devices: navigator.mediaDevices,
        streamOf: (track) => new MediaStream([track]),
        choices: () => keptChoices().state.get(),
        synthetic: syntheticOpener(ownName),
        placed,
      }),
    openTools: (media) => openCallTools(media, options.clock),
    createLink: (linkOptions) => new RtcPeerLink({ ...linkOptions, memory }),
  });
}

/** Some browsers throw where storage is blocked, instead of leaving it out. */
function safeSessionStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}
