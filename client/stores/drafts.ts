/** What was being written to each person, over a change of conversations and over a reload. */
import type { UserId } from '../../protocol/ids.ts';

/** A key for each conversation, so that two tabs do not write over each other's drafts. */
const KEY = 'earshot-draft-';

export class Drafts {
  readonly #storage: Storage | null;
  readonly #texts = new Map<UserId, string>();

  /** Null where the browser refuses storage; drafts then last as long as the tab. */
  constructor(storage: Storage | null) {
    this.#storage = storage;
  }

  get(peer: UserId): string {
    return this.#texts.get(peer) ?? this.#storage?.getItem(KEY + peer) ?? '';
  }

  set(peer: UserId, text: string): void {
    this.#texts.set(peer, text);
    try {
      if (text === '') this.#storage?.removeItem(KEY + peer);
      else this.#storage?.setItem(KEY + peer, text);
    } catch {
      // A full storage costs the draft after a reload, nothing else.
    }
  }

  /** Of everybody. */
  clear(): void {
    this.forget();
    const keys = Array.from({ length: this.#storage?.length ?? 0 }, (_, index) => this.#storage?.key(index));
    for (const key of keys) if (key?.startsWith(KEY)) this.#storage?.removeItem(key);
  }

  /** Another tab has cleared them. */
  forget(): void {
    this.#texts.clear();
  }
}
