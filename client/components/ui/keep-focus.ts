/**
 * The focus is never lost. Where what had it goes away (a button that was pressed, a menu, a dialog), the browser leaves it
 * nowhere, and the next Tab begins at the top of the page. Here it goes to what was around it, or else to where it came from.
 */

/** What is opened above the page or in it, and gives the focus back when it closes; null is the page. */
type Layer = Element | null;

interface Place {
  readonly layer: Layer;
  /** What had the focus and what is around it, inside its layer, from inside out. */
  readonly nodes: readonly HTMLElement[];
}

const LAYERS = 'dialog, [popover], search';

/** Through the shadow roots, down to the element itself; null where nothing has the focus. */
function focused(): Element | null {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at === document.body || at === document.documentElement ? null : at;
}

function placeOf(element: Element): Place {
  const nodes: HTMLElement[] = [];
  for (let at: Node | null = element; at !== null; at = above(at)) {
    if (!(at instanceof HTMLElement)) continue;
    if (at.matches(LAYERS)) return { layer: at, nodes };
    nodes.push(at);
  }
  return { layer: null, nodes };
}

/** As it is shown: what is put into a slot stands in the slot. */
function above(node: Node): Node | null {
  if (node instanceof ShadowRoot) return node.host;
  return (node instanceof Element ? node.assignedSlot : null) ?? node.parentNode;
}

/** A box to write in is not gone back to where that would bring up the keyboard of a phone. */
function takesFocus(element: HTMLElement): boolean {
  if (!isShown(element)) return false;
  if (element.matches('input, textarea') && matchMedia('(pointer: coarse)').matches) return false;
  element.focus({ preventScroll: true });
  return focused() === element;
}

/** For as long as the page lives. `otherwise`: where there is nothing to go back to. */
export function keepFocus(otherwise: () => void): void {
  /** One for each layer, the lowest first. */
  let places: Place[] = [];
  let last: Element | null = null;

  const restore = (): void => {
    last = null;
    watch.disconnect();
    for (const { nodes } of places.toReversed()) if (nodes.some(takesFocus)) return;
    otherwise();
  };
  // What is removed or hidden has no size any more, and browsers tell of that in the same way, unlike of a lost focus.
  // What is hidden has the focus until the end of the frame.
  const check = (): void => {
    const now = focused();
    if (last !== null && !isShown(last) && (now === null || now === last)) restore();
  };
  const watch = new ResizeObserver(check);
  const follow = (): void => {
    check();
    const now = focused();
    if (now === null || now === last) return;
    last = now;
    const place = placeOf(now);
    const at = places.findIndex(({ layer }) => layer === place.layer);
    places = [...places.slice(0, at < 0 ? undefined : at), place];
    watch.disconnect();
    watch.observe(now);
    // What is gone before it was measured once changes its size no more.
    requestAnimationFrame(check);
  };
  // From one element to another of the same shadow root the page hears no `focusin`, so keys and clicks are looked at too.
  for (const type of ['focusin', 'keydown', 'keyup', 'click']) {
    document.addEventListener(type, follow, { capture: true });
  }
  follow();
}

const isShown = (element: Element): boolean => element.getClientRects().length > 0;
