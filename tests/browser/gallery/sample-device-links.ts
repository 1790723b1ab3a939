/** What a device link shows, on both devices. */
import type { ArrivalView, OfferView } from '../../../client/device-link/device-link-view.ts';
import type { LinkId } from '../../../protocol/ids.ts';

const nothing = (): void => undefined;

export const linkShown: OfferView = {
  phase: 'shown',
  url: 'https://192.168.1.20:5443/#device=kR1vZ0c9Yb3oQ7tXw2sLmA8dHfJ4uPeN6gBiV5nKxCs',
};

export const deviceAsks: OfferView = {
  phase: 'asked',
  device: {
    linkId: '01DEVICE' as LinkId, // any text does here
    address: '192.168.1.23',
    addresses: [],
    browser: 'chrome',
    system: 'android',
    number: '4821',
    known: false,
  },
  allow: nothing,
  refuse: nothing,
};

export const somebodyIsHere: ArrivalView = {
  phase: 'found',
  name: 'Robin',
  known: false,
  inTheWay: { messages: 1_240, contacts: 3 },
  use: nothing,
};

export const unreachable: ArrivalView = {
  phase: 'cut',
  reason: 'unreachable',
  progress: { messages: 1_240, of: 10_000 },
  goOn: nothing,
};
