/** Asking to chat and being asked: what waits for an answer on either side, and what an answer changes in the contacts. */
import type { Clock } from '../base/clock.ts';
import { Store, type Readable } from '../base/store.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { ChatAnswer } from '../../protocol/chat.ts';
import { AppError } from '../../protocol/errors.ts';
import type { ChatRequestId, UserId } from '../../protocol/ids.ts';
import type { Contacts } from './contacts.ts';

export interface IncomingRequestView {
  readonly requestId: ChatRequestId;
  readonly from: UserId;
  readonly name: string;
  readonly note: string;
}

export interface ChatRequestsState {
  /** Oldest first. */
  readonly incoming: readonly IncomingRequestView[];
  /** Notes of my own unanswered requests. */
  readonly outgoing: ReadonlyMap<UserId, string>;
  /** After a decline: clock milliseconds until which asking again is refused. */
  readonly askAgainAt: ReadonlyMap<UserId, number>;
}

interface ChatRequestsOptions {
  readonly signaling: Signaling;
  readonly contacts: Contacts;
  readonly clock: Clock;
  /** Tells the person about an error that they should know of. */
  readonly complain: (error: unknown) => void;
}

export class ChatRequests {
  readonly #state = new Store<ChatRequestsState>({
    incoming: [],
    outgoing: new Map(),
    askAgainAt: new Map(),
  });
  readonly #options: ChatRequestsOptions;

  constructor(options: ChatRequestsOptions) {
    this.#options = options;
    const { notices } = options.signaling;
    notices.on('welcome', () => this.#onWelcome());
    notices.on('incoming_chat_request', ({ requestId, from, note }) => {
      // Blocked without a connection; the request was shown here before the server knew.
      if (options.contacts.get(from.id)?.mine === 'blocked') return;
      const others = this.#state.get().incoming.filter((request) => request.from !== from.id);
      this.#change({ incoming: [...others, { requestId, from: from.id, name: from.name, note }] });
    });
    notices.on('chat_request_accepted', ({ peer }) => void this.#onAccepted(peer.id, peer.name));
    notices.on('chat_request_rejected', ({ peer, retryInMs }) => this.#onDeclined(peer, retryInMs));
    notices.on('chat_request_ended', ({ requestId, peer, reason }) => {
      this.#removeIncoming(requestId);
      if (reason !== 'answered_elsewhere') this.#removeOutgoing(peer);
    });
  }

  get state(): Readable<ChatRequestsState> {
    return this.#state;
  }

  async ask(to: UserId, note: string): Promise<void> {
    this.#change({ outgoing: new Map(this.#state.get().outgoing).set(to, note) });
    try {
      await this.#options.signaling.request('send_chat_request', { to, note });
    } catch (error) {
      await this.#onAskFailed(to, error);
    }
  }

  async withdraw(to: UserId): Promise<void> {
    this.#removeOutgoing(to);
    await this.#try(() => this.#options.signaling.request('cancel_chat_request', { to }));
  }

  async respond(requestId: ChatRequestId, answer: ChatAnswer): Promise<void> {
    const request = this.#state.get().incoming.find((incoming) => incoming.requestId === requestId);
    if (request === undefined) return;
    const { from, name } = request;
    this.#removeIncoming(requestId);
    const { signaling, contacts } = this.#options;
    if (answer === 'block') await this.#try(() => contacts.change(from, { name, mine: 'blocked' }));
    await this.#try(() => signaling.request('respond_chat_request', { from, requestId, answer }));
  }

  /** Blocks, unblocks, or takes an acceptance back. */
  async setConsent(peer: UserId, name: string, mine: 'blocked' | 'none'): Promise<void> {
    const { signaling, contacts } = this.#options;
    if (mine === 'blocked') this.#removeOutgoing(peer);
    // Where it cannot be stored it holds for as long as this page is open.
    await this.#try(() => contacts.change(peer, { name, mine }));
    // Where there is no connection now, the next handshake states it.
    await signaling.request('set_consent', { peer, consent: mine }).catch(() => undefined);
  }

  /** The server shows pending requests again; one's own are asked again, and the answer tells what became of them. */
  #onWelcome(): void {
    this.#change({ incoming: [] });
    for (const [to, note] of this.#state.get().outgoing) void this.ask(to, note);
  }

  async #onAccepted(peer: UserId, name: string): Promise<void> {
    this.#removeOutgoing(peer);
    const incoming = this.#state.get().incoming.filter((request) => request.from !== peer);
    this.#change({ incoming });
    const { contacts, signaling } = this.#options;
    // Blocked here meanwhile: the word of this browser counts, and the server is told it again.
    if (contacts.get(peer)?.mine === 'blocked') {
      await signaling.request('set_consent', { peer, consent: 'blocked' }).catch(() => undefined);
    } else await this.#try(() => contacts.change(peer, { name, mine: 'accepted', theirs: true }));
  }

  #onDeclined(peer: UserId, retryInMs: number): void {
    this.#removeOutgoing(peer);
    const until = this.#options.clock.now() + retryInMs;
    this.#change({ askAgainAt: new Map(this.#state.get().askAgainAt).set(peer, until) });
    this.#options.clock.after(retryInMs, () => {
      const askAgainAt = new Map(this.#state.get().askAgainAt);
      if (askAgainAt.get(peer) === until) askAgainAt.delete(peer);
      this.#change({ askAgainAt });
    });
  }

  async #onAskFailed(to: UserId, error: unknown): Promise<void> {
    const code = error instanceof AppError ? error.code : null;
    // It waits there already, which is what was wanted.
    if (code === 'request_pending' || code === 'no_answer_from_server') return;
    this.#removeOutgoing(to);
    if (code === 'already_accepted') {
      const { contacts, signaling } = this.#options;
      // Said before anything that needs it, such as a call that waits for this.
      const said = this.#try(() => signaling.request('set_consent', { peer: to, consent: 'accepted' }));
      await this.#try(() => contacts.change(to, { mine: 'accepted', theirs: true }));
      await said;
    } else if (code === 'request_cooldown' && error instanceof AppError) {
      this.#onDeclined(to, Number(error.detail) * 1_000);
    } else this.#options.complain(error);
  }

  async #try(step: () => Promise<unknown>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#options.complain(error);
    }
  }

  #removeIncoming(requestId: ChatRequestId): void {
    this.#change({
      incoming: this.#state.get().incoming.filter((request) => request.requestId !== requestId),
    });
  }

  #removeOutgoing(to: UserId): void {
    const outgoing = new Map(this.#state.get().outgoing);
    if (outgoing.delete(to)) this.#change({ outgoing });
  }

  #change(change: Partial<ChatRequestsState>): void {
    this.#state.update((state) => ({ ...state, ...change }));
  }
}
