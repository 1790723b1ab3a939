/** The second line of each row: the last message and the unread count of every conversation. */
import { Store, type Readable } from '../base/store.ts';
import type { Archive } from '../storage/archive.ts';
import type { StoredCall, StoredMessage } from '../storage/records.ts';
import type { UserId } from '../../protocol/ids.ts';

export interface Summary {
  readonly unread: number;
  readonly last: LastSaid | null;
}
export interface LastSaid {
  readonly text: string;
  readonly mine: boolean;
  readonly at: number;
  /** Where it was a call. */
  readonly call?: StoredCall;
}
export const NO_MESSAGES: Summary = { unread: 0, last: null };

export class Summaries {
  readonly #state = new Store<ReadonlyMap<UserId, Summary>>(new Map());
  readonly #archive: Archive;

  constructor(archive: Archive) {
    this.#archive = archive;
  }

  get state(): Readable<ReadonlyMap<UserId, Summary>> {
    return this.#state;
  }

  /** Reads one conversation again. */
  async refresh(peer: UserId): Promise<void> {
    const [[last], unread] = await Promise.all([
      this.#archive.latest(peer, 1),
      this.#archive.countUnread(peer),
    ]);
    const summary: Summary = { unread, last: last ? lastSaid(last) : null };
    this.#state.update((summaries) => new Map(summaries).set(peer, summary));
  }
}

const lastSaid = ({ call, from, peer, sentAt, text }: StoredMessage): LastSaid => ({
  text,
  mine: from !== peer,
  at: sentAt,
  ...(call && { call }),
});
