/** Using Earshot on another device: the link between the device one has and a new one, and the wire of a device that is nobody yet. */
import type { Reply } from './errors.ts';
import type { LinkId, TabId, UserId } from './ids.ts';

/** The namespace to which a new device connects with the secret of a link. */
export const DEVICE_NAMESPACE = '/device';
/** In front of the secret in the address that is shown. A fragment is never sent to a server. */
export const DEVICE_FRAGMENT = '#device=';
/** Where a new device exchanges its ticket for the session cookie, and the header that carries it. */
export const SESSION_PATH = '/api/session';
export const TICKET_HEADER = 'earshot-ticket';

/**
 * `used`: another device came first. `refused`: by the person at the other device. `gone`: the other side's page is. `replaced`: by
 * a newer link of the same person. `closed`: the other side ended it.
 */
export const LINK_ENDS = ['expired', 'used', 'refused', 'gone', 'replaced', 'closed'] as const;
export type LinkEnd = (typeof LINK_ENDS)[number];

/** What a browser says of itself. Null where it is none of those that are known. */
export interface DeviceKind {
  readonly browser: 'chrome' | 'edge' | 'firefox' | 'opera' | 'safari' | 'samsung' | null;
  readonly system: 'android' | 'ios' | 'linux' | 'macos' | 'windows' | null;
}

/** A new device that asks to be let in. */
export interface AskingDevice extends DeviceKind {
  readonly linkId: LinkId;
  /** As the server sees it. */
  readonly address: string;
  /** Four digits that both screens show. */
  readonly number: string;
  /** It has this person's session already, and wants only the history. */
  readonly known: boolean;
  /** Where it can be reached on this network; empty where the server cannot tell. */
  readonly addresses: readonly string[];
}

/** `auth` of the handshake of a new device. */
export interface DeviceHandshake {
  readonly protocol: number;
  /** The tab as which it will join. */
  readonly tab: TabId;
  readonly secret: string;
}

export interface DeviceRequests {
  claim_device_link: { payload: Readonly<Record<string, never>>; reply: { readonly number: string } };
}
export interface DeviceNotices {
  device_link_offered: { readonly name: string; readonly known: boolean };
  device_link_allowed: {
    readonly linkId: LinkId;
    /** As whom it is let in. */
    readonly user: UserId;
    readonly ticket: string;
    readonly addresses: readonly string[];
  };
  device_link_ended: { readonly reason: LinkEnd };
}

export type DeviceToServerEvents = {
  [K in keyof DeviceRequests]: (
    payload: DeviceRequests[K]['payload'],
    ack: (reply: Reply<DeviceRequests[K]['reply']>) => void,
  ) => void;
};
export type ServerToDeviceEvents = { [K in keyof DeviceNotices]: (payload: DeviceNotices[K]) => void };
