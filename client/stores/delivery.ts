/**
 * The delivery protocol of this browser (docs/protocol.md, MSG rules). A message of mine stays in the outbox until a browser of the
 * recipient has stored it and said so; it is sent again after any doubt. One of theirs is stored once, by its id, before it is
 * confirmed. Nothing here decides how a message looks.
 */
import type { Clock } from '../base/clock.ts';
import { TaskQueue } from '../base/task-queue.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { Archive } from '../storage/archive.ts';
import { isAnnotation, type StoredMessage } from '../storage/records.ts';
import type { MessageAbout, MessageReceipt, PrivateMessage } from '../../protocol/chat.ts';
import { AppError } from '../../protocol/errors.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { LIMITS } from '../../protocol/limits.ts';

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

interface DeliveryOptions {
  readonly signaling: Signaling;
  readonly archive: Archive;
  readonly clock: Clock;
  /** Milliseconds since 1970 by the server's clock. */
  readonly serverNow: () => number;
  readonly newId: () => MessageId;
  readonly me: () => UserId | null;
  /** A conversation has changed in the archive. */
  readonly onChange: (peer: UserId) => void;
  /** A message of theirs was stored for the first time. */
  readonly onNew: (message: StoredMessage) => void;
  /** The server says that this person does not accept mine. */
  readonly onNotAccepted: (peer: UserId) => void;
}

/** What is known of one person's outbox while the page lives. */
interface Lane {
  /** Clocks are given out one at a time, and never behind a request that hangs. */
  readonly storing: TaskQueue;
  readonly sending: TaskQueue;
  /** Passed on since the last doubt; not sent again until the next. */
  readonly passedOn: Set<MessageId>;
  /** How long the next retry waits. */
  retryMs: number;
  retry: { readonly ms: number; readonly cancel: () => void } | null;
}

