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

  start(idleMs: number): void {
    this.#idleMs = idleMs;
    this.touched();
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

  #wait(ms: number): void {
    this.#cancel = this.#clock.after(ms, () => {
      this.#cancel = null;
      const left = this.#lastTouch + this.#idleMs - this.#clock.now();
      if (left > 0) this.#wait(left);
      else {
        this.#idle = true;
        this.#onChange(true);
      }
    });
  }
}
