/** What every rule returns: changed records, the notices to send, and a value for the one who asked. Rules have no socket, timer or clock. */
import type { NoticeName, Notices } from '../../protocol/events.ts';
import type { TabId, UserId } from '../../protocol/ids.ts';

/** Whom a notice is for. */
export type Address =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'user'; readonly user: UserId; readonly exceptTab?: TabId }
  | { readonly kind: 'tab'; readonly user: UserId; readonly tab: TabId };

export type Notice = {
  [K in NoticeName]: { readonly to: Address; readonly name: K; readonly payload: Notices[K] };
}[NoticeName];

export interface Outcome<Records, Value = undefined> {
  /** Null deletes. What is not named stays. */
  readonly changes: Partial<Records>;
  readonly notices: readonly Notice[];
  readonly value: Value;
}

export const toUser = (user: UserId, exceptTab?: TabId): Address =>
  exceptTab === undefined ? { kind: 'user', user } : { kind: 'user', user, exceptTab };
export const toTab = (user: UserId, tab: TabId): Address => ({ kind: 'tab', user, tab });

export const NOTHING_CHANGES = { changes: {}, notices: [], value: undefined } as const;
