/**
 * What waits for one person while the page lives: sent in order, several under way at once on the one connection, which keeps their
 * order; and again after any doubt, until a browser of theirs has confirmed it (docs/protocol.md, MSG-3). It reads the outbox once
 * for each run over it, and what is written meanwhile is added to the run.
 */
import type { Clock } from '../base/clock.ts';
import type { SlidingWindow } from '../base/sliding-window.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { Archive } from '../storage/archive.ts';
import type { StoredMessage } from '../storage/records.ts';
import { AppError } from '../../protocol/errors.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

interface OutboxLaneOptions {
  readonly peer: UserId;
  readonly signaling: Signaling;
  readonly archive: Archive;
  readonly clock: Clock;
  /** Of the connection: all lanes share it. */
  readonly window: SlidingWindow;
  /** Whether this tab is the one that sends; where another is, it is told to. */
  readonly isMyTurn: () => Promise<boolean>;
  /** Messages have moved on in the archive. */
  readonly onChange: () => void;
  /** The server says that this person does not accept mine. */
  readonly onNotAccepted: () => void;
}

export class OutboxLane {
  readonly #options: OutboxLaneOptions;
  /** Not confirmed, as far as this tab knows. */
  readonly #unconfirmed = new Set<MessageId>();
  /** Passed on since the last doubt, and as the how manieth; not sent again until the next. */
  readonly #passedOn = new Map<MessageId, number>();
  #passes = 0;
  /** The latest one passed on that was confirmed: on one connection, what was passed on before it has arrived or is lost. */
  #lastConfirmed = 0;
  /** Counts doubts, because an answer that comes after one says nothing about it. */
  #doubts = 0;
  #running = false;
  #again = false;
  /** What the run still has to send; null while none can take more. */
  #queue: StoredMessage[] | null = null;
  #wake: () => void = () => {};
  /** Passed on, and not yet said so in the archive. */
  readonly #unmarked: MessageId[] = [];
  #marking: Promise<void> | null = null;
  /** How long the next retry waits. */
  #retryMs = FIRST_RETRY_MS;
  #retry: { readonly ms: number; readonly cancel: () => void } | null = null;

  constructor(options: OutboxLaneOptions) {
    this.#options = options;
  }

  /** Sends what waits, in order. */
  flush(): void {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    void this.#run();
  }

  /** A message of mine that is stored now and was not before. */
  add(message: StoredMessage): void {
    this.#unconfirmed.add(message.id);
    if (this.#queue === null) return this.flush();
    this.#queue.push(message);
    this.#wake();
  }

  /** Whatever was passed on before may be lost. */
  doubt(): void {
    this.#doubts += 1;
    this.#passedOn.clear();
    this.#cancelRetry();
  }

  /** Browsers of theirs have these. */
  confirm(ids: readonly MessageId[]): void {
    for (const id of ids) {
      this.#lastConfirmed = Math.max(this.#lastConfirmed, this.#passedOn.get(id) ?? 0);
      this.#passedOn.delete(id);
      this.#unconfirmed.delete(id);
    }
    this.#retryMs = FIRST_RETRY_MS;
    // They are there: what was passed on into their silence must not wait as long as that was.
    const isEmpty = this.#unconfirmed.size === 0;
    if (isEmpty || (this.#retry !== null && this.#retry.ms > FIRST_RETRY_MS)) this.#cancelRetry();
    if (!isEmpty && !this.#running) this.#retryLater();
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        const goesOn = await this.#sendWaiting();
        if (goesOn && this.#unconfirmed.size > 0) this.#retryLater();
      } catch {
        // No answer, or nobody there, or a storage that cannot be read just now: all of it waits where it is.
        this.#retryLater();
      }
    }
    this.#running = false;
  }

  /** @returns false where trying again by itself is no use. @throws what the first request that failed was answered with */
  async #sendWaiting(): Promise<boolean> {
    const { archive, signaling, peer, isMyTurn, onNotAccepted } = this.#options;
    // A new connection begins by sending everything.
    if (signaling.state.get().phase !== 'connected') return true;
    if (!(await isMyTurn())) return true;
    const waiting = await archive.outbox(peer);
    this.#unconfirmed.clear();
    for (const { id } of waiting) this.#unconfirmed.add(id);
    for (const id of this.#passedOn.keys()) if (!this.#unconfirmed.has(id)) this.#passedOn.delete(id);
    const failure = await this.#sendAll(waiting.filter(({ id }) => !this.#passedOn.has(id)));
    if (failure === null) return true;
    if (!(failure.error instanceof AppError && failure.error.code === 'not_accepted')) throw failure.error;
    onNotAccepted();
    return false;
  }

  /** After the first failure nothing more is sent; what is under way by then is waited for. @returns that failure */
  async #sendAll(queue: StoredMessage[]): Promise<{ readonly error: unknown } | null> {
    const { window } = this.#options;
    let failure: { readonly error: unknown } | null = null;
    let underway = 0;
    this.#queue = queue;
    for (let next = 0; failure === null && (next < queue.length || underway > 0);) {
      const message = queue[next];
      if (message === undefined) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      next += 1;
      const leave = await window.enter(message.text.length);
      if (failure === null && this.#unconfirmed.has(message.id)) {
        underway += 1;
        void this.#pass(message)
          .catch((error: unknown) => (failure ??= { error }))
          .finally(() => {
            underway -= 1;
            leave();
            this.#wake();
          });
      } else leave();
    }
    this.#queue = null;
    while (underway > 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    await this.#marking;
    return failure;
  }

  async #pass({ id, clock, sentAt, text, about, state }: StoredMessage): Promise<void> {
    const { signaling, peer } = this.#options;
    const doubts = this.#doubts;
    const pass = (this.#passes += 1);
    const draft = { to: peer, messageId: id, clock, sentAt, text, ...(about && { about }) };
    await signaling.request('send_private_message', draft);
    if (doubts === this.#doubts && this.#unconfirmed.has(id)) this.#passedOn.set(id, pass);
    if (state !== 'waiting') return;
    this.#unmarked.push(id);
    this.#marking ??= this.#markSent();
  }

  /** Those that are passed on while it writes are written together afterwards. */
  async #markSent(): Promise<void> {
    const { archive, onChange } = this.#options;
    while (this.#unmarked.length > 0) {
      // Where it cannot be written now, the receipt says more than this.
      const changed = await archive.advance(this.#unmarked.splice(0), 'sent').catch(() => []);
      if (changed.length > 0) onChange();
    }
    this.#marking = null;
  }

  /**
   * Until the outbox is empty: the recipient's tab may have reloaded without anybody having seen them go. What is passed on while
   * a retry waits is left to the one after it, and puts nothing off. Where they have confirmed something meanwhile, only what was
   * passed on before that is lost, and the rest is still on its way.
   */
  #retryLater(): void {
    if (this.#retry !== null) return;
    const doubtful = [...this.#passedOn.keys()];
    const confirmedBefore = this.#lastConfirmed;
    const ms = this.#retryMs;
    const cancel = this.#options.clock.after(ms, () => {
      this.#retry = null;
      const isSilent = this.#lastConfirmed === confirmedBefore;
      if (isSilent) this.#retryMs = Math.min(ms * 2, LAST_RETRY_MS);
      for (const id of doubtful) {
        if (isSilent || (this.#passedOn.get(id) ?? 0) < this.#lastConfirmed) this.#passedOn.delete(id);
      }
      this.flush();
    });
    this.#retry = { ms, cancel };
  }

  #cancelRetry(): void {
    this.#retry?.cancel();
    this.#retry = null;
    this.#retryMs = FIRST_RETRY_MS;
  }
}
