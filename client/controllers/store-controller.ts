/** Renders its host again whenever the selected part of a store changes, for as long as the host is on the page. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Readable, select } from '../base/store.ts';

export class StoreController<T, U> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #source: () => Readable<T>;
  readonly #pick: (value: T) => U;
  #undo: (() => void) | null = null;

  /** `source` is a function because a context has its value only once the host is on the page. */
  constructor(host: ReactiveControllerHost, source: () => Readable<T>, pick: (value: T) => U) {
    this.#host = host;
    this.#source = source;
    this.#pick = pick;
    host.addController(this);
  }

  get value(): U {
    return this.#pick(this.#source().get());
  }

  hostConnected(): void {
    this.#undo = select(this.#source(), this.#pick).subscribe(() => this.#host.requestUpdate());
    // The store may have moved on while the host was away.
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#undo?.();
    this.#undo = null;
  }
}
