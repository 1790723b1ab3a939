/**
 * What one bot was told and has not taken yet, in order and within a bound. Given again until it says that it has it. A message that
 * finds no room is not lost: its sender keeps it until it is confirmed, which it is only when it was taken.
 */
import type { BotEvent, Received } from '../../protocol/api.ts';
import type { PrivateMessage } from '../../protocol/chat.ts';

export const MOST_EVENTS = 500;
/** In one answer. */
const MOST_AT_ONCE = 100;
/** Messages that are recognised when they are sent again although they were taken. */
const MOST_REMEMBERED = 1_000;

const nameOf = ({ from, messageId }: PrivateMessage): string => `${from} ${messageId}`;

export class BotEvents {
  /** A cursor of another run of the bot, or of the server, means nothing here. */
  readonly #run: string;
  #kept: BotEvent[] = [];
  /** How many were taken before those that are kept. */
  #taken = 0;
  readonly #remembered = new Set<string>();

  constructor(run: string) {
    this.#run = run;
  }

  get size(): number {
    return this.#kept.length;
  }

  /** @returns whether it is a message that was taken before, so that its sender is to be told again */
  add(event: BotEvent): boolean {
    if (event.event === 'receive_private_message' && this.#remembered.has(nameOf(event.payload))) return true;
    if (this.#kept.length < MOST_EVENTS && !this.#kept.some((other) => isSame(other, event)))
      this.#kept.push(event);
    return false;
  }

  /** Those that come first, with the cursor behind them. */
  first(): Received {
    const events = this.#kept.slice(0, MOST_AT_ONCE);
    return { events, next: `${this.#run}.${this.#taken + events.length}` };
  }

  /** The bot has all up to this cursor. @returns the messages among them */
  take(cursor: string): readonly PrivateMessage[] {
    const [, run, number] = /^(\w+)\.(\d{1,15})$/.exec(cursor) ?? [];
    const count = Number(number) - this.#taken;
    if (run !== this.#run || !(count > 0 && count <= this.#kept.length)) return [];
    this.#taken += count;
    const messages = this.#kept
      .splice(0, count)
      .flatMap((event) => (event.event === 'receive_private_message' ? [event.payload] : []));
    for (const message of messages) this.#remember(nameOf(message));
    return messages;
  }

  #remember(name: string): void {
    this.#remembered.add(name);
    for (const oldest of this.#remembered) {
      if (this.#remembered.size <= MOST_REMEMBERED) return;
      this.#remembered.delete(oldest);
    }
  }
}

/** What waits is told again to whoever appears again. */
function isSame(one: BotEvent, other: BotEvent): boolean {
  if (one.event === 'receive_private_message' && other.event === one.event)
    return nameOf(one.payload) === nameOf(other.payload);
  if (one.event === 'incoming_chat_request' && other.event === one.event)
    return one.payload.requestId === other.payload.requestId;
  return false;
}
