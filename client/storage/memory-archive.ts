/** The archive of a browser that keeps nothing, and the one for tests. */
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { wordsOf } from './words-of.ts';
import type { Archive } from './archive.ts';
import { MOST_FOUND, type History } from './history.ts';
import {
  inOrder,
  isLater,
  type Advance,
  type Contact,
  type Position,
  type StoredMessage,
  type StoredState,
} from './records.ts';

export class MemoryArchive implements Archive, History {
  readonly kept = false;
  readonly #contacts = new Map<UserId, Contact>();
  readonly #messages = new Map<MessageId, StoredMessage>();
  readonly #removed = new Set<MessageId>();
  readonly #clocks = new Map<UserId, number>();

  contacts(): Promise<readonly Contact[]> {
    return Promise.resolve([...this.#contacts.values()]);
  }

  putContact(contact: Contact): Promise<void> {
    this.#contacts.set(contact.peer, contact);
    return Promise.resolve();
  }

  addMessage(message: StoredMessage): Promise<boolean> {
    const known = this.#messages.has(message.id) || this.#removed.has(message.id);
    if (!known) this.#messages.set(message.id, message);
    return Promise.resolve(!known);
  }

  advance(
    ids: readonly MessageId[],
    state: StoredState,
    { told = false }: Advance = {},
  ): Promise<readonly StoredMessage[]> {
    const changed: StoredMessage[] = [];
    for (const id of ids) {
      const message = this.#messages.get(id);
      if (message === undefined || !(isLater(state, message.state) || (told && !message.told))) continue;
      const next = { ...message, state: isLater(state, message.state) ? state : message.state, told };
      this.#messages.set(id, next);
      changed.push(next);
    }
    return Promise.resolve(changed);
  }

  latest(peer: UserId, limit: number): Promise<readonly StoredMessage[]> {
    return Promise.resolve(this.#of(peer).slice(-limit));
  }

  lastClock(peer: UserId): Promise<number> {
    return Promise.resolve(Math.max(this.#of(peer).at(-1)?.clock ?? 0, this.#clocks.get(peer) ?? 0));
  }

  async countUnread(peer: UserId): Promise<number> {
    return (await this.unread(peer)).length;
  }

  unread(peer: UserId): Promise<readonly StoredMessage[]> {
    return Promise.resolve(this.#of(peer).filter(({ from, state }) => from === peer && state !== 'read'));
  }

  outbox(peer?: UserId): Promise<readonly StoredMessage[]> {
    return Promise.resolve(
      this.#select(
        (message) =>
          message.from !== message.peer &&
          !isLater(message.state, 'sent') &&
          (peer === undefined || message.peer === peer),
      ),
    );
  }

  untold(peer?: UserId): Promise<readonly StoredMessage[]> {
    const untold = ({ from, peer: other, state, told }: StoredMessage) =>
      from === other && state === 'read' && !told && (peer === undefined || other === peer);
    return Promise.resolve(this.#select(untold));
  }

  before(peer: UserId, position: Position, limit: number): Promise<readonly StoredMessage[]> {
    const earlier = this.#of(peer).filter((message) => inOrder(message, position) < 0);
    return Promise.resolve(earlier.slice(-limit));
  }

  since(peer: UserId, position: Position, limit: number): Promise<readonly StoredMessage[]> {
    const later = this.#of(peer).filter((message) => inOrder(message, position) >= 0);
    return Promise.resolve(later.slice(0, limit));
  }

  between(peer: UserId, first: Position | null, last: Position | null): Promise<readonly StoredMessage[]> {
    return Promise.resolve(
      this.#of(peer).filter(
        (message) =>
          (first === null || inOrder(message, first) >= 0) && (last === null || inOrder(message, last) <= 0),
      ),
    );
  }

  search(text: string, peer?: UserId): Promise<readonly StoredMessage[]> {
    const starts = wordsOf(text);
    if (starts.length === 0) return Promise.resolve([]);
    const fits = (message: StoredMessage) => {
      const words = wordsOf(message.text);
      return starts.every((start) => words.some((word) => word.startsWith(start)));
    };
    const found = [...this.#messages.values()]
      .filter((message) => (peer === undefined || message.peer === peer) && fits(message))
      .sort((a, b) => (a.id < b.id ? 1 : -1));
    return Promise.resolve(found.slice(0, MOST_FOUND));
  }

  async removeConversation(peer: UserId): Promise<void> {
    this.#clocks.set(peer, await this.lastClock(peer));
    for (const { id } of this.#of(peer)) {
      this.#messages.delete(id);
      this.#removed.add(id);
    }
  }

  async removeEverything(): Promise<void> {
    const peers = new Set(Array.from(this.#messages.values(), ({ peer }) => peer));
    for (const peer of peers) await this.removeConversation(peer);
  }

  #of(peer: UserId): StoredMessage[] {
    return this.#select((message) => message.peer === peer);
  }

  #select(fits: (message: StoredMessage) => boolean): StoredMessage[] {
    return [...this.#messages.values()].filter(fits).sort(inOrder);
  }
}
