/** What the two screens of a device link show. An action that is impossible right now is not there. */
import type { Readable } from '../base/store.ts';
import type { AskingDevice, LinkEnd } from '../../protocol/device-link.ts';
import type { WireError } from '../../protocol/errors.ts';
import type { CopyProgress, CopyTotals } from './give-copy.ts';

/** `lost`: it broke. `unreachable`: the two devices have found no way to each other. `failed`: what came was wrong or could not be stored. */
export type CutReason = 'lost' | 'unreachable' | 'failed';

type CopyView =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'copying'; readonly progress: CopyProgress }
  /** `goOn` is null where the link has ended too. */
  | {
      readonly phase: 'cut';
      readonly reason: CutReason;
      readonly progress: CopyProgress;
      readonly goOn: (() => void) | null;
    }
  | { readonly phase: 'done'; readonly totals: CopyTotals };

/** On the device one has. */
export type OfferView =
  | { readonly phase: 'making' }
  | { readonly phase: 'shown'; readonly url: string }
  | {
      readonly phase: 'asked';
      readonly device: AskingDevice;
      readonly allow: () => void;
      readonly refuse: () => void;
    }
  | CopyView
  /** `lost`: this page's own connection was. */
  | {
      readonly phase: 'ended';
      readonly reason: LinkEnd | 'lost' | WireError;
      readonly again: () => void;
    };

/** On the new device. */
export type ArrivalView =
  | { readonly phase: 'looking' }
  | {
      readonly phase: 'found';
      readonly name: string;
      /** It is this person's already. */
      readonly known: boolean;
      /** What somebody else has here, which has to go first; null where nothing is. */
      readonly inTheWay: { readonly messages: number; readonly contacts: number } | null;
      readonly use: () => void;
    }
  | { readonly phase: 'waiting'; readonly name: string; readonly number: string }
  | { readonly phase: 'moving' }
  | CopyView
  | { readonly phase: 'ended'; readonly reason: LinkEnd | WireError };

export interface DeviceOffer {
  readonly view: Readable<OfferView>;
  /** The link ends with the dialog. */
  close(): void;
}
export interface DeviceArrival {
  readonly view: Readable<ArrivalView>;
  close(): void;
}

export interface DeviceLinks {
  offer(): DeviceOffer;
  arrive(secret: string): DeviceArrival;
}

/** What is there before the code for it is. */
export interface DeviceLinkDoor {
  /** The secret of the link by which this page was opened; null where it was opened in another way, and from then on when it is over. */
  readonly arriving: Readable<string | null>;
  load(): Promise<DeviceLinks>;
  /** The page goes on as it would have without a link. */
  over(): void;
}
