/** The third port to what this browser keeps: for how long. It says nothing about what the other side keeps. */
import type { UserId } from '../../protocol/ids.ts';
import { isInOutbox, type StoredMessage } from './records.ts';

/** `shown`: only until it was shown. */
export const KEEPS = ['always', 'month', 'day', 'shown'] as const;
export type Keep = (typeof KEEPS)[number];

export interface Keeping {
  /** For conversations that begin from now on. */
  readonly fresh: Keep;
  /** For those that differ from it, in no order. */
  readonly chosen: readonly (readonly [peer: UserId, keep: Keep])[];
}

/** Messages stored here before a moment (of this browser's clock), or all that were shown. */
export type Past = { readonly keptBefore: number } | 'shown';

export interface Retention {
  keeping(): Promise<Keeping>;
  keep(peer: UserId, keep: Keep): Promise<void>;
  /** Conversations that are there already stay as they are. */
  keepFresh(keep: Keep): Promise<void>;
  /** Everybody with whom there are messages here, in no order. */
  peers(): Promise<readonly UserId[]>;
  /**
   * Removes messages of a conversation that may go, at most `limit`, with all that is about them. They stay removed when they
   * are sent again.
   * @returns how many; fewer than `limit` where none are left
   */
  expire(peer: UserId, past: Past, limit: number): Promise<number>;
}

/** What is not delivered never goes. `keptAt`: when this browser stored it. */
export function mayGo(
  message: Pick<StoredMessage, 'from' | 'peer' | 'state'>,
  keptAt: number,
  past: Past,
): boolean {
  if (isInOutbox(message)) return false;
  const { from, peer, state } = message;
  return past === 'shown' ? from !== peer || state === 'read' : keptAt < past.keptBefore;
}
