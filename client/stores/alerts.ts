import type { Readable } from '../base/store.ts';

export interface Toast {
  readonly id: number;
  readonly tone: 'info' | 'problem';
  /** Already in the reader's language. */
  readonly text: string;
}

/** Short sentences at the edge of the screen, sounds, and the count in the title. */
export interface Alerts {
  readonly toasts: Readable<readonly Toast[]>;
  /** True until the browser lets this page make sound (it wants a tap first). */
  readonly soundBlocked: Readable<boolean>;
  show(text: string, tone?: Toast['tone']): void;
  dismiss(id: number): void;
  /** To be called from a tap or key press, so that the first ring can be heard. */
  unlockSound(): void;
}
