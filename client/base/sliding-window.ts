/** How much may be under way at once, by number and by size. Whoever asks first is let in first. */

interface Bounds {
  readonly count: number;
  readonly size: number;
}

export class SlidingWindow {
  readonly #most: Bounds;
  #count = 0;
  #size = 0;
  readonly #queue: { readonly size: number; readonly enter: () => void }[] = [];

  constructor(most: Bounds) {
    this.#most = most;
  }

  /** Resolves when there is room, which from then on is taken; alone, anything has room. Resolves with the undo, which works once. */
  async enter(size: number): Promise<() => void> {
    if (this.#queue.length > 0 || !this.#fits(size)) {
      await new Promise<void>((resolve) => this.#queue.push({ size, enter: resolve }));
    } else this.#take(size);
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      this.#count -= 1;
      this.#size -= size;
      this.#admit();
    };
  }

  #admit(): void {
    for (let next = this.#queue[0]; next !== undefined && this.#fits(next.size); next = this.#queue[0]) {
      this.#queue.shift();
      this.#take(next.size);
      next.enter();
    }
  }

  #fits(size: number): boolean {
    const { count, size: largest } = this.#most;
    return this.#count === 0 || (this.#count < count && this.#size + size <= largest);
  }

  #take(size: number): void {
    this.#count += 1;
    this.#size += size;
  }
}
