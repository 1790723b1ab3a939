/** The conversation on screen, and what can be done in it. */
import { Store, type Readable } from '../base/store.ts';
import type { Archive } from '../storage/archive.ts';
import type { History } from '../storage/history.ts';
import type { Position, StoredMessage } from '../storage/records.ts';
import type { ChatAnswer, MessageAbout } from '../../protocol/chat.ts';
import type { ChatRequestId, MessageId, UserId } from '../../protocol/ids.ts';
import type { ChatRequests, IncomingRequestView } from './chat-requests.ts';
import type { Delivery } from './delivery.ts';
import type { Drafts } from './drafts.ts';
import { messageView, type FoundMessage, type MessageView } from './message-view.ts';
import { MessageWindow } from './message-window.ts';
import type { PeopleList, PersonEntry } from './people.ts';
import type { Typing } from './typing.ts';

export type { IncomingRequestView };

/** The conversation on screen. An action that is impossible right now is null. */
export interface ConversationView {
  readonly person: PersonEntry;
  /** A part of the conversation, in its order. */
  readonly messages: readonly MessageView[];
  /** Adds a page of earlier messages, or of later ones; null where there are none. */
  readonly earlier: (() => void) | null;
  readonly later: (() => void) | null;
  /** Goes to the end of the conversation; null where `messages` ends there. */
  readonly latest: (() => void) | null;
  /** The first one that was unread when the conversation was opened. */
  readonly firstUnread: MessageId | null;
  /** The message to show, another object each time one is chosen. */
  readonly sought: { readonly id: MessageId } | null;
  /** What was being written when the conversation was last left. */
  readonly draft: string;
  /** To stand in the box before what is written there; an empty text empties it. Another object each time. */
  readonly put: { readonly text: string } | null;
  readonly typing: boolean;
  /** Milliseconds of the clock until which a new request is refused after a decline; null where asking is possible or needless. */
  readonly askAgainAt: number | null;
  readonly ask: ((note: string) => void) | null;
  readonly withdraw: (() => void) | null;
  readonly respond: ((answer: ChatAnswer) => void) | null;
  /** `about`: what it answers, edits, deletes or reacts to. */
  readonly send: ((text: string, about?: MessageAbout) => void) | null;
  readonly block: (() => void) | null;
  readonly unblock: (() => void) | null;
  /** Every message, for a file. */
  readonly readAll: (() => Promise<readonly MessageView[]>) | null;
  /** Removes all messages from this browser. */
  readonly remove: (() => void) | null;
}

export interface Conversations {
  readonly current: Readable<ConversationView | null>;
  /** Requests waiting for an answer here, oldest first. The first one is shown as a dialog. */
  readonly requests: Readable<readonly IncomingRequestView[]>;
  /** False where the browser keeps nothing (private mode): messages are gone with the tab, and the screen says so. */
  readonly kept: Readable<boolean>;
  /** `at`: the message to show, otherwise the last ones. */
  open(peer: UserId, at?: Position): void;
  close(): void;
  respond(requestId: ChatRequestId, answer: ChatAnswer): void;
  /** What stands in the box changed: keeps it, and says "is typing" to the other, which ends by itself after a pause. */
  drafted(text: string): void;
  /** Messages with words that begin like these, newest first; of one conversation, or of all. */
  find(words: string, peer?: UserId): Promise<readonly FoundMessage[]>;
  /** Shows the first message said at a moment or later. When that was; null where there is none. */
  goTo(peer: UserId, moment: number): Promise<number | null>;
  /** When the earliest and the latest message were said; null where there is none. */
  times(peer: UserId): Promise<readonly [first: number, last: number] | null>;
}

interface OpenConversationsOptions {
  readonly archive: Archive;
  readonly history: History;
  readonly drafts: Drafts;
  readonly people: PeopleList;
  readonly chatRequests: ChatRequests;
  readonly delivery: Delivery;
  readonly typing: Typing;
  /** Whether somebody looks at this page. */
  readonly visible: Readable<boolean>;
  /** Messages were removed from the archive. */
  readonly onRemove: (peer: UserId) => void;
  readonly complain: (error: unknown) => void;
}

