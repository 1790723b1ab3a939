/** `earshot/client`: the HTTP interface of a server for programs in Node, typed. It needs no other package. */
import { request } from 'node:https';
import type { BotEvent, Received } from '../protocol/api.ts';
import type { ChatAnswer, Consent, MessageAbout } from '../protocol/chat.ts';
import type { ChatRequestId, MessageId, RoomId, UserId } from '../protocol/ids.ts';
import type { MeetingMedia } from '../protocol/meetings.ts';
import type { ChosenStatus, PeoplePage, Person } from '../protocol/presence.ts';
import { Refusal, refusalIn } from './refusal.ts';

export { isSignedWebhook, type SignedWebhook } from './webhook-signature.ts';
export { Refusal, type RefusalCode } from './refusal.ts';
export type { BotEvent, BotEventName, Received } from '../protocol/api.ts';
export type { MessageAbout, PrivateMessage, IncomingChatRequest } from '../protocol/chat.ts';
export type { ChatRequestId, MessageId, RoomId, UserId } from '../protocol/ids.ts';
export type { FoundPartner, MeetingMedia } from '../protocol/meetings.ts';
export type { PeoplePage, Person } from '../protocol/presence.ts';

export interface EarshotClientOptions {
  /** As the server shows it: `https://192.168.1.20:5443`. */
  readonly url: string;
  /** From `earshot key create`. */
  readonly key: string;
  /** The server's authority, in PEM; without it, what Node trusts (`NODE_EXTRA_CA_CERTS` included). */
  readonly ca?: string | undefined;
}

export interface Appearance {
  readonly status?: ChosenStatus;
  /** Whom this bot accepted before; the server forgets that when it stops. */
  readonly accepted?: readonly UserId[];
  readonly blocked?: readonly UserId[];
  readonly webhook?: { readonly url: string; readonly secret: string };
}

export interface MessageOptions {
  /** A ULID of the bot's own, so that it may send again what it is in doubt about. */
  readonly messageId?: MessageId;
  readonly about?: MessageAbout;
}

const ANSWER_TIMEOUT_MS = 10_000;
const WAIT_SECONDS = 25;
const LONGEST_PAUSE_MS = 30_000;

export class EarshotClient {
  readonly #url: string;
  readonly #key: string;
  readonly #ca: string | undefined;
  #appearance: Appearance = {};
  /** Since then. */
  readonly #accepted = new Set<UserId>();

  constructor({ url, key, ca }: EarshotClientOptions) {
    this.#url = url;
    this.#key = key;
    this.#ca = ca;
  }

