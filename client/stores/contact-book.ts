import type { Readable } from '../base/store.ts';
import type { Contact } from '../storage/records.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { RosterState } from './roster.ts';

/** What the list of contacts needs to know and to do. */
export interface ContactBook {
  readonly contacts: Readable<ReadonlyMap<UserId, Contact>>;
  readonly here: Readable<RosterState>;
  /** Blocks; or takes back a block or an acceptance. */
  setConsent(peer: UserId, name: string, mine: 'blocked' | 'none'): void;
}
