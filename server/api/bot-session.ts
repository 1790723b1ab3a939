/**
 * One bot that is here: what in a person's case a page does. It hears what is for the bot, keeps it until the bot has taken it, and
 * asks for the bot what the bot asks for. What may be asked is decided where it is decided for everybody.
 */
import { BOT_EVENTS, type BotEvent, type Received } from '../../protocol/api.ts';
import type { MessageAbout, MessageDraft, PrivateMessage } from '../../protocol/chat.ts';
import { AppError } from '../../protocol/errors.ts';
import type { Handshake, Payload, ReplyValue, RequestName } from '../../protocol/events.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import type { Person, PresenceChanges } from '../../protocol/presence.ts';
import type { Clock } from '../clock.ts';
import type { Notice } from '../domain/rule.ts';
import type { Log } from '../log.ts';
import type { HttpDoor } from '../transport/http-door.ts';
import type { Caller } from '../transport/request-handlers.ts';
import { BotEvents } from './bot-events.ts';
import { BotOutbox } from './bot-outbox.ts';
import { WebhookPump } from './webhook-pump.ts';
import type { WebhookTarget } from './webhook.ts';

interface BotSessionOptions {
  readonly caller: Caller;
  readonly door: HttpDoor;
  readonly run: string;
  readonly newMessageId: () => MessageId;
  readonly clock: Clock;
  readonly log: Log;
}

export interface OutgoingMessage {
  readonly to: UserId;
  readonly text: string;
  /** Made here where the bot has none of its own. With one, it may send again what it is in doubt about. */
  readonly messageId?: MessageId;
  readonly about?: MessageAbout;
}

const isBotEvent = (notice: { name: string }): notice is BotNotice =>
  BOT_EVENTS.some((name) => name === notice.name);
type BotNotice = Extract<Notice, { name: (typeof BOT_EVENTS)[number] }>;

export class BotSession {
  readonly caller: Caller;
  readonly #options: BotSessionOptions;
  readonly #events: BotEvents;
  readonly #outbox = new BotOutbox();
  readonly #pump: WebhookPump;
  #me: Person | null = null;
  /** Ends the waiting of the request that waits for events; a bot has one at a time. */
  #wake: (() => void) | null = null;
  #lastAsked: number;

  constructor(options: BotSessionOptions) {
    const { caller, clock, log, run } = options;
    this.caller = caller;
    this.#options = options;
    this.#events = new BotEvents(run);
    this.#lastAsked = clock.now();
    this.#pump = new WebhookPump({
      clock,
      log,
      next: () => (this.#events.size === 0 ? null : this.#events.first()),
      taken: (cursor) => this.#take(cursor),
    });
  }

  /** Comes in, or once more with another status or more to state. @throws AppError */
  async appear(handshake: Handshake, webhook: WebhookTarget | null): Promise<Person> {
    this.#lastAsked = this.#options.clock.now();
    await this.#options.door.come(this.caller, handshake, (notice) => this.#hear(notice));
    this.#pump.aim(webhook);
    return this.me;
  }

  /** As it is shown. @throws AppError before it is */
  get me(): Person {
    if (this.#me === null) throw new AppError('internal');
    return this.#me;
  }

  /** Under which it is shown; null before it is. */
  get name(): string | null {
    return this.#me?.name ?? null;
  }

  /** Whether nobody seems to be behind it any more. */
  isForsaken(idleMs: number): boolean {
    if (this.#wake !== null || this.#pump.isHeard) return false;
    return this.#options.clock.now() - this.#lastAsked > idleMs;
  }

  async ask<K extends RequestName>(name: K, payload: Payload<K>): Promise<ReplyValue<K>> {
    this.#lastAsked = this.#options.clock.now();
    return this.#options.door.ask(this.caller, name, payload);
  }

  async send({
    to,
    text,
    messageId = this.#options.newMessageId(),
    about,
  }: OutgoingMessage): Promise<MessageDraft> {
    const draft: MessageDraft = {
      ...{ to, messageId, text, clock: this.#outbox.clockFor(to), sentAt: this.#options.clock.now() },
      ...(about === undefined ? {} : { about }),
    };
    this.#outbox.saw(to, draft.clock);
    await this.ask('send_private_message', draft);
    this.#outbox.keep(draft);
    return draft;
  }

  /** At once where there is something; else when there is, or after the time with nothing. */
  async receive(
    after: string | undefined,
    waitMs: number,
    onGone: (run: () => void) => () => void,
  ): Promise<Received> {
    const { clock } = this.#options;
    this.#lastAsked = clock.now();
    if (after !== undefined) await this.#take(after);
    this.#wake?.();
    if (this.#events.size === 0 && waitMs > 0) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          if (this.#wake === wake) this.#wake = null;
          stopWaiting();
          forget();
          resolve();
        };
        const stopWaiting = clock.after(waitMs, wake);
        const forget = onGone(wake);
        this.#wake = wake;
      });
      this.#lastAsked = clock.now();
    }
    return this.#events.first();
  }

  /** Nobody waits any more, and nothing is told any more. */
  end(): void {
    this.#pump.aim(null);
    this.#wake?.();
  }

  #hear(notice: Notice): void {
    if (notice.name === 'welcome') this.#me = notice.payload.me;
    if (notice.name === 'online_users_changed') this.#sendAgain(notice.payload);
    // It has neither voice nor ear, and the caller is not to be left ringing.
    if (notice.name === 'incoming_call') this.#quietly('reject_call', { callId: notice.payload.callId });
    if (!isBotEvent(notice)) return;
    if (notice.name === 'message_status') this.#outbox.confirmed(notice.payload);
    if (notice.name === 'receive_private_message')
      this.#outbox.saw(notice.payload.from, notice.payload.clock);
    // Name and payload belong together, here as there.
    const event = { event: notice.name, payload: notice.payload } as BotEvent;
    if (this.#events.add(event) && event.event === 'receive_private_message') this.#confirm([event.payload]);
    this.#wake?.();
    this.#pump.go();
  }

  /** Whoever is new or back may have lost what was on its way to them. */
  #sendAgain({ joined, updated }: PresenceChanges): void {
    for (const { id } of [...joined, ...updated])
      for (const draft of this.#outbox.waitingFor(id)) this.#quietly('send_private_message', draft);
  }

  #take(cursor: string): Promise<void> {
    this.#confirm(this.#events.take(cursor));
    return Promise.resolve();
  }

  /** Only now has the bot stored it (MSG-4). */
  #confirm(messages: readonly PrivateMessage[]): void {
    const senders = new Map<UserId, MessageId[]>();
    for (const { from, messageId } of messages) senders.set(from, [...(senders.get(from) ?? []), messageId]);
    for (const [from, messageIds] of senders) this.#quietly('message_received', { from, messageIds });
  }

  /** What the bot has not asked for itself, and cannot be told the answer of: a friend who is none any more, a call that has ended. */
  #quietly<K extends RequestName>(name: K, payload: Payload<K>): void {
    this.#options.door.ask(this.caller, name, payload).catch((error: unknown) => {
      if (!(error instanceof AppError))
        this.#options.log.error('asking for a bot failed', error, { request: name });
    });
  }
}
