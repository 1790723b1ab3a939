import type { UserId } from './ids.ts';

/** What a person may choose. `away` also comes by itself after idle minutes. */
export const CHOSEN_STATUSES = ['available', 'away', 'do_not_disturb'] as const;
export type ChosenStatus = (typeof CHOSEN_STATUSES)[number];

/** What others see. `in_call` is derived by the server from an active call and wins over the rest. */
export type PresenceStatus = ChosenStatus | 'in_call';

export interface Person {
  readonly id: UserId;
  readonly name: string;
  readonly status: PresenceStatus;
  /** A program that somebody has given a key. Said by the server; left out for people. */
  readonly bot?: true;
}

export interface PeoplePage {
  readonly people: readonly Person[];
  /** How many people match in all. */
  readonly total: number;
  /** Pass as `after` for the next page; null on the last. */
  readonly next: string | null;
}

/** What changed since the last notice. Applying it twice, or after a newer snapshot, does no harm. */
export interface PresenceChanges {
  readonly joined: readonly Person[];
  readonly updated: readonly Person[];
  readonly left: readonly UserId[];
}
