/**
 * Leaves an entry of each call in the conversation with whoever was in it. It is this browser's own: under the id of the call, so
 * that its tabs have one between them, and never sent to anybody.
 */
import { TaskQueue } from '../base/task-queue.ts';
import type { Archive } from '../storage/archive.ts';
import { isMissed, type StoredMessage } from '../storage/records.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { NotedCall } from './call-note.ts';

export interface CallLogOptions {
  readonly archive: Pick<Archive, 'addMessage' | 'lastClock'>;
  readonly me: () => UserId | null;
  readonly newId: () => MessageId;
  /** Milliseconds since 1970 by the server's clock. */
  readonly serverNow: () => number;
  /** The conversation with this person has changed in the archive. */
  readonly onChange: (peer: UserId) => void;
}

export class CallLog {
  readonly #options: CallLogOptions;
  readonly #notes = new TaskQueue();

  constructor(options: CallLogOptions) {
    this.#options = options;
  }

  /** Never fails: that the storage is in trouble is said elsewhere. */
  note(call: NotedCall): Promise<void> {
    return this.#notes.run(() => this.#store(call)).catch(() => undefined);
  }

  async #store({ ago, callId, media, mine, outcome, peer: { id: peer }, seconds }: NotedCall): Promise<void> {
    const { archive, me, newId, onChange, serverNow } = this.#options;
    const own = me();
    if (own === null) return;
    const call = { media, outcome, ...(seconds !== undefined && { seconds }) };
    const entry: StoredMessage = {
      // Both kinds of ids are ULIDs, and nothing else has this one.
      id: (callId as string | null as MessageId | null) ?? newId(),
      peer,
      from: mine ? own : peer,
      // After what was said before the call, and before what is said from now on.
      clock: Math.min((await archive.lastClock(peer)) + 1, LIMITS.clock),
      sentAt: serverNow() - ago,
      text: '',
      state: isMissed(call, mine) ? 'delivered' : 'read',
      // Nobody is waiting to be told.
      told: true,
      call,
    };
    if (await archive.addMessage(entry)) onChange(peer);
  }
}
