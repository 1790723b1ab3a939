/**
 * The port behind which the server's records live. A rule runs atomically over the records it names. In memory that is a plain
 * call; a networked store would run it as an optimistic transaction, so a rule may be run more than once and must be pure.
 */
import type { Outcome } from '../domain/rule.ts';

declare const record: unique symbol;
/** The address of one record; the type says which kind is found there. */
export type Key<R extends Expiring> = string & { readonly [record]: R };

/** How the addresses of all records of one kind begin. */
export type Kind<R extends Expiring> = string & { readonly [record]: R };

/** `expiresAt` (clock milliseconds) is when the sweep ends what waits; null where nothing does. */
export interface Expiring {
  readonly expiresAt: number | null;
}

export type Keys = Readonly<Record<string, Key<Expiring>>>;
export type RecordsOf<K extends Keys> = {
  readonly [N in keyof K]: K[N] extends Key<infer R> ? R | null : never;
};

export interface StateStore {
  read<R extends Expiring>(key: Key<R>): Promise<R | null>;
  /** Runs the rule and keeps its changes, all or none. What the rule throws is thrown here, and nothing is changed. */
  transact<K extends Keys, V>(
    keys: K,
    rule: (records: RecordsOf<K>) => Outcome<RecordsOf<K>, V>,
  ): Promise<Outcome<RecordsOf<K>, V>>;
  /** Keys of the records whose time is up, the earliest first. */
  due(now: number): Promise<readonly string[]>;
  /** Calls `begun` whenever a record gets an end and none had one. */
  whenEnding(begun: () => void): void;
  /** How many records have an end. */
  ending(): Promise<number>;
  /** How many records there are; for tests and health. */
  size(): Promise<number>;
  /** How many of a kind fit; for figures that are shown, never for a rule. */
  count<R extends Expiring>(kind: Kind<R>, fits: (record: R) => boolean): Promise<number>;
}
