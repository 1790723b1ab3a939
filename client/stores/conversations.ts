/** The conversation on screen, and what can be done in it. */
import { Store, type Readable } from '../base/store.ts';
import type { Archive } from '../storage/archive.ts';
import type { StoredMessage } from '../storage/records.ts';
import type { ChatAnswer } from '../../protocol/chat.ts';
import type { ChatRequestId, MessageId, UserId } from '../../protocol/ids.ts';
import type { ChatRequests, IncomingRequestView } from './chat-requests.ts';
import type { Delivery } from './delivery.ts';
import type { PeopleList, PersonEntry } from './people.ts';
import type { Typing } from './typing.ts';

/** `waiting`: still only here. `sent`: the server passed it on. */
export type MessageState = 'waiting' | 'sent' | 'delivered' | 'read';

export interface MessageView {
  readonly id: MessageId;
  readonly mine: boolean;
  readonly text: string;
  readonly at: number;
  /** Null for the other person's messages. */
  readonly state: MessageState | null;
}

export type { IncomingRequestView };

/** The conversation on screen. An action that is impossible right now is null. */
export interface ConversationView {
  readonly person: PersonEntry;
  readonly messages: readonly MessageView[];
  readonly typing: boolean;
  /** Milliseconds of the clock until which a new request is refused after a decline; null where asking is possible or needless. */
  readonly askAgainAt: number | null;
  readonly ask: ((note: string) => void) | null;
  readonly withdraw: (() => void) | null;
  readonly respond: ((answer: ChatAnswer) => void) | null;
  readonly send: ((text: string) => void) | null;
  readonly block: (() => void) | null;
  readonly unblock: (() => void) | null;
}

export interface Conversations {
  readonly current: Readable<ConversationView | null>;
  /** Requests waiting for an answer here, oldest first. The first one is shown as a dialog. */
  readonly requests: Readable<readonly IncomingRequestView[]>;
  /** False where the browser keeps nothing (private mode): messages are gone with the tab, and the screen says so. */
  readonly kept: Readable<boolean>;
  open(peer: UserId): void;
  close(): void;
  respond(requestId: ChatRequestId, answer: ChatAnswer): void;
  /** Says "is typing" to the other; ends by itself after a pause. */
  typed(): void;
}

/** How many messages of a conversation are shown. */
const SHOWN = 500;

interface OpenConversationsOptions {
  readonly archive: Archive;
  readonly people: PeopleList;
  readonly chatRequests: ChatRequests;
  readonly delivery: Delivery;
  readonly typing: Typing;
  /** Whether somebody looks at this page. */
  readonly visible: Readable<boolean>;
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
  #messages: readonly MessageView[] = [];

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

  open(peer: UserId): void {
    if (this.#peer === peer) return;
    this.#peer = peer;
    this.#person = null;
    this.#messages = [];
    this.#show();
    void this.refresh(peer);
  }

  close(): void {
    this.#peer = null;
    this.current.set(null);
  }

  respond(requestId: ChatRequestId, answer: ChatAnswer): void {
    const from = this.requests.get().find((request) => request.requestId === requestId)?.from;
    void this.#options.chatRequests.respond(requestId, answer);
    if (answer === 'accept' && from !== undefined) this.open(from);
  }

  typed(): void {
    if (this.#peer !== null) this.#options.typing.typed(this.#peer);
  }

  /** Reads the messages again where this conversation is the one on screen. */
  async refresh(peer: UserId): Promise<void> {
    if (this.#peer !== peer) return;
    const stored = await this.#options.archive.latest(peer, SHOWN);
    if (this.#peer !== peer) return;
    this.#messages = stored.map(viewOf);
    this.#show();
    this.#markRead();
  }

  #send(peer: UserId, text: string): void {
    const { delivery, typing, complain } = this.#options;
    typing.sent();
    void delivery.send(peer, text).catch(complain);
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

  #viewOf(person: PersonEntry): ConversationView {
    const { chatRequests, typing } = this.#options;
    const { id, name, relation, status } = person;
    const askAgainAt = chatRequests.state.get().askAgainAt.get(id) ?? null;
    const incoming = chatRequests.state.get().incoming.find((request) => request.from === id);
    const mayAsk = relation === 'stranger' && status !== 'offline' && askAgainAt === null;
    return {
      person,
      messages: this.#messages,
      typing: typing.state.get().has(id),
      askAgainAt,
      ask: mayAsk ? (note) => void chatRequests.ask(id, note) : null,
      withdraw: relation === 'asked' ? () => void chatRequests.withdraw(id) : null,
      respond:
        incoming === undefined ? null : (answer) => void chatRequests.respond(incoming.requestId, answer),
      send: relation === 'accepted' ? (text) => this.#send(id, text) : null,
      block:
        relation === 'blocked' || incoming !== undefined
          ? null
          : () => void chatRequests.setConsent(id, name, 'blocked'),
      unblock: relation === 'blocked' ? () => void chatRequests.setConsent(id, name, 'none') : null,
    };
  }
}

const viewOf = ({ id, peer, from, text, sentAt, state }: StoredMessage): MessageView => ({
  id,
  mine: from !== peer,
  text,
  at: sentAt,
  state: from === peer ? null : state,
});
