/** The pipe over which a copy is given: text, in order, with what has not left yet. A test puts a pair of its own behind it. */
import { Emitter, type Listenable } from '../base/emitter.ts';

export interface CopyChannelEvents {
  text: string;
  /** Little is waiting to leave. */
  drained: null;
  /** For good. */
  closed: null;
}

export interface CopyChannel {
  readonly events: Listenable<CopyChannelEvents>;
  /** Bytes that wait to leave. */
  readonly backlog: number;
  readonly closed: boolean;
  send(text: string): void;
}

const DRAINED_BYTES = 128_000;

export class DataCopyChannel implements CopyChannel {
  readonly #events = new Emitter<CopyChannelEvents>();
  readonly #channel: RTCDataChannel;
  #closed = false;

  constructor(channel: RTCDataChannel) {
    this.#channel = channel;
    channel.bufferedAmountLowThreshold = DRAINED_BYTES;
    channel.addEventListener('bufferedamountlow', () => this.#events.emit('drained', null));
    channel.addEventListener('close', () => this.close());
    channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string' && !this.#closed) this.#events.emit('text', data);
    });
  }

  get events(): Listenable<CopyChannelEvents> {
    return this.#events;
  }

  get backlog(): number {
    return this.#channel.bufferedAmount;
  }

  get closed(): boolean {
    return this.#closed;
  }

  send(text: string): void {
    // A channel that has just closed says so by its event.
    if (this.#channel.readyState === 'open') this.#channel.send(text);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#channel.close();
    this.#events.emit('closed', null);
  }
}
