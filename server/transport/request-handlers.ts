/** What a request handler is given, and what the handlers of all requests must be. A missing one is a compile error. */
import type { IceServer } from '../../protocol/calls.ts';
import type { Payload, ReplyValue, RequestName } from '../../protocol/events.ts';
import type { ChatRequestId, CallId, TabId, UserId } from '../../protocol/ids.ts';
import type { Notice } from '../domain/rule.ts';
import type { Clock } from '../clock.ts';
import type { OwnedNames } from './account-door.ts';
import type { Counts } from '../state/counts.ts';
import type { ConsentBook } from '../state/consent-book.ts';
import type { DeviceLinks } from '../state/device-links.ts';
import type { Mailbox } from '../state/mailbox.ts';
import type { Coffee } from '../state/coffee.ts';
import type { Meetings } from '../state/meetings.ts';
import type { Directory } from '../state/directory.ts';
import type { RuleRunner } from '../state/rule-runner.ts';

/** Who is asking: taken from the connection, never from a payload. */
export interface Caller {
  readonly user: UserId;
  readonly tab: TabId;
}

export type RequestHandlers = {
  readonly [K in RequestName]: (
    caller: Caller,
    payload: Payload<K>,
  ) => Promise<ReplyValue<K>> | ReplyValue<K>;
};

/** The members that handlers need of the sockets. */
export interface Relay {
  /** How many tabs of this person are connected. */
  tabsOf(user: UserId): number;
  /** Where others on the network reach this tab, as its connection shows it; none where that does not say. */
  addressesOf(tab: Caller): readonly string[];
  /** Which address of this computer it is connected to; null where it is not connected. */
  serverAddressOf(tab: Caller): string | null;
  send(notice: Notice): void;
  /** Sends a signal to one tab and waits until its browser has acknowledged it. @throws AppError `peer_unreachable` */
  deliver(to: Caller, signal: SignalNotice): Promise<void>;
}
type WithoutAddress<N> = N extends Notice ? Omit<N, 'to'> : never;
export type SignalNotice = WithoutAddress<
  Extract<Notice, { name: 'webrtc_offer' | 'webrtc_answer' | 'webrtc_ice_candidate' }>
>;

/** How long things wait, in milliseconds. */
export interface Waits {
  readonly graceMs: number;
  readonly requestMs: number;
  readonly cooldownMs: number;
  readonly ringMs: number;
  readonly callGraceMs: number;
}

/** Servers by which a browser finds a path to another. */
export interface PathHelp {
  /** For every call of this page, from its start. */
  standing(seat: Seat): readonly IceServer[];
  /** For a call with somebody at `peer` that found no direct path. */
  asked(seat: Seat, peer: readonly string[]): Promise<readonly IceServer[]>;
}
/** Somebody who is connected. */
export interface Seat {
  readonly user: UserId;
  /** Where others on the network reach them. */
  readonly addresses: readonly string[];
  /** Of this computer, as they reach it; null where that is not known. */
  readonly serverAddress: string | null;
}
export const seatOf = (relay: Relay, tab: Caller): Seat => ({
  user: tab.user,
  addresses: relay.addressesOf(tab),
  serverAddress: relay.serverAddressOf(tab),
});

export interface HandlerContext {
  readonly rules: RuleRunner;
  readonly consents: ConsentBook;
  readonly directory: Directory;
  readonly mailbox: Mailbox;
  readonly links: DeviceLinks;
  readonly meetings: Meetings;
  readonly coffee: Pick<Coffee, 'want'>;
  readonly names: OwnedNames;
  readonly clock: Clock;
  readonly relay: Relay;
  readonly paths: PathHelp;
  readonly waits: Waits;
  readonly counts: Counts;
  readonly newId: <T extends ChatRequestId | CallId>() => T;
  /** Of this start of the server, so that a page can tell it from the next. */
  readonly run: string;
}
