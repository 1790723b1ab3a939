import type { Readable } from '../base/store.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { PresenceStatus } from '../../protocol/presence.ts';

/** Where two people stand. `asked`: I asked them; `asking`: they asked me. */
export type Relation = 'stranger' | 'asked' | 'asking' | 'accepted' | 'blocked';

export interface PersonEntry {
  readonly id: UserId;
  readonly name: string;
  /** `offline` only for people this browser knows who are not here now. */
  readonly status: PresenceStatus | 'offline';
  readonly relation: Relation;
  readonly unread: number;
  /** The last message, for the second line of the row. */
  readonly last: { readonly text: string; readonly mine: boolean; readonly at: number } | null;
}

export interface PeopleState {
  readonly loading: boolean;
  readonly search: string;
  /** Without myself. Unread first, then by last message, then by name. */
  readonly entries: readonly PersonEntry[];
  /** How many others are here in all, whatever the search. */
  readonly online: number;
}

export interface People {
  readonly state: Readable<PeopleState>;
  search(text: string): void;
}
