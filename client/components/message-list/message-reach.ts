/**
 * Which message the keyboard and the pointer are on. One message at a time is a stop of the Tab key; the arrow keys go from one to the
 * next. Enter, the key of the context menu, a right click, a long press and a tap on a phone open what can be done.
 */
import type { ReactiveControllerHost } from 'lit';
import type { MessageId } from '../../../protocol/ids.ts';

interface MessageReachOptions {
  readonly host: ReactiveControllerHost;
  /** Those that are shown, in their order. */
  readonly ids: () => readonly MessageId[];
  readonly row: (id: MessageId) => HTMLElement | null;
  /** `at`: where it was pressed, if that is not anywhere in it. */
  readonly open: (id: MessageId, at?: DOMRect) => void;
  /** The arrow keys want more than there is. */
  readonly earlier: () => void;
  /** The newest is wanted; false where it is among those that are shown. */
  readonly latest: () => boolean;
}

/** Of which row an event is; rows carry the ids of messages. */
function messageAt({ target }: Event): MessageId | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('.message') : null;
  return (row?.dataset['id'] ?? null) as MessageId | null;
}

/** A listener for all events of the rows. */
export class MessageReach implements EventListenerObject {
  readonly #options: MessageReachOptions;
  #current: MessageId | null = null;
  #focused: MessageId | null = null;
  #hovered: MessageId | null = null;
  /** Words were selected before the button of the mouse went down; some systems select one by it. */
  #selected = false;

  constructor(options: MessageReachOptions) {
    this.#options = options;
  }

  /** The one that the keyboard came to; the last one at first, and where it is gone. */
  get current(): MessageId | null {
    const ids = this.#options.ids();
    return this.#current !== null && ids.includes(this.#current) ? this.#current : (ids.at(-1) ?? null);
  }

  /** The one that the pointer or the focus is on. */
  get active(): MessageId | null {
    return this.#hovered ?? this.#focused;
  }

  handleEvent(event: Event): void {
    const id = messageAt(event);
    const { active, current } = this;
    switch (event.type) {
      case 'focusin':
        this.#focused = id;
        this.#current = id ?? this.#current;
        break;
      case 'focusout':
        this.#focused = null;
        break;
      case 'pointerover':
        this.#hovered = event instanceof PointerEvent && event.pointerType === 'touch' ? null : id;
        break;
      case 'pointerleave':
        this.#hovered = null;
        break;
      case 'pointerdown':
        this.#selected = getSelection()?.toString() !== '';
        break;
      default:
        if (id !== null) this.#onPress(event, id);
    }
    if (active !== this.active || current !== this.current) this.#options.host.requestUpdate();
  }

  #onPress(event: Event, id: MessageId): void {
    const open = (at?: DOMRect) => {
      event.preventDefault();
      this.#options.open(id, at);
    };
    const isInner = (what: string) => event.target instanceof Element && event.target.closest(what) !== null;
    if (event instanceof KeyboardEvent) this.#onKey(event, id, open);
    // On a phone nothing hovers, so a tap is the way; what can be tapped itself keeps its own meaning.
    else if (event.type === 'click') {
      if (!isInner('a, button') && matchMedia('(hover: none)').matches) open();
    } else if (!(event instanceof PointerEvent && event.pointerType === 'mouse')) open();
    // The menu of the browser knows what to do with links and selected words.
    else if (!isInner('a') && !this.#selected) open(new DOMRect(event.clientX, event.clientY));
  }

  #onKey(event: KeyboardEvent, id: MessageId, open: () => void): void {
    const { earlier, ids, latest, row } = this.#options;
    const { key, shiftKey } = event;
    const all = ids();
    const at = all.indexOf(id);
    const steps: Readonly<Record<string, number>> = {
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      Home: 0,
      End: all.length - 1,
    };
    const to = steps[key];
    // What is in a message is pressed itself.
    const onMessage = event.target instanceof Element && event.target.matches('.message');
    if (onMessage && (key === 'Enter' || key === 'ContextMenu' || (key === 'F10' && shiftKey))) open();
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0) earlier();
    if (key === 'End' && latest()) return;
    const next = all[to];
    if (next !== undefined) row(next)?.focus();
  }
}
