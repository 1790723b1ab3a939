/**
 * The part of a conversation that is on screen: a run of messages that grows at either end and is cut at the other, so that no
 * conversation is too long to be shown. Without an end of its own it follows the conversation.
 */
import { TaskQueue } from '../base/task-queue.ts';
import type { Archive } from '../storage/archive.ts';
import type { History } from '../storage/history.ts';
import type { Position, StoredMessage } from '../storage/records.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';

/** Messages read at a time. */
const PAGE = 100;
/** Messages kept when a page is added. */
const LARGEST = 400;

interface MessageWindowOptions {
  readonly peer: UserId;
  readonly archive: Archive;
  readonly history: History;
}

export class MessageWindow {
  readonly #options: MessageWindowOptions;
  /** Pages are read one after the other, so that they join. */
  readonly #loads = new TaskQueue();
  #messages: readonly StoredMessage[] = [];
  /** Where it begins and ends; null where the conversation does. */
  #first: Position | null = null;
  #last: Position | null = null;
  #answered: ReadonlyMap<MessageId, StoredMessage> = new Map();
  #refreshing: Promise<void> | null = null;

  constructor(options: MessageWindowOptions) {
    this.#options = options;
  }

  get messages(): readonly StoredMessage[] {
    return this.#messages;
  }

  /** What the messages are answers to, as far as it is here. */
  get answered(): ReadonlyMap<MessageId, StoredMessage> {
    return this.#answered;
  }

  get hasEarlier(): boolean {
    return this.#first !== null;
  }

  get hasLater(): boolean {
    return this.#last !== null;
  }

  /** The last page. */
  toEnd(): Promise<void> {
    return this.#load(() => this.#readEnd());
  }

  /** As much before a message as after it. */
  toMessage(position: Position): Promise<void> {
    const { history, peer } = this.#options;
    return this.#load(async () => {
      const [before, since] = await Promise.all([
        history.before(peer, position, PAGE / 2 + 1),
        history.since(peer, position, PAGE / 2 + 1),
      ]);
      const messages = [...before.slice(-PAGE / 2), ...since.slice(0, PAGE / 2)];
      this.#first = before.length > PAGE / 2 ? (messages[0] ?? null) : null;
      this.#last = since.length > PAGE / 2 ? (messages.at(-1) ?? null) : null;
      this.#messages = messages;
    });
  }

  earlier(): Promise<void> {
    const { history, peer } = this.#options;
    return this.#load(async () => {
      if (this.#first === null) return;
      const before = await history.before(peer, this.#first, PAGE + 1);
      const page = before.slice(-PAGE);
      this.#first = before.length > PAGE ? (page[0] ?? null) : null;
      const all = [...page, ...this.#messages];
      this.#messages = all.slice(0, LARGEST);
      if (all.length > LARGEST) this.#last = this.#messages.at(-1) ?? null;
    });
  }

  later(): Promise<void> {
    const { history, peer } = this.#options;
    return this.#load(async () => {
      if (this.#last === null) return;
      const since = (await history.since(peer, this.#last, PAGE + 2)).slice(1);
      const page = since.slice(0, PAGE);
      this.#last = since.length > PAGE ? (page.at(-1) ?? null) : null;
      this.#cutBefore([...this.#messages, ...page]);
    });
  }

  /** Reads again what is in it. Several wishes that wait are one. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#load(() => {
      this.#refreshing = null;
      return this.#readAgain();
    });
    return this.#refreshing;
  }

  #load(read: () => Promise<void>): Promise<void> {
    return this.#loads.run(async () => {
      await read();
      await this.#readAnswered();
    });
  }

  async #readAnswered(): Promise<void> {
    const { history, peer } = this.#options;
    const here = new Map(this.#messages.map((message) => [message.id, message]));
    const wanted = this.#messages.flatMap(({ about }) => (about?.kind === 'reply' ? [about.message] : []));
    const elsewhere = wanted.filter((id) => !here.has(id));
    const read = elsewhere.length === 0 ? [] : await history.withIds(peer, elsewhere);
    this.#answered = new Map([...here, ...read.map((message) => [message.id, message] as const)]);
  }

  async #readAgain(): Promise<void> {
    const { history, peer } = this.#options;
    const messages = await history.between(peer, this.#first, this.#last);
    // All of it was removed: what there is now begins anew.
    if (messages.length === 0) return this.#readEnd();
    if (this.#last === null && messages.length > 2 * LARGEST) this.#cutBefore(messages);
    else this.#messages = messages;
  }

  async #readEnd(): Promise<void> {
    const { archive, peer } = this.#options;
    const latest = await archive.latest(peer, PAGE + 1);
    this.#messages = latest.slice(-PAGE);
    this.#first = latest.length > PAGE ? (this.#messages[0] ?? null) : null;
    this.#last = null;
  }

  #cutBefore(messages: readonly StoredMessage[]): void {
    this.#messages = messages.slice(-LARGEST);
    if (messages.length > LARGEST) this.#first = this.#messages[0] ?? null;
  }
}
