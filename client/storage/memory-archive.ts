/** The archive of a browser that keeps nothing, and the one for tests. */
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { wordsOf } from './words-of.ts';
import { isDeleted, settle, targetOf } from './annotations.ts';
import type { Archive } from './archive.ts';
import { MOST_FOUND, type History, type HistorySize } from './history.ts';
import type { Holdings, Portable } from './holdings.ts';
import {
  advanced,
  betterKnown,
  inOrder,
  isAnnotation,
  isInOutbox,
  type Advance,
  type Contact,
  type Position,
  type StoredMessage,
  type StoredState,
} from './records.ts';
import { mayGo, type Keep, type Keeping, type Past, type Retention } from './retention.ts';

export class MemoryArchive implements Archive, History, Portable, Retention {
  readonly kept = false;
  readonly #contacts = new Map<UserId, Contact>();
  /** Also those that only change another. */
  readonly #messages = new Map<MessageId, StoredMessage>();
  readonly #about = new Map<MessageId, Set<MessageId>>();
  readonly #removed = new Set<MessageId>();
  readonly #clocks = new Map<UserId, number>();
  readonly #keptAt = new Map<MessageId, number>();
  readonly #keeps = new Map<UserId, Keep>();
  readonly #now: () => number;
  #fresh: Keep = 'always';

  constructor(now = () => Date.now()) {
    this.#now = now;
  }

