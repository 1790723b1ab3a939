/** For how long this browser keeps the messages of each conversation: one set of choices for all its tabs. */
import { Store, type Readable } from '../base/store.ts';
import type { Keep, Retention } from '../storage/retention.ts';
import type { UserId } from '../../protocol/ids.ts';

export interface KeepingState {
  /** For conversations that begin from now on. */
  readonly fresh: Keep;
  readonly chosen: ReadonlyMap<UserId, Keep>;
}

export const keepOf = ({ chosen, fresh }: KeepingState, peer: UserId): Keep => chosen.get(peer) ?? fresh;

export interface Keepings {
  readonly state: Readable<KeepingState>;
  /** Resolves when it is stored. What may go by it goes soon after. */
  choose(peer: UserId, keep: Keep): Promise<void>;
  /** Conversations that are there already stay as they are. */
  chooseFresh(keep: Keep): Promise<void>;
}

interface KeepingChoicesOptions {
  readonly retention: Retention;
  /** Chosen in this tab, and stored. */
  readonly onChoice: () => void;
}

export class KeepingChoices implements Keepings {
  readonly #state = new Store<KeepingState>({ fresh: 'always', chosen: new Map() });
  readonly #options: KeepingChoicesOptions;

  constructor(options: KeepingChoicesOptions) {
    this.#options = options;
  }

  get state(): Readable<KeepingState> {
    return this.#state;
  }

  /** At start, and when another tab has chosen. */
  async load(): Promise<void> {
    const { fresh, chosen } = await this.#options.retention.keeping();
    this.#state.set({ fresh, chosen: new Map(chosen) });
  }

  async choose(peer: UserId, keep: Keep): Promise<void> {
    await this.#options.retention.keep(peer, keep);
    await this.load();
    this.#options.onChoice();
  }

  async chooseFresh(keep: Keep): Promise<void> {
    await this.#options.retention.keepFresh(keep);
    await this.load();
    this.#options.onChoice();
  }
}
