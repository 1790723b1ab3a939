/** The archive of a browser that keeps nothing, and the one for tests. */
import type { MessageId, UserId } from '../../protocol/ids.ts';
import type { Archive } from './archive.ts';
import { inOrder, isLater, type Contact, type StoredMessage, type StoredState } from './records.ts';

export class MemoryArchive implements Archive {
  readonly kept = false;
  readonly #contacts = new Map<UserId, Contact>();
  readonly #messages = new Map<MessageId, StoredMessage>();

  contacts(): Promise<readonly Contact[]> {
    return Promise.resolve([...this.#contacts.values()]);
  }

  putContact(contact: Contact): Promise<void> {
    this.#contacts.set(contact.peer, contact);
    return Promise.resolve();
  }

  addMessage(message: StoredMessage): Promise<boolean> {
    const known = this.#messages.has(message.id);
    if (!known) this.#messages.set(message.id, message);
    return Promise.resolve(!known);
  }

  advance(ids: readonly MessageId[], state: StoredState, told = false): Promise<readonly StoredMessage[]> {
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
    return Promise.resolve(this.#select((message) => message.peer === peer).slice(-limit));
  }

  countUnread(peer: UserId): Promise<number> {
    const unread = (message: StoredMessage) =>
      message.peer === peer && message.from === peer && message.state !== 'read';
    return Promise.resolve(this.#select(unread).length);
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

  #select(fits: (message: StoredMessage) => boolean): StoredMessage[] {
    return [...this.#messages.values()].filter(fits).sort(inOrder);
  }
}