  contacts(): Promise<readonly Contact[]> {
    return Promise.resolve([...this.#contacts.values()]);
  }

  putContact(contact: Contact): Promise<void> {
    this.#contacts.set(contact.peer, contact);
    return Promise.resolve();
  }

  addMessage(message: StoredMessage): Promise<boolean> {
    const { id } = message;
    const known = this.#messages.has(id) || this.#removed.has(id) || this.#removed.has(targetOf(message));
    const before = this.#messages.get(id);
    const better = before && betterKnown(before, message);
    if (better) this.#messages.set(id, better);
    else if (!known) this.#add(message);
    return Promise.resolve(!known || Boolean(better));
  }

  async addMessages(messages: readonly StoredMessage[]): Promise<readonly StoredMessage[]> {
    const fresh: StoredMessage[] = [];
    for (const message of messages) if (await this.addMessage(message)) fresh.push(message);
    return fresh;
  }

  advance(
    ids: readonly MessageId[],
    state: StoredState,
    change?: Advance,
  ): Promise<readonly StoredMessage[]> {
    const changed: StoredMessage[] = [];
    for (const id of ids) {
      const message = this.#messages.get(id);
      const next = message && advanced(message, state, change);
      if (!next) continue;
      this.#messages.set(id, next);
      changed.push(next);
    }
    return Promise.resolve(changed);
  }

  latest(peer: UserId, limit: number): Promise<readonly StoredMessage[]> {
    return Promise.resolve(this.#of(peer).slice(-limit));
  }

  lastClock(peer: UserId): Promise<number> {
    return Promise.resolve(Math.max(this.#allOf(peer).at(-1)?.clock ?? 0, this.#clocks.get(peer) ?? 0));
  }

  async countUnread(peer: UserId): Promise<number> {
    return (await this.unread(peer)).length;
  }

  unread(peer: UserId): Promise<readonly StoredMessage[]> {
    return Promise.resolve(
      this.#of(peer).filter((each) => each.from === peer && each.state !== 'read' && !isDeleted(each)),
    );
  }

  outbox(peer?: UserId): Promise<readonly StoredMessage[]> {
    return Promise.resolve(
      this.#select((message) => isInOutbox(message) && (peer === undefined || message.peer === peer)),
    );
  }

  untold(peer?: UserId): Promise<readonly StoredMessage[]> {
    const untold = ({ from, peer: other, state, told }: StoredMessage) =>
      from === other && state === 'read' && !told && (peer === undefined || other === peer);
    return Promise.resolve(this.#select((each) => untold(each) && !isAnnotation(each)));
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

  withIds(peer: UserId, ids: readonly MessageId[]): Promise<readonly StoredMessage[]> {
    const found = new Set(ids);
    return Promise.resolve(this.#of(peer).filter(({ id }) => found.has(id)));
  }

  search(text: string, peer?: UserId): Promise<readonly StoredMessage[]> {
    const starts = wordsOf(text);
    if (starts.length === 0) return Promise.resolve([]);
    const fits = (message: StoredMessage) => {
      const words = wordsOf(message.text);
      return starts.every((start) => words.some((word) => word.startsWith(start)));
    };
    const found = [...this.#messages.values()]
      .filter((each) => (peer === undefined || each.peer === peer) && !isAnnotation(each) && fits(each))
      .sort((a, b) => (a.id < b.id ? 1 : -1));
    return Promise.resolve(found.slice(0, MOST_FOUND));
  }

  async removeConversation(peer: UserId): Promise<void> {
    this.#clocks.set(peer, await this.lastClock(peer));
    for (const message of this.#allOf(peer)) this.#remove(message);
  }

  async removeEverything(): Promise<void> {
    const peers = new Set(Array.from(this.#messages.values(), ({ peer }) => peer));
    for (const peer of peers) await this.removeConversation(peer);
    for (const { mine, peer } of this.#contacts.values()) if (mine === 'none') this.#contacts.delete(peer);
  }

  async size(): Promise<HistorySize> {
    const peers = await this.peers();
    const messages = peers.reduce((sum, peer) => sum + this.#of(peer).length, 0);
    return { conversations: peers.length, messages };
  }

  firstSince(peer: UserId, sentAt: number): Promise<StoredMessage | null> {
    const found = this.#of(peer)
      .filter((message) => message.sentAt >= sentAt)
      .sort((a, b) => a.sentAt - b.sentAt || (a.id < b.id ? -1 : 1));
    return Promise.resolve(found[0] ?? null);
  }

  times(peer: UserId): Promise<readonly [first: number, last: number] | null> {
    const times = this.#of(peer).map(({ sentAt }) => sentAt);
    return Promise.resolve(times.length === 0 ? null : [Math.min(...times), Math.max(...times)]);
  }

  keeping(): Promise<Keeping> {
    const chosen = [...this.#keeps].sort(([one], [other]) => (one < other ? -1 : 1));
    return Promise.resolve({ fresh: this.#fresh, chosen });
  }

  keep(peer: UserId, keep: Keep): Promise<void> {
    this.#keeps.set(peer, keep);
    return Promise.resolve();
  }

  async keepFresh(keep: Keep): Promise<void> {
    for (const peer of await this.peers()) {
      if (!this.#keeps.has(peer)) this.#keeps.set(peer, this.#fresh);
    }
    this.#fresh = keep;
  }

  peers(): Promise<readonly UserId[]> {
    const messages = this.#select((message) => !isAnnotation(message));
    return Promise.resolve([...new Set(messages.map(({ peer }) => peer))].sort());
  }

  async expire(peer: UserId, past: Past, limit: number): Promise<number> {
    const keptAt = ({ id, sentAt }: StoredMessage) => this.#keptAt.get(id) ?? sentAt;
    // What somebody else says of this message stays in the conversation with them, where it changes nothing.
    const saidOf = (id: MessageId) => this.#annotationsOf(id).filter((each) => each.peer === peer);
    const gone = this.#of(peer)
      .filter((message) => mayGo(message, keptAt(message), past) && !saidOf(message.id).some(isInOutbox))
      .sort((a, b) => (past === 'shown' ? inOrder(a, b) : keptAt(a) - keptAt(b) || inOrder(a, b)))
      .slice(0, limit);
    if (gone.length > 0) this.#clocks.set(peer, await this.lastClock(peer));
    for (const message of gone) {
      for (const annotation of saidOf(message.id)) this.#remove(annotation);
      this.#remove(message);
    }
    return gone.length;
  }

  async holdings(): Promise<Holdings> {
    const { MemoryHoldings } = await import('./memory-holdings.ts');
    const [messages, clocks, removed] = [this.#messages, this.#clocks, this.#removed];
    const all = [messages, clocks, removed, this.#contacts, this.#about, this.#keptAt, this.#keeps];
    return new MemoryHoldings({
      messages,
      clocks,
      removed,
      clear: () => all.forEach((each) => each.clear()),
    });
  }

  #remove(message: StoredMessage): void {
    const { id } = message;
    this.#messages.delete(id);
    this.#keptAt.delete(id);
    if (isAnnotation(message)) this.#about.get(targetOf(message))?.delete(id);
    this.#removed.add(id);
  }

  #annotationsOf(id: MessageId): StoredMessage[] {
    const about = Array.from(this.#about.get(id) ?? [], (each) => this.#messages.get(each));
    return about.filter((each) => each !== undefined);
  }

  #add(message: StoredMessage): void {
    const target = targetOf(message);
    this.#messages.set(message.id, message);
    this.#keptAt.set(message.id, this.#now());
    if (isAnnotation(message)) {
      this.#about.set(target, (this.#about.get(target) ?? new Set()).add(message.id));
    }
    const annotations = this.#annotationsOf(target);
    const known = this.#messages.get(target);
    const settled = settle(known && isAnnotation(known) ? undefined : known, annotations);
    for (const each of settled) this.#messages.set(each.id, each);
  }

  #of(peer: UserId): StoredMessage[] {
    return this.#select((message) => message.peer === peer && !isAnnotation(message));
  }

  #allOf(peer: UserId): StoredMessage[] {
    return this.#select((message) => message.peer === peer);
  }

  #select(fits: (message: StoredMessage) => boolean): StoredMessage[] {
    return [...this.#messages.values()].filter(fits).sort(inOrder);
  }
}