export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #lanes = new Map<UserId, Lane>();
  /** One order for everything that arrives, so that what is stored first is confirmed first. */
  readonly #arrivals = new TaskQueue();

  constructor(options: DeliveryOptions) {
    this.#options = options;
    const { notices } = options.signaling;
    // After the roster's own listener, so that it is known who is here.
    notices.on('online_users_list', () => void this.#resendAll().catch(() => undefined));
    // Said of somebody who is here already when they have connected anew: their old connection may have swallowed something.
    notices.on('online_users_changed', ({ updated }) => {
      for (const { id } of updated) if (this.#lanes.has(id)) this.onReturn(id);
    });
    notices.on(
      'receive_private_message',
      (message) => void this.#arrivals.run(() => this.#onMessage(message)),
    );
    notices.on('message_status', (receipt) => void this.#arrivals.run(() => this.#onReceipt(receipt)));
  }

  /** Stores a message of mine and sends it. Resolves when it is stored; from then on it will arrive. */
  async send(peer: UserId, text: string, about?: MessageAbout): Promise<void> {
    const { archive, newId, serverNow, me, onChange } = this.#options;
    const from = me();
    if (from === null) throw new AppError('session_invalid');
    await this.#lane(peer).storing.run(async () => {
      const clock = Math.min((await archive.lastClock(peer)) + 1, LIMITS.clock);
      const message: StoredMessage = {
        id: newId(),
        peer,
        from,
        clock,
        sentAt: serverNow(),
        text,
        ...(about && { about }),
        state: 'waiting',
        told: false,
      };
      await archive.addMessage(message);
    });
    onChange(peer);
    this.flush(peer);
  }

  /** The person has come back: whatever was passed on before may be lost. */
  onReturn(peer: UserId): void {
    this.#doubt(peer);
    this.flush(peer);
    void this.#tellRead(peer).catch(() => undefined);
  }

  /** Their messages were on screen. */
  async markRead(peer: UserId): Promise<void> {
    const { archive, onChange } = this.#options;
    const unread = await archive.unread(peer);
    if (unread.length === 0) return;
    await archive.advance(
      unread.map((message) => message.id),
      'read',
    );
    onChange(peer);
    await this.#tellRead(peer);
  }

  /** Sends what waits, in order, one after the other. */
  flush(peer: UserId): void {
    const lane = this.#lane(peer);
    void lane.sending.run(() => this.#sendWaiting(peer, lane)).catch(() => this.#retryLater(peer, lane));
  }

  async #sendWaiting(peer: UserId, lane: Lane): Promise<void> {
    const { archive, signaling, onChange, onNotAccepted } = this.#options;
    const waiting = await archive.outbox(peer);
    const unconfirmed = new Set(waiting.map(({ id }) => id));
    for (const id of lane.passedOn) if (!unconfirmed.has(id)) lane.passedOn.delete(id);
    for (const { id, clock, sentAt, text, about } of waiting) {
      if (lane.passedOn.has(id)) continue;
      try {
        await signaling.request('send_private_message', {
          to: peer,
          messageId: id,
          clock,
          sentAt,
          text,
          ...(about && { about }),
        });
      } catch (error) {
        if (error instanceof AppError && error.code === 'not_accepted') {
          onNotAccepted(peer);
          return;
        }
        throw error;
      }
      lane.passedOn.add(id);
      await archive.advance([id], 'sent');
      onChange(peer);
    }
    if (waiting.length > 0) this.#retryLater(peer, lane);
  }

  /**
   * Until the outbox is empty: the recipient's tab may have reloaded without anybody having seen them go. What is passed on while
   * a retry waits is left to the one after it, and puts nothing off.
   */
  #retryLater(peer: UserId, lane: Lane): void {
    if (lane.retry !== null) return;
    const doubtful = [...lane.passedOn];
    const ms = lane.retryMs;
    const cancel = this.#options.clock.after(ms, () => {
      lane.retry = null;
      lane.retryMs = Math.min(ms * 2, LAST_RETRY_MS);
      for (const id of doubtful) lane.passedOn.delete(id);
      this.flush(peer);
    });
    lane.retry = { ms, cancel };
  }

  #cancelRetry(lane: Lane): void {
    lane.retry?.cancel();
    lane.retry = null;
    lane.retryMs = FIRST_RETRY_MS;
  }

  #doubt(peer: UserId): void {
    const lane = this.#lane(peer);
    lane.passedOn.clear();
    this.#cancelRetry(lane);
  }

  /** A new connection: nothing that was said on the old one is sure to have arrived. */
  async #resendAll(): Promise<void> {
    const { archive } = this.#options;
    const pending = [...(await archive.outbox()), ...(await archive.untold())];
    for (const peer of new Set(pending.map((message) => message.peer))) this.onReturn(peer);
  }

  async #onMessage({ messageId, from, to, clock, sentAt, text, about }: PrivateMessage): Promise<void> {
    const { archive, me, onChange, onNew, signaling } = this.#options;
    // One of mine, from another tab or device of mine.
    const mine = from === me();
    const peer = mine ? to : from;
    const message: StoredMessage = {
      id: messageId,
      peer,
      from,
      clock,
      sentAt,
      text,
      ...(about && { about }),
      state: mine ? 'sent' : 'delivered',
      told: false,
    };
    const isNew = await archive.addMessage(message);
    if (!mine) {
      // Without an answer the sender sends it again, and it is confirmed then.
      void signaling.request('message_received', { from, messageIds: [messageId] }).catch(() => undefined);
    }
    if (!isNew) return;
    onChange(peer);
    if (!mine && !isAnnotation(message)) onNew(message);
  }

  async #onReceipt({ peer, messageIds, status }: MessageReceipt): Promise<void> {
    const { archive, onChange, serverNow } = this.#options;
    const changed = await archive.advance(messageIds, status, { at: serverNow() });
    if (changed.length > 0) onChange(peer);
    const lane = this.#lane(peer);
    lane.retryMs = FIRST_RETRY_MS;
    const isEmpty = (await archive.outbox(peer)).length === 0;
    if (isEmpty) lane.passedOn.clear();
    // They are there: what was passed on into their silence must not wait as long as that was.
    if (isEmpty || (lane.retry !== null && lane.retry.ms > FIRST_RETRY_MS)) this.#cancelRetry(lane);
    if (!isEmpty) this.#retryLater(peer, lane);
  }

  async #tellRead(peer: UserId): Promise<void> {
    const { archive, signaling } = this.#options;
    const untold = await archive.untold(peer);
    for (let from = 0; from < untold.length; from += LIMITS.messagesPerReceipt) {
      const messageIds = untold.slice(from, from + LIMITS.messagesPerReceipt).map((message) => message.id);
      const { told } = await signaling.request('message_read', { from: peer, messageIds });
      if (told) await archive.advance(messageIds, 'read', { told: true });
    }
  }

  #lane(peer: UserId): Lane {
    const lane = this.#lanes.get(peer) ?? {
      storing: new TaskQueue(),
      sending: new TaskQueue(),
      passedOn: new Set<MessageId>(),
      retryMs: FIRST_RETRY_MS,
      retry: null,
    };
    this.#lanes.set(peer, lane);
    return lane;
  }
}
