/**
 * The delivery protocol of this browser (docs/protocol.md, MSG rules). A message of mine stays in the outbox until a browser of the
 * recipient has stored it and said so; it is sent again after any doubt. One of theirs is stored once, by its id, before it is
 * confirmed. Nothing here decides how a message looks.
 */
import type { Clock } from '../base/clock.ts';
import { SlidingWindow } from '../base/sliding-window.ts';
import { TaskQueue } from '../base/task-queue.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { Archive } from '../storage/archive.ts';
import { isAnnotation, type StoredMessage } from '../storage/records.ts';
import type { MessageAbout, PrivateMessage } from '../../protocol/chat.ts';
import { AppError } from '../../protocol/errors.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { Arrivals } from './arrivals.ts';
import { OutboxLane } from './outbox-lane.ts';
import { alwaysMyTurn, type SendingTurn } from './sending-turn.ts';

/**
 * Under way at once on the one connection. The server slows down whoever sends too much at once and answers late then: with so few
 * every answer comes long before its time is up.
 */
const WINDOW = { count: 32, size: 65_536 };

interface DeliveryOptions {
  readonly signaling: Signaling;
  readonly archive: Archive;
  readonly clock: Clock;
  /** Milliseconds since 1970 by the server's clock. */
  readonly serverNow: () => number;
  readonly newId: () => MessageId;
  readonly me: () => UserId | null;
  /** Among the tabs of this browser; without others it is always this one's. */
  readonly turn?: SendingTurn;
  /** A conversation has changed in the archive. */
  readonly onChange: (peer: UserId) => void;
  /** A message of theirs was stored for the first time. */
  readonly onNew: (message: StoredMessage) => void;
  /** The server says that this person does not accept mine. */
  readonly onNotAccepted: (peer: UserId) => void;
}

export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #lanes = new Map<UserId, OutboxLane>();
  /** Clocks are given out one at a time. */
  readonly #storing = new Map<UserId, TaskQueue>();
  readonly #window = new SlidingWindow(WINDOW);
  readonly #arrivals: Arrivals;
  readonly #turn: SendingTurn;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#turn = options.turn ?? alwaysMyTurn;
    const { archive, signaling, serverNow, onChange, onNew } = options;
    const { notices } = signaling;
    this.#arrivals = new Arrivals({
      archive,
      signaling,
      onNew: (messages) => {
        for (const peer of new Set(messages.map((message) => message.peer))) onChange(peer);
        for (const message of messages) {
          if (message.from === message.peer && !isAnnotation(message)) onNew(message);
        }
      },
      onConfirmed: (peer, ids, changed) => {
        if (changed.length > 0) onChange(peer);
        this.#lane(peer).confirm(ids);
      },
    });
    // After the roster's own listener, so that it is known who is here.
    notices.on('online_users_list', () => this.resendAll());
    // Said of somebody who is here already when they have connected anew: their old connection may have swallowed something.
    notices.on('online_users_changed', ({ updated }) => {
      for (const { id } of updated) if (this.#lanes.has(id)) this.onReturn(id);
    });
    notices.on('receive_private_message', (message) => this.#arrivals.message(this.#toStore(message)));
    notices.on('message_status', (receipt) => this.#arrivals.receipt({ ...receipt, at: serverNow() }));
  }

  /** Stores a message of mine and sends it. Resolves when it is stored; from then on it will arrive. */
  async send(peer: UserId, text: string, about?: MessageAbout): Promise<void> {
    const { archive, newId, serverNow, me, onChange } = this.#options;
    const from = me();
    if (from === null) throw new AppError('session_invalid');
    const message = await this.#storingFor(peer).run(async () => {
      const clock = Math.min((await archive.lastClock(peer)) + 1, LIMITS.clock);
      const stored: StoredMessage = {
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
      await archive.addMessage(stored);
      return stored;
    });
    onChange(peer);
    this.#lane(peer).add(message);
  }

  /** Resolves when what has come until now is stored. */
  settled(): Promise<void> {
    return this.#arrivals.settled();
  }

  /** The person has come back: whatever was passed on before may be lost. */
  onReturn(peer: UserId): void {
    this.#lane(peer).doubt();
    this.#lane(peer).flush();
    void this.#tellReadInTurn(peer).catch(() => undefined);
  }

  /** Another tab has something for them that waits. */
  onWaiting(peer: UserId): void {
    this.#lane(peer).flush();
    void this.#tellReadInTurn(peer).catch(() => undefined);
  }

  /** On a new connection, or when the turn has come: of nothing that was sent before is it sure that it has arrived. */
  resendAll(): void {
    const { archive } = this.#options;
    const read = async () => {
      const pending = [...(await archive.outbox()), ...(await archive.untold())];
      for (const peer of new Set(pending.map((message) => message.peer))) this.onReturn(peer);
    };
    void read().catch(() => undefined);
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

  #toStore({ messageId, from, to, clock, sentAt, text, about }: PrivateMessage): StoredMessage {
    // One of mine, from another tab or device of mine.
    const mine = from === this.#options.me();
    return {
      id: messageId,
      peer: mine ? to : from,
      from,
      clock,
      sentAt,
      text,
      ...(about && { about }),
      state: mine ? 'sent' : 'delivered',
      told: false,
    };
  }

  async #tellReadInTurn(peer: UserId): Promise<void> {
    if ((await this.#options.archive.untold(peer)).length === 0) return;
    if (await this.#turn.claim(peer)) await this.#tellRead(peer);
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

  #storingFor(peer: UserId): TaskQueue {
    const storing = this.#storing.get(peer) ?? new TaskQueue();
    this.#storing.set(peer, storing);
    return storing;
  }

  #lane(peer: UserId): OutboxLane {
    const known = this.#lanes.get(peer);
    if (known !== undefined) return known;
    const { signaling, archive, clock, onChange, onNotAccepted } = this.#options;
    const lane = new OutboxLane({
      peer,
      signaling,
      archive,
      clock,
      window: this.#window,
      isMyTurn: () => this.#turn.claim(peer),
      onChange: () => onChange(peer),
      onNotAccepted: () => onNotAccepted(peer),
    });
    this.#lanes.set(peer, lane);
    return lane;
  }
}
