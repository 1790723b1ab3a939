/**
 * Who is muted and holds the space bar is heard until they let go. Wherever the space bar has a meaning of its own, it keeps it;
 * on the microphone's button a tap still turns it on for good.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CallView } from '../calls/call-view.ts';
import type { Clock } from '../base/clock.ts';

/** A shorter press of the microphone's button is a press of that button. */
export const TAP_MS = 300;
/** What takes the space bar for itself. */
const TAKES_KEYS =
  'button, a, input, textarea, select, summary, dialog, [contenteditable], [role], [tabindex]';
const MICROPHONE = '[data-microphone]';

export interface PushToTalkOptions {
  readonly call: () => CallView;
  readonly clock: Pick<Clock, 'now'>;
  /** The window: fires `keydown`, `keyup` and `blur`. */
  readonly page: EventTarget;
}

export class PushToTalk implements ReactiveController {
  readonly #options: PushToTalkOptions;
  #held: { readonly since: number; readonly onButton: boolean } | null = null;

  constructor(host: ReactiveControllerHost, options: PushToTalkOptions) {
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    const { page } = this.#options;
    page.addEventListener('keydown', this.#down);
    page.addEventListener('keyup', this.#up);
    page.addEventListener('blur', this.#letGo);
  }

  hostDisconnected(): void {
    const { page } = this.#options;
    page.removeEventListener('keydown', this.#down);
    page.removeEventListener('keyup', this.#up);
    page.removeEventListener('blur', this.#letGo);
    this.#letGo();
  }

  readonly #down = (event: Event): void => {
    if (!isSpace(event) || event.defaultPrevented) return;
    // Held keys repeat, and a repeated space would press the button.
    if (this.#held) event.preventDefault();
    const path = event.composedPath().filter(isElement);
    const onButton = path.some((element) => element.matches(MICROPHONE));
    if (this.#held || (!onButton && path.some((element) => element.matches(TAKES_KEYS)))) return;
    const talk = this.#microphone('off');
    if (!talk) return;
    event.preventDefault();
    this.#held = { since: this.#options.clock.now(), onButton };
    talk();
  };

  readonly #up = (event: Event): void => {
    if (!this.#held || !isSpace(event)) return;
    event.preventDefault();
    const { since, onButton } = this.#held;
    if (onButton && this.#options.clock.now() - since < TAP_MS) this.#held = null;
    this.#letGo();
  };

  readonly #letGo = (): void => {
    if (!this.#held) return;
    this.#held = null;
    this.#microphone('on')?.();
  };

  /** Turns the microphone over where it is `now`, and null where that cannot be, or where it was never had. */
  #microphone(now: 'on' | 'off'): (() => void) | null {
    const call = this.#options.call();
    if (call.phase !== 'active' || call.local.microphone !== now) return null;
    return call.local.problems.some(({ device }) => device === 'microphone') ? null : call.toggleMicrophone;
  }
}

function isSpace(event: Event): boolean {
  return 'code' in event && event.code === 'Space';
}

function isElement(target: EventTarget): target is Element {
  return 'matches' in target;
}
