/** What a device link says: who asks, how far it is, why it ended, and what to do next. */
import { msg, str } from '@lit/localize';
import type { AskingDevice, DeviceKind, LinkEnd } from '../../../protocol/device-link.ts';
import type { WireError } from '../../../protocol/errors.ts';
import { LINK_ENDS } from '../../../protocol/device-link.ts';
import type { CutReason } from '../../device-link/device-link-view.ts';
import type { CopyProgress, CopyTotals } from '../../device-link/give-copy.ts';
import { errorWords } from '../words/error-words.ts';

const BROWSERS: Readonly<Record<NonNullable<DeviceKind['browser']>, string>> = {
  chrome: 'Chrome',
  edge: 'Edge',
  firefox: 'Firefox',
  opera: 'Opera',
  safari: 'Safari',
  samsung: 'Samsung Internet',
};
const SYSTEMS: Readonly<Record<NonNullable<DeviceKind['system']>, string>> = {
  android: 'Android',
  ios: 'iOS',
  linux: 'Linux',
  macos: 'macOS',
  windows: 'Windows',
};

const counted = (count: number): string => new Intl.NumberFormat().format(count);

/** Only what its browser says of itself, and so it is put. */
export function deviceWords({ address, browser, system }: AskingDevice): string {
  if (browser === null || system === null) return msg(str`A device at ${address} asks.`);
  return msg(
    str`A device at ${address} asks. It says that it is ${BROWSERS[browser]} on ${SYSTEMS[system]}.`,
  );
}

export function progressWords({ messages, of }: CopyProgress): string {
  return msg(str`${counted(messages)} of ${counted(of)} messages`);
}

export function totalsWords({ contacts, messages }: CopyTotals): string {
  return msg(
    str`Both sides counted the same. Messages: ${counted(messages)}. Contacts: ${counted(contacts)}.`,
  );
}

export function inTheWayWords({ messages, contacts }: { messages: number; contacts: number }): string {
  return msg(
    str`Somebody else has used Earshot in this browser. Messages: ${counted(messages)}. Contacts: ${counted(contacts)}. Two people are never mixed, so they have to be erased first. What was not delivered yet is not sent any more.`,
  );
}

export function cutWords(reason: CutReason): string {
  switch (reason) {
    case 'lost':
      return msg('The connection between the two devices broke. What has arrived stays there.');
    case 'unreachable':
      return msg(
        'The two devices cannot reach each other directly. Some Wi-Fi networks, often those for guests, keep devices apart: bring both into the same one.',
      );
    case 'failed':
      return msg('Something could not be read or stored, so it was stopped. What has arrived stays there.');
  }
}

const isLinkEnd = (code: string): code is LinkEnd => LINK_ENDS.some((end) => end === code);

/** On the device that shows the link. */
export function offerEndWords(reason: LinkEnd | 'lost' | WireError): string {
  if (typeof reason !== 'string') return errorWords(reason);
  switch (reason) {
    case 'expired':
      return msg('The link was good for five minutes, which are over.');
    case 'refused':
      return msg('You refused it. Nothing has gone over.');
    case 'gone':
      return msg('The other device is gone. Nothing has gone over.');
    case 'replaced':
      return msg('You have made another link since, in another place.');
    case 'lost':
      return msg('The connection to Earshot was lost for a moment, and the link with it.');
    case 'used':
    case 'closed':
      return msg('The link has ended.');
  }
}

/** On the new device. */
export function arrivalEndWords(reason: LinkEnd | WireError): string {
  if (typeof reason !== 'string') {
    if (reason.code === 'link_ended') {
      return isLinkEnd(reason.detail)
        ? arrivalEndWords(reason.detail)
        : msg('This link is not good, or not any more. Make a new one on the other device.');
    }
    if (reason.code === 'session_invalid') {
      return msg(
        'This browser keeps no cookies for this page. Without them it cannot be one of your devices.',
      );
    }
    return errorWords(reason);
  }
  switch (reason) {
    case 'expired':
      return msg('This link was good for five minutes, which are over. Make a new one on the other device.');
    case 'used':
      return msg(
        'This link has been used already, and it works once. If that was not you, refuse on the other device whoever asks there, and make a new link.',
      );
    case 'refused':
      return msg('The other device refused. Nothing has changed here.');
    case 'gone':
    case 'closed':
      return msg(
        'The other device does not show this link any more. Make a new one there, and leave it open.',
      );
    case 'replaced':
      return msg('A newer link was made on the other device. Open that one.');
  }
}