export class OpenConversations implements Conversations {
  readonly current = new Store<ConversationView | null>(null);
  readonly requests = new Store<readonly IncomingRequestView[]>([]);
  readonly kept: Readable<boolean>;
  readonly #options: OpenConversationsOptions;
  #peer: UserId | null = null;
  /** The last known entry, for somebody who leaves while the conversation is open. */
  #person: PersonEntry | null = null;
  #window: MessageWindow | null = null;
  #firstUnread: MessageId | null = null;
  #sought: { readonly id: MessageId } | null = null;
  #put: { readonly text: string } | null = null;
  /** Made once for each reading, whatever else changes. */
  #shown: {
    readonly stored: readonly StoredMessage[];
    readonly answered: ReadonlyMap<MessageId, StoredMessage>;
    readonly views: readonly MessageView[];
  } = { stored: [], answered: new Map(), views: [] };

  constructor(options: OpenConversationsOptions) {
    this.#options = options;
    const { archive, people, chatRequests, typing, visible } = options;
    this.kept = new Store(archive.kept);
    people.state.subscribe(() => this.#show());
    typing.state.subscribe(() => this.#show());
    chatRequests.state.subscribe(() => {
      this.requests.set(chatRequests.state.get().incoming);
      this.#show();
    });
    visible.subscribe(() => this.#markRead());
  }

  open(peer: UserId, at?: Position): void {
    if (this.#peer === peer && at === undefined) return;
    const { archive, history } = this.#options;
    const fresh = this.#peer !== peer;
    if (fresh) {
      this.#peer = peer;
      this.#person = null;
      this.#window = new MessageWindow({ peer, archive, history });
      this.#firstUnread = null;
      this.#sought = null;
      this.#put = null;
      this.#show();
    }
    void this.#load(async (window) => {
      const [unread] = fresh ? await archive.unread(peer) : [];
      await (at === undefined ? window.toEnd() : window.toMessage(at));
      if (this.#window !== window) return;
      if (fresh) this.#firstUnread = unread?.id ?? null;
      if (at !== undefined) this.#sought = { id: at.id };
    });
  }

  close(): void {
    this.#peer = null;
    this.#window = null;
    this.current.set(null);
  }

  respond(requestId: ChatRequestId, answer: ChatAnswer): void {
    const from = this.requests.get().find((request) => request.requestId === requestId)?.from;
    void this.#options.chatRequests.respond(requestId, answer);
    if (answer === 'accept' && from !== undefined) this.open(from);
  }

  drafted(text: string): void {
    if (this.#peer === null) return;
    this.#options.drafts.set(this.#peer, text);
    if (text !== '') this.#options.typing.typed(this.#peer);
  }

  async find(words: string, peer?: UserId): Promise<readonly FoundMessage[]> {
    const { history, people } = this.#options;
    return (await history.search(words, peer)).flatMap((stored) => {
      const name = people.entry(stored.peer)?.name;
      // Nobody to open a conversation with: a stranger who has left.
      if (name === undefined) return [];
      return [{ peer: stored.peer, name, position: stored, message: messageView(stored) }];
    });
  }

  async goTo(peer: UserId, moment: number): Promise<number | null> {
    const first = await this.#options.history.firstSince(peer, moment);
    if (first !== null && this.#peer === peer) this.open(peer, first);
    return first && first.sentAt;
  }

  times(peer: UserId): Promise<readonly [first: number, last: number] | null> {
    return this.#options.history.times(peer);
  }

  /** Reads the messages again where this conversation is the one on screen. */
  async refresh(peer: UserId): Promise<void> {
    if (this.#peer === peer) await this.#load((window) => window.refresh());
  }

  /** All messages and drafts of all conversations were removed. */
  emptied(): void {
    this.#put = { text: '' };
    if (this.#peer !== null) void this.refresh(this.#peer);
  }

  /** Shows what came of reading, where the conversation is still the one on screen. */
  async #load(read: (window: MessageWindow) => Promise<void>): Promise<void> {
    const window = this.#window;
    if (window === null) return;
    // What cannot be read now is not shown; that the storage is in trouble is said elsewhere.
    const failed = await read(window).then(
      () => false,
      () => true,
    );
    if (failed) return;
    if (this.#window !== window) return;
    this.#show();
    this.#markRead();
  }

  #send(peer: UserId, text: string, about?: MessageAbout): void {
    const { delivery, drafts, typing, complain } = this.#options;
    if (about === undefined || about.kind === 'reply') {
      typing.sent();
      drafts.set(peer, '');
      if (this.#window?.hasLater === true) void this.#load((window) => window.toEnd());
    }
    void delivery.send(peer, text, about).catch((error: unknown) => {
      complain(error);
      if (about === undefined || about.kind === 'reply') this.#giveBack(peer, text);
    });
  }

  /** It could not be stored, so it was not sent, and is what is being written again. */
  #giveBack(peer: UserId, text: string): void {
    const { drafts } = this.#options;
    const meanwhile = drafts.get(peer);
    drafts.set(peer, meanwhile === '' ? text : `${text}\n${meanwhile}`);
    if (this.#peer !== peer) return;
    this.#put = { text };
    this.#show();
  }

  #remove(peer: UserId): void {
    const { complain, drafts, history, onRemove } = this.#options;
    drafts.set(peer, '');
    void history.removeConversation(peer).then(() => onRemove(peer), complain);
  }

  async #readAll(peer: UserId): Promise<readonly MessageView[]> {
    const all = await this.#options.history.between(peer, null, null);
    const byId = new Map(all.map((message) => [message.id, message]));
    return all.map((message) => messageView(message, (id) => byId.get(id)));
  }

  #markRead(): void {
    const peer = this.#peer;
    if (peer === null || !this.#options.visible.get()) return;
    void this.#options.delivery.markRead(peer).catch(() => undefined);
  }

  #show(): void {
    const peer = this.#peer;
    if (peer === null) return;
    const known = this.#options.people.entry(peer);
    this.#person = known ?? (this.#person && { ...this.#person, status: 'offline' });
    this.current.set(this.#person && this.#viewOf(this.#person));
  }

  #messages(): readonly MessageView[] {
    if (this.#window === null) return [];
    const { answered, messages: stored } = this.#window;
    if (this.#shown.stored !== stored || this.#shown.answered !== answered) {
      const views = stored.map((message) => messageView(message, (id) => answered.get(id)));
      this.#shown = { stored, answered, views };
    }
    return this.#shown.views;
  }

  #viewOf(person: PersonEntry): ConversationView {
    const { chatRequests, drafts, typing } = this.#options;
    const window = this.#window;
    const messages = this.#messages();
    const { id, name, relation, status } = person;
    const askAgainAt = relation === 'stranger' ? (chatRequests.state.get().askAgainAt.get(id) ?? null) : null;
    const incoming = chatRequests.state.get().incoming.find((request) => request.from === id);
    const mayAsk = relation === 'stranger' && status !== 'offline' && askAgainAt === null;
    return {
      person,
      messages,
      earlier: window?.hasEarlier === true ? () => void this.#load(() => window.earlier()) : null,
      later: window?.hasLater === true ? () => void this.#load(() => window.later()) : null,
      latest: window?.hasLater === true ? () => void this.#load(() => window.toEnd()) : null,
      firstUnread: this.#firstUnread,
      sought: this.#sought,
      draft: drafts.get(id),
      put: this.#put,
      typing: typing.state.get().has(id),
      askAgainAt,
      ask: mayAsk ? (note) => void chatRequests.ask(id, note) : null,
      withdraw: relation === 'asked' ? () => void chatRequests.withdraw(id) : null,
      respond:
        incoming === undefined ? null : (answer) => void chatRequests.respond(incoming.requestId, answer),
      send: relation === 'accepted' ? (text, about) => this.#send(id, text, about) : null,
      block:
        relation === 'blocked' || incoming !== undefined
          ? null
          : () => void chatRequests.setConsent(id, name, 'blocked'),
      unblock: relation === 'blocked' ? () => void chatRequests.setConsent(id, name, 'none') : null,
      readAll: messages.length > 0 ? () => this.#readAll(id) : null,
      remove: messages.length > 0 ? () => this.#remove(id) : null,
    };
  }
}
