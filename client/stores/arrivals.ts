/**
 * What arrives: other people's messages and their receipts for mine. One order for all of it, so that what is stored first is confirmed
 * first; what came while the storage was busy is stored in one go and confirmed in one receipt. Nothing is confirmed before it is
 * stored.
 */
import type { Signaling } from '../connection/signaling.ts';
import type { Archive } from '../storage/archive.ts';
import type { StoredMessage } from '../storage/records.ts';
import type { MessageReceipt } from '../../protocol/chat.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { LIMITS } from '../../protocol/limits.ts';

interface ReceiptArrival extends MessageReceipt {
  /** When it came, by the server's clock. */
  readonly at: number;
}
type Arrival =
  | { readonly kind: 'message'; readonly message: StoredMessage }
  | { readonly kind: 'receipt'; readonly receipt: ReceiptArrival };

interface ArrivalsOptions {
  readonly archive: Archive;
  readonly signaling: Signaling;
  /** Messages that were not known before. */
  readonly onNew: (messages: readonly StoredMessage[]) => void;
  /** Of one person: which messages they have, and which of mine moved on by that. */
  readonly onConfirmed: (peer: UserId, ids: readonly MessageId[], changed: readonly StoredMessage[]) => void;
}

/** For one transaction; also what one receipt may name. */
const MOST_AT_ONCE = LIMITS.messagesPerReceipt;

export class Arrivals {
  readonly #options: ArrivalsOptions;
  readonly #queue: Arrival[] = [];
  #taking = false;
  #running: Promise<void> = Promise.resolve();

  constructor(options: ArrivalsOptions) {
    this.#options = options;
  }

  message(message: StoredMessage): void {
    this.#take({ kind: 'message', message });
  }

  receipt(receipt: ReceiptArrival): void {
    this.#take({ kind: 'receipt', receipt });
  }

  /** Resolves when nothing of what has come is left to be stored. */
  settled(): Promise<void> {
    return this.#running;
  }

  #take(arrival: Arrival): void {
    this.#queue.push(arrival);
    if (!this.#taking) this.#running = this.#run();
  }

  async #run(): Promise<void> {
    this.#taking = true;
    while (this.#queue.length > 0) {
      const [first] = this.#queue;
      if (first?.kind === 'receipt') {
        this.#queue.shift();
        await this.#confirm(first.receipt).catch(() => undefined);
      } else await this.#store(this.#nextMessages());
    }
    this.#taking = false;
  }

  /** Up to the first that is something else. */
  #nextMessages(): StoredMessage[] {
    const messages: StoredMessage[] = [];
    for (const arrival of this.#queue) {
      if (arrival.kind !== 'message' || messages.length === MOST_AT_ONCE) break;
      messages.push(arrival.message);
    }
    this.#queue.splice(0, messages.length);
    return messages;
  }

  /** What cannot be stored is not confirmed, and comes again. One that cannot be does not stop the others. */
  async #store(messages: readonly StoredMessage[]): Promise<void> {
    try {
      const fresh = await this.#options.archive.addMessages(messages);
      this.#tell(messages);
      if (fresh.length > 0) this.#options.onNew(fresh);
    } catch {
      if (messages.length > 1) for (const message of messages) await this.#store([message]);
    }
  }

  /** Also of those that were known: their sender has not heard it. */
  #tell(messages: readonly StoredMessage[]): void {
    const bySender = new Map<UserId, Set<MessageId>>();
    for (const { from, peer, id } of messages) {
      if (from === peer) bySender.set(from, (bySender.get(from) ?? new Set()).add(id));
    }
    for (const [from, ids] of bySender) {
      // Without an answer the sender sends them again, and they are confirmed then.
      const receipt = { from, messageIds: [...ids] };
      void this.#options.signaling.request('message_received', receipt).catch(() => undefined);
    }
  }

  async #confirm({ peer, messageIds, status, at }: ReceiptArrival): Promise<void> {
    const changed = await this.#options.archive.advance(messageIds, status, { at });
    this.#options.onConfirmed(peer, messageIds, changed);
  }
}
