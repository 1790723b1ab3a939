/** Says when nobody has touched this page for a while, and when somebody does again. */
import type { Clock } from '../base/clock.ts';

export class IdleWatch {
  readonly #clock: Clock;
  readonly #onChange: (idle: boolean) => void;
  #idleMs = Infinity;
  #idle = false;
  #cancel: (() => void) | null = null;
  #lastTouch = 0;

  constructor({ clock, onChange }: { readonly clock: Clock; readonly onChange: (idle: boolean) => void }) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get idle(): boolean {
    return this.#idle;
  }

  /** To be called at every connection. A connection is no touch, but the server takes a new one for the sign of somebody. */
  start(idleMs: number): void {
    const isFirst = this.#idleMs === Infinity;
    this.#idleMs = idleMs;
    if (isFirst) this.touched();
    else if (this.#idle) this.#onChange(true);
    else {
      this.#cancel?.();
      this.#wait(this.#leftMs);
    }
  }

  /** Cheap enough for every pointer and key event: it sets no timer while one is running. */
  touched(): void {
    this.#lastTouch = this.#clock.now();
    if (this.#idle) {
      this.#idle = false;
      this.#onChange(false);
    }
    if (this.#cancel === null && this.#idleMs !== Infinity) this.#wait(this.#idleMs);
  }

  get #leftMs(): number {
    return this.#lastTouch + this.#idleMs - this.#clock.now();
  }

  #wait(ms: number): void {
    this.#cancel = this.#clock.after(ms, () => {
      this.#cancel = null;
      if (this.#leftMs > 0) this.#wait(this.#leftMs);
      else {
        this.#idle = true;
        this.#onChange(true);
      }
    });
  }
}
