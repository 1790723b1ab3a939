/** What the runner of a chaos run and its client processes say to each other. */
import type { MessageId, UserId } from '../../protocol/ids.ts';

/** The controls: what is taken away, so that the run has to fail. */
export const SWITCHES = ['outbox', 'dedupe'] as const;
export type Switch = (typeof SWITCHES)[number];

export interface PersonSetup {
  readonly id: UserId;
  readonly name: string;
  /** Makes a person the same one after a restart, as the cookie does in a browser. */
  readonly token: string;
  /** Their way to the server, through the proxy. */
  readonly url: string;
  readonly journal: string;
  readonly friends: readonly { readonly id: UserId; readonly name: string }[];
}

export type Order =
  | {
      readonly kind: 'start';
      readonly people: readonly PersonSetup[];
      readonly without: Switch | null;
      readonly seed: number;
    }
  /** How many messages each person sends; 0 is none. */
  | { readonly kind: 'pace'; readonly perSecond: number }
  | { readonly kind: 'finish' };

export type Happening =
  /** The journal was read; these wait in the outbox. */
  | { readonly what: 'opened'; readonly outbox: readonly { readonly peer: UserId; readonly id: MessageId }[] }
  | { readonly what: 'connected' }
  | { readonly what: 'disconnected' }
  /** A message of theirs is in the journal: from now on it has been sent. */
  | { readonly what: 'stored'; readonly peer: UserId; readonly id: MessageId }
  | { readonly what: 'left the outbox'; readonly ids: readonly MessageId[] }
  /** A message has come that was stored before. */
  | { readonly what: 'came again' }
  /** Something that must not happen here. */
  | { readonly what: 'trouble'; readonly words: string };

/** `at` is of a clock that all processes of this computer share. */
export type ChaosEvent = Happening & { readonly at: number; readonly person: UserId };

export type Report =
  | { readonly kind: 'events'; readonly events: readonly ChaosEvent[] }
  /** Nothing is sent or awaited any more. */
  | { readonly kind: 'finished' };

/** Milliseconds of the computer's monotonic clock, which is the same in every process. */
export const monotonicMs = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;
