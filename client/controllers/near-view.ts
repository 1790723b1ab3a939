/**
 * A long list of which only what is near the eye is drawn in full, once it has been; the rest is there as words, for whoever
 * searches the page or has it read aloud.
 */
import type { ReactiveController, ReactiveElement } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { directive, type ChildPart } from 'lit/directive.js';

/** As much again above and below what is seen. */
const MARGIN = '100% 0px';
/** More would be late for the next frame of who scrolls. */
const DRAWN_A_FRAME = 4;

interface Item {
  readonly draw: () => unknown;
  readonly words: string;
  /** Where it is certain to be seen first. */
  readonly atOnce: boolean;
}

export class NearView implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #scroller: string;
  readonly #waiting = new Map<Element, () => void>();
  /** Near, and not drawn yet; the latest last. */
  readonly #due = new Set<Element>();
  #frame: number | null = null;
  #observer: IntersectionObserver | null = null;

  /** `scroller`: what in the host's shadow scrolls. */
  constructor(host: ReactiveElement, scroller: string) {
    this.#host = host;
    this.#scroller = scroller;
    host.addController(this);
  }

  /** The content of one element of the list. */
  readonly item = (item: Item) => drawn(this, item);

  hostUpdated(): void {
    const root = this.#host.renderRoot.querySelector(this.#scroller);
    if (this.#observer !== null || this.#waiting.size === 0 || root === null) return;
    this.#observer = new IntersectionObserver((entries) => this.#onSeen(entries), {
      root,
      rootMargin: MARGIN,
    });
    for (const element of this.#waiting.keys()) this.#observer.observe(element);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#observer = null;
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
  }

  watch(element: Element, onNear: () => void): void {
    this.#waiting.set(element, onNear);
    this.#observer?.observe(element);
  }

  unwatch(element: Element): void {
    this.#waiting.delete(element);
    this.#due.delete(element);
    this.#observer?.unobserve(element);
  }

  #onSeen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      this.#due.delete(target);
      if (isIntersecting && this.#waiting.has(target)) this.#due.add(target);
    }
    // At once, so that what is seen when the list comes up is not drawn in two steps.
    if (this.#frame === null) this.#draw();
  }

  #draw(): void {
    for (const element of [...this.#due].slice(-DRAWN_A_FRAME)) {
      const onNear = this.#waiting.get(element);
      this.unwatch(element);
      onNear?.();
    }
    this.#frame = this.#due.size === 0 ? null : requestAnimationFrame(() => this.#draw());
  }
}

class DrawnWhenNear extends AsyncDirective {
  #isNear = false;
  #view: NearView | null = null;
  #element: Element | null = null;
  #item: Item | null = null;

  override render(_view: NearView, { words }: Item): unknown {
    return words;
  }

  override update({ parentNode }: ChildPart, [view, item]: [NearView, Item]): unknown {
    this.#item = item;
    this.#view = view;
    if (this.#isNear) return item.draw();
    if (item.atOnce) {
      this.disconnected();
      this.#isNear = true;
      return item.draw();
    }
    if (this.#element === null && parentNode instanceof Element) {
      this.#element = parentNode;
      this.reconnected();
    }
    return this.render(view, item);
  }

  override disconnected(): void {
    if (this.#element !== null) this.#view?.unwatch(this.#element);
  }

  override reconnected(): void {
    if (this.#element === null || this.#isNear) return;
    this.#view?.watch(this.#element, () => {
      this.#isNear = true;
      this.setValue(this.#item?.draw());
    });
  }
}
const drawn = directive(DrawnWhenNear);
