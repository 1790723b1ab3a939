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
const WRITES = 'input, textarea, select, [contenteditable]';
const MICROPHONE = '[data-microphone]';

export interface PushToTalkOptions {
  readonly call: () => CallView;
  readonly clock: Pick<Clock, 'now'>;
  /** The window: fires `keydown`, `keyup`, `blur` and `focusin`. */
  readonly page: EventTarget;
  /** What the keyboard writes to, inside all shadow roots. */
  readonly focused: () => { matches(selector: string): boolean } | null;
}

export class PushToTalk implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: PushToTalkOptions;
  #held: { readonly since: number; readonly onButton: boolean } | null = null;

  constructor(host: ReactiveControllerHost, options: PushToTalkOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  /** Whether holding the space bar would talk right now: not while something is being written. */
  get isPossible(): boolean {
    return this.#microphone('off') !== null && this.#options.focused()?.matches(WRITES) !== true;
  }

  hostConnected(): void {
    const { page } = this.#options;
    page.addEventListener('keydown', this.#down);
    page.addEventListener('keyup', this.#up);
    page.addEventListener('blur', this.#letGo);
    page.addEventListener('focusin', this.#focusMoved);
    page.addEventListener('focusout', this.#focusMoved);
  }

  hostDisconnected(): void {
    const { page } = this.#options;
    page.removeEventListener('keydown', this.#down);
    page.removeEventListener('keyup', this.#up);
    page.removeEventListener('blur', this.#letGo);
    page.removeEventListener('focusin', this.#focusMoved);
    page.removeEventListener('focusout', this.#focusMoved);
    this.#letGo();
  }

  readonly #focusMoved = (): void => this.#host.requestUpdate();

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

export function deepFocus(): Element | null {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused;
}

function isSpace(event: Event): boolean {
  return 'code' in event && event.code === 'Space';
}

function isElement(target: EventTarget): target is Element {
  return 'matches' in target;
}
