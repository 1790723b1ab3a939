/** The desk with everything a browser puts behind it. The entry of the part of the page that is loaded for calls. */
import { LocalMedia } from '../media/local-media.ts';
import { CallDesk, type CallDeskOptions } from './call-desk.ts';
import { RtcPeerLink } from './peer-link.ts';

export function createCallDesk(
  options: Omit<CallDeskOptions, 'page' | 'createMedia' | 'createLink'>,
): CallDesk {
  return new CallDesk({
    ...options,
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
