/** A value that can be read and watched. Snapshots are immutable; equality is identity. */
export interface Readable<T> {
  get(): T;
  /** Calls the listener after each change, without a value: it reads. Returns the undo. */
  subscribe(listener: () => void): () => void;
}

/** The writable end, private to its owner; everyone else is given it as a Readable. */
export class Store<T> implements Readable<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(initial: T) {
    this.#value = initial;
  }

  get(): T {
    return this.#value;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  update(change: (value: T) => T): void {
    this.set(change(this.#value));
  }

  subscribe(listener: () => void): () => void {
    // Wrapped, so that the same function subscribed twice is called twice and undone one at a time.
    const own = () => listener();
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }
}

/** A Readable that changes only when the selected part does. */
export function select<T, U>(source: Readable<T>, pick: (value: T) => U): Readable<U> {
  return {
    get: () => pick(source.get()),
    subscribe: (listener) => {
      let last = pick(source.get());
      return source.subscribe(() => {
        const next = pick(source.get());
        if (Object.is(next, last)) return;
        last = next;
        listener();
      });
    },
  };
}
