/** The fourth port to what this browser keeps: all of it, to be carried to another browser of the same person, or to make room for that. */
import type { MessageId, UserId } from '../../protocol/ids.ts';
import type { StoredMessage } from './records.ts';

/** What is left of removed messages: the last clock of each conversation, and ids that may be sent again. */
export interface Traces {
  readonly clocks: readonly (readonly [peer: UserId, clock: number])[];
  readonly removed: readonly MessageId[];
}

export interface Holdings {
  /** How many messages there are, with those that only change another. */
  count(): Promise<number>;
  /** The next ones after a message, or from the first: conversation by conversation, and then what only changes others. */
  after(last: StoredMessage | null, limit: number): Promise<readonly StoredMessage[]>;
  traces(): Promise<Traces>;
  /** Adds traces to those that are here. */
  addTraces(traces: Traces): Promise<void>;
  /** Removes everything without a trace, contacts and choices too. */
  erase(): Promise<void>;
}

export interface Portable {
  /** Loaded when it is asked for, which is seldom. */
  holdings(): Promise<Holdings>;
}
