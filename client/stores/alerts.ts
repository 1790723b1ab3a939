/** Short sentences at the edge of the screen, sounds, and the count in the title. */
import type { Clock } from '../base/clock.ts';
import { Store, type Readable } from '../base/store.ts';

export interface Toast {
  readonly id: number;
  readonly tone: 'info' | 'problem';
  /** Already in the reader's language. */
  readonly text: string;
}

export interface Alerts {
  readonly toasts: Readable<readonly Toast[]>;
  /** True until the browser lets this page make sound (it wants a tap first). */
  readonly soundBlocked: Readable<boolean>;
  show(text: string, tone?: Toast['tone']): void;
  dismiss(id: number): void;
  /** To be called from a tap or key press, so that the first ring can be heard. */
  unlockSound(): void;
}

/** What alerts need of whoever makes the sounds. */
export interface SoundMaker {
  readonly blocked: Readable<boolean>;
  unlock(): void;
}

const SHOWN_MS = { info: 5_000, problem: 9_000 } as const;
const MOST_TOASTS = 3;

export class ScreenAlerts implements Alerts {
  readonly #toasts = new Store<readonly Toast[]>([]);
  readonly #clock: Clock;
  readonly #sounds: SoundMaker;
  #lastId = 0;

  constructor({ clock, sounds }: { readonly clock: Clock; readonly sounds: SoundMaker }) {
    this.#clock = clock;
    this.#sounds = sounds;
  }

  get toasts(): Readable<readonly Toast[]> {
    return this.#toasts;
  }

  get soundBlocked(): Readable<boolean> {
    return this.#sounds.blocked;
  }

  /** The same sentence twice is shown once, anew. */
  show(text: string, tone: Toast['tone'] = 'info'): void {
    this.#lastId += 1;
    const id = this.#lastId;
    const others = this.#toasts.get().filter((toast) => toast.text !== text);
    this.#toasts.set([...others, { id, tone, text }].slice(-MOST_TOASTS));
    this.#clock.after(SHOWN_MS[tone], () => this.dismiss(id));
  }

  dismiss(id: number): void {
    this.#toasts.update((toasts) =>
      toasts.some((toast) => toast.id === id) ? toasts.filter((toast) => toast.id !== id) : toasts,
    );
  }

  unlockSound(): void {
    this.#sounds.unlock();
  }
}
