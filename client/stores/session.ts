import type { Readable } from '../base/store.ts';
import type { WireError } from '../../protocol/errors.ts';
import type { ChosenStatus, Person } from '../../protocol/presence.ts';

export type SessionState =
  /** Reading what this browser remembers; lasts a few milliseconds. */
  | { readonly phase: 'starting' }
  /** The join form. `name` fills the box; `problem` is why the last try failed, its `detail` a free name for `name_taken`. */
  | {
      readonly phase: 'joining';
      readonly name: string;
      readonly busy: boolean;
      readonly problem: WireError | null;
    }
  /** `reconnectingSince` is null while connected. */
  | {
      readonly phase: 'joined';
      readonly me: Person;
      readonly serverName: string;
      readonly urls: readonly string[];
      readonly reconnectingSince: number | null;
    };

export interface Session {
  readonly state: Readable<SessionState>;
  join(name: string): void;
  setStatus(status: ChosenStatus): void;
  /** @throws AppError `name_taken` (detail: a free name), `name_invalid` */
  rename(name: string): Promise<void>;
  /** Back to the join form; nothing is deleted. */
  leave(): void;
}
