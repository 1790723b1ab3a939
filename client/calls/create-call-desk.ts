/** The desk with everything a browser puts behind it. The entry of the part of the page that is loaded for calls. */
import { LocalMedia } from '../media/local-media.ts';
import { CallDesk, type CallDeskOptions } from './call-desk.ts';
import { CallLog, type CallLogOptions } from './call-log.ts';
import { RtcPeerLink } from './peer-link.ts';

interface CreateCallDeskOptions extends Omit<
  CallDeskOptions,
  'page' | 'createMedia' | 'createLink' | 'note'
> {
  /** Where calls leave their entries. */
  readonly log: CallLogOptions;
}

export function createCallDesk({ log: logOptions, ...options }: CreateCallDeskOptions): CallDesk {
  const log = new CallLog(logOptions);
  return new CallDesk({
    ...options,
    note: (call) => void log.note(call),
    page: window,
    createMedia: () =>
      new LocalMedia({
        // Not there on a page that is not secure, whatever the compiler believes.
        devices: navigator.mediaDevices,
        streamOf: (track) => new MediaStream([track]),
      }),
    createLink: (linkOptions) => new RtcPeerLink(linkOptions),
  });
}
