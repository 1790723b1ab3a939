/** The second line of each row: the last message and the unread count of every conversation. */
import { Store, type Readable } from '../base/store.ts';
import type { Archive } from '../storage/archive.ts';
import type { UserId } from '../../protocol/ids.ts';

export interface Summary {
  readonly unread: number;
  readonly last: { readonly text: string; readonly mine: boolean; readonly at: number } | null;
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
    const summary: Summary = {
      unread,
      last: last === undefined ? null : { text: last.text, mine: last.from !== peer, at: last.sentAt },
    };
    this.#state.update((summaries) => new Map(summaries).set(peer, summary));
  }
}
