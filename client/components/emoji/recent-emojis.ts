/** The emoji somebody used last, first the latest; kept in this browser where it keeps anything. */
const KEY = 'earshot-emoji';
const MOST = 16;

export class RecentEmojis {
  readonly #storage: Storage | null;
  #recent: readonly string[] = [];

  constructor(storage: Storage | null) {
    this.#storage = storage;
  }

  get all(): readonly string[] {
    const kept = this.#storage?.getItem(KEY);
    return kept ? kept.split(' ').slice(0, MOST) : this.#recent;
  }

  use(emoji: string): void {
    this.#recent = [emoji, ...this.all.filter((each) => each !== emoji)].slice(0, MOST);
    try {
      this.#storage?.setItem(KEY, this.#recent.join(' '));
    } catch {
      // A full storage costs the order of the next time, nothing else.
    }
  }
}
