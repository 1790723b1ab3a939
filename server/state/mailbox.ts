/**
 * Messages for people who are away, in memory and within bounds: a convenience and never the only copy, since each stays in its
 * sender's outbox until a browser of the recipient has confirmed it. Gone when the process ends.
 */
import type { PrivateMessage } from '../../protocol/chat.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';

export interface MailboxLimits {
  /** For one recipient, and for all. */
  readonly perPerson: number;
  readonly total: number;
  readonly keepMs: number;
}

interface Held {
  readonly message: PrivateMessage;
  readonly until: number;
}

/** Two senders may make the same id, by accident or not; neither may touch the other's message. */
const keyOf = (from: UserId, id: MessageId) => `${from}:${id}`;

export class Mailbox {
  readonly #limits: MailboxLimits;
  /** By recipient, then in the order of arrival. */
  readonly #boxes = new Map<UserId, Map<string, Held>>();
  #count = 0;

  constructor(limits: MailboxLimits) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#count;
  }

  /** Keeps a message, or knows it already. @returns false where there is no room */
  hold(message: PrivateMessage, now: number): boolean {
    const box = this.#boxes.get(message.to) ?? new Map<string, Held>();
    const key = keyOf(message.from, message.messageId);
    if (box.has(key)) return true;
    if (box.size >= this.#limits.perPerson || this.#count >= this.#limits.total) return false;
    this.#boxes.set(message.to, box.set(key, { message, until: now + this.#limits.keepMs }));
    this.#count += 1;
    return true;
  }

  /** What waits for somebody, in the order of arrival. */
  waiting(to: UserId): readonly PrivateMessage[] {
    return Array.from(this.#boxes.get(to)?.values() ?? [], ({ message }) => message);
  }

  /** A browser of the recipient has stored these. */
  confirm(to: UserId, from: UserId, ids: readonly MessageId[]): void {
    const box = this.#boxes.get(to);
    if (box === undefined) return;
    for (const id of ids) this.#drop(to, box, keyOf(from, id));
  }

  expire(now: number): void {
    for (const [to, box] of this.#boxes) {
      for (const [key, { until }] of box) {
        // In the order of arrival, so the first that may stay ends the search.
        if (until > now) break;
        this.#drop(to, box, key);
      }
    }
  }

  #drop(to: UserId, box: Map<string, Held>, key: string): void {
    if (!box.delete(key)) return;
    this.#count -= 1;
    if (box.size === 0) this.#boxes.delete(to);
  }
}
