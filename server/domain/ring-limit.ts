/** How often one person makes the devices of another ring: whoever insists is heard a few times, and then only seen. */
import type { UserId } from '../../protocol/ids.ts';
import type { UserRecord } from './records.ts';

export const RINGS_ALOUD = 3;
export const RING_WINDOW_MS = 120_000;

/** A call that was heard. Kept with who heard it, so that neither a reload nor another name of the caller makes it forgotten. */
export interface HeardRing {
  readonly by: UserId;
  readonly at: number;
}

/** Whether a call of `by` is heard now, and what to remember of that. Calls that are only seen count for nothing. */
export function heard(
  callee: Pick<UserRecord, 'heardRings' | 'chosen'>,
  by: UserId,
  now: number,
): { readonly tooOften: boolean; readonly heardRings: readonly HeardRing[] } {
  const recent = callee.heardRings.filter(({ at }) => at > now - RING_WINDOW_MS);
  const tooOften = recent.filter((ring) => ring.by === by).length >= RINGS_ALOUD;
  const isHeard = !tooOften && callee.chosen !== 'do_not_disturb';
  return { tooOften, heardRings: isHeard ? [...recent, { by, at: now }] : recent };
}

/** Whoever was answered is wanted: the next call, perhaps because the last one broke, begins anew. */
export function answered(callee: UserRecord, by: UserId): readonly HeardRing[] {
  return callee.heardRings.filter((ring) => ring.by !== by);
}
