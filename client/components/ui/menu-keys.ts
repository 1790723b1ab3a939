/** The keys of every menu: arrows, Home and End go from one thing to the next, Tab leaves. Escape is the browser's own. */
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** `close` gives the focus back before the browser moves it on. */
export function onMenuKey(event: KeyboardEvent, items: readonly HTMLElement[], close: () => void): void {
  const { key } = event;
  if (key === 'Tab') close();
  const at = items.findIndex((item) => item.matches(':focus'));
  const step = STEPS[key];
  let to = key === 'Home' ? 0 : key === 'End' ? items.length - 1 : at;
  // What stands side by side is one step up or down.
  const top = (index: number) => items[index]?.getBoundingClientRect().top;
  if (step !== undefined) {
    do to = (to + step + items.length) % items.length;
    while (/Up|Down/.test(key) && to !== at && top(to) === top(at));
  }
  if (to === at) return;
  event.preventDefault();
  items[to]?.focus();
}
