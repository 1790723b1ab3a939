/** Typed events of one owner. Not a bus: each owner has its own, and only the owner emits. */
export interface Listenable<Events> {
  on<K extends keyof Events>(name: K, listener: (event: Events[K]) => void): () => void;
}

export class Emitter<Events> implements Listenable<Events> {
  readonly #listeners = new Map<keyof Events, Set<(event: never) => void>>();

  on<K extends keyof Events>(name: K, listener: (event: Events[K]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    const own = (event: Events[K]) => listener(event);
    listeners.add(own);
    return () => void listeners.delete(own);
  }

  emit<K extends keyof Events>(name: K, event: Events[K]): void {
    // `on` is the only writer and pairs each name with listeners of its own event; the map cannot say so.
    const listeners = this.#listeners.get(name) as Set<(event: Events[K]) => void> | undefined;
    for (const listener of [...(listeners ?? [])]) listener(event);
  }
}