  /** Be here, until `disconnect` or two minutes without a request. Once more changes status and webhook. */
  async appear(appearance: Appearance = {}): Promise<Person> {
    this.#appearance = appearance;
    return (await this.#post<{ me: Person }>('/api/appear', appearance)).me;
  }

  async disconnect(): Promise<void> {
    await this.#post('/api/disconnect', {});
  }

  /** Whoever is here and has these words in their name; all where there are none. */
  async people(search = ''): Promise<readonly Person[]> {
    const found: Person[] = [];
    let after: string | null = '';
    while (after !== null) {
      const query = new URLSearchParams({
        ...(search === '' ? {} : { search }),
        ...(after === '' ? {} : { after }),
      });
      const page: PeoplePage = await this.#ask('GET', `/api/people?${query.toString()}`);
      found.push(...page.people);
      after = page.next;
    }
    return found;
  }

  async askToChat(to: UserId, note = ''): Promise<void> {
    await this.#post('/api/ask', { to, note });
  }

  async answer(
    request: { readonly from: Person; readonly requestId: ChatRequestId },
    answer: ChatAnswer,
  ): Promise<void> {
    await this.#post('/api/answer', { from: request.from.id, requestId: request.requestId, answer });
  }

  async setConsent(peer: UserId, consent: Consent): Promise<void> {
    await this.#post('/api/consent', { peer, consent });
    if (consent === 'accepted') this.#accepted.add(peer);
    else this.#accepted.delete(peer);
  }

  /** Passed on, or kept for somebody who is away; the event `message_status` says when their browser has it. */
  async send(to: UserId, text: string, options: MessageOptions = {}): Promise<MessageId> {
    return (await this.#post<{ messageId: MessageId }>('/api/send', { to, text, ...options })).messageId;
  }

  async markRead(from: UserId, messageIds: readonly MessageId[]): Promise<void> {
    await this.#post('/api/read', { from, messageIds });
  }

  async typing(to: UserId, typing: boolean): Promise<void> {
    await this.#post('/api/typing', { to, typing });
  }

  /** Waits for somebody to write with, or for somebody who wants to see somebody; comes in first where the bot is not here. */
  async meet(media: MeetingMedia = 'text'): Promise<Person> {
    const path = media === 'video' ? '/api/start_video' : '/api/start';
    return (await this.#post<{ me: Person }>(path, {})).me;
  }

  /** Both wait again. */
  async nextPartner(roomId: RoomId): Promise<void> {
    await this.#post('/api/next', { roomId });
  }

  /** Ends the waiting, or the meeting. */
  async leaveRoom(): Promise<void> {
    await this.#post('/api/leave', {});
  }

  /** Waits until there is something; `after` is the `next` of before, once all of that was dealt with. */
  receive(after?: string, waitSeconds = WAIT_SECONDS, signal?: AbortSignal): Promise<Received> {
    const body = { waitSeconds, ...(after === undefined ? {} : { after }) };
    return this.#ask('POST', '/api/receive', body, waitSeconds * 1_000 + ANSWER_TIMEOUT_MS, signal);
  }

  /**
   * What the bot is told, for ever or until `signal`. Asking for the next one says that the one before was dealt with; what was not comes
   * again. Survives lost connections and restarts of the server, after which the bot appears again as it did before, with whom it has
   * accepted since.
   */
  async *events(signal?: AbortSignal): AsyncGenerator<BotEvent, void, void> {
    let after: string | undefined;
    let failures = 0;
    const isOver = () => signal?.aborted === true;
    while (!isOver()) {
      const received: Received | Error = await this.receive(after, WAIT_SECONDS, signal).catch(asError);
      if (!(received instanceof Error)) {
        failures = 0;
        for (const event of received.events) {
          if (event.event === 'chat_request_accepted') this.#accepted.add(event.payload.peer.id);
          yield event;
        }
        after = received.next;
      } else if (!isOver()) {
        if (received instanceof Refusal && !isPassing(received)) throw received;
        failures += 1;
        const appears = received instanceof Refusal && received.code === 'not_appeared' && failures === 1;
        if (!appears) await pause(pauseMsAfter(failures, received), signal);
        if (received instanceof Refusal && received.code === 'not_appeared') await this.#appearAgain();
      }
    }
  }

  /** Whether that worked, the next request shows. */
  async #appearAgain(): Promise<void> {
    const accepted = [...new Set([...(this.#appearance.accepted ?? []), ...this.#accepted])];
    await this.appear({ ...this.#appearance, accepted }).catch(() => undefined);
  }

  #post<T>(path: string, body: unknown): Promise<T> {
    return this.#ask('POST', path, body);
  }

  /** @throws Refusal, or what Node throws where there is no answer */
  #ask<T>(
    method: string,
    path: string,
    body?: unknown,
    timeoutMs = ANSWER_TIMEOUT_MS,
    signal?: AbortSignal,
  ): Promise<T> {
    const text = body === undefined ? null : JSON.stringify(body);
    const late = AbortSignal.timeout(timeoutMs);
    return new Promise((resolve, reject) => {
      const asking = request(
        new URL(path, this.#url),
        {
          method,
          signal: signal === undefined ? late : AbortSignal.any([signal, late]),
          headers: {
            authorization: `Bearer ${this.#key}`,
            ...(text === null
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
          },
          ...(this.#ca === undefined ? {} : { ca: this.#ca }),
        },
        (response) => {
          let heard = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (heard += chunk));
          response.on('error', reject).on('end', () => {
            const status = response.statusCode ?? 0;
            const value = jsonIn(heard);
            // What the document of the interface says of a success.
            if (status === 200) resolve(value as T);
            else reject(refusalIn(status, value));
          });
        },
      );
      asking.on('error', reject).end(text ?? undefined);
    });
  }
}

/** The bot was not here (any more), the server is about to stop, or it was too much at once: none of it is for good. */
const isPassing = ({ code }: Refusal): boolean =>
  code === 'not_appeared' || code === 'server_stopping' || code === 'rate_limited' || code === 'internal';

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const pauseMsAfter = (failures: number, error: Error): number =>
  error instanceof Refusal && error.retrySeconds !== null
    ? error.retrySeconds * 1_000
    : Math.min(250 * 2 ** failures, LONGEST_PAUSE_MS);

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
