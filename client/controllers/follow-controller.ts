/** Renders its host again whenever one of several stores changes. Which ones may be others after each rendering. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Readable } from '../base/store.ts';

export class FollowController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #sources: () => readonly Readable<unknown>[];
  #followed = new Map<Readable<unknown>, () => void>();

  constructor(host: ReactiveControllerHost, sources: () => readonly Readable<unknown>[]) {
    this.#host = host;
    this.#sources = sources;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    const before = this.#followed;
    this.#followed = new Map(
      this.#sources().map((source) => [
        source,
        before.get(source) ?? source.subscribe(() => this.#host.requestUpdate()),
      ]),
    );
    for (const [source, undo] of before) if (!this.#followed.has(source)) undo();
  }

  hostDisconnected(): void {
    for (const undo of this.#followed.values()) undo();
    this.#followed = new Map();
  }
}
