/** What the times of painted frames say of a picture: when it stood still, and when it moved again for good. */

interface Freeze {
  readonly from: number;
  readonly to: number;
}

/** Gaps longer than `longerThanMs` that end after `since`, in order; one that goes on ends at `now`. */
export function freezes(
  times: readonly number[],
  { since, now, longerThanMs }: { since: number; now: number; longerThanMs: number },
): readonly Freeze[] {
  const marks = [...times, now];
  return marks.flatMap((to, index) => {
    const from = marks[index - 1] ?? since;
    return to > since && to - from > longerThanMs ? [{ from, to }] : [];
  });
}

/** The longest time without a frame that ends after `since`. */
export function longestFreezeMs(times: readonly number[], since: number, now: number): number {
  return Math.max(0, ...freezes(times, { since, now, longerThanMs: 0 }).map(({ from, to }) => to - from));
}

/** How long after `since` the picture moved again for good; 0 where it never stood still; null where it does not move now. */
export function recoveredMs(times: readonly number[], since: number, now: number): number | null {
  const all = freezes(times, { since, now, longerThanMs: FREEZE_MS });
  const last = all.at(-1);
  if (last === undefined) return 0;
  return last.to === now || now - last.to < STEADY_MS ? null : Math.max(0, last.to - since);
}

/** A machine that carries two browsers and a server now and then needs this long for a frame. */
const FREEZE_MS = 500;
/** So long it has to move before it counts as recovered. */
const STEADY_MS = 2_000;
