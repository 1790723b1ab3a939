/** Two ends of a channel that delivers as it goes, until a test cuts it. */
import { Emitter } from '../../client/base/emitter.ts';
import type { CopyChannel, CopyChannelEvents } from '../../client/device-link/copy-channel.ts';

class End implements CopyChannel {
  readonly events = new Emitter<CopyChannelEvents>();
  readonly backlog = 0;
  readonly pair: CopyPair;
  closed = false;

  constructor(pair: CopyPair) {
    this.pair = pair;
  }

  send(text: string): void {
    if (!this.closed) this.pair.carry(this, text);
  }

  close(): void {
    this.closed = true;
    this.events.emit('closed', null);
  }
}

export class CopyPair {
  readonly giver: CopyChannel = new End(this);
  readonly taker: CopyChannel = new End(this);
  /** Everything that was sent, by either. */
  readonly carried: string[] = [];
  readonly #cutAfter: number;
  /** What comes instead of what was said. */
  readonly #twist: (text: string) => string;

  /** `cutAfter`: the channel breaks with the message after so many, which is lost. */
  constructor({ cutAfter = Infinity, twist = (text: string) => text } = {}) {
    this.#cutAfter = cutAfter;
    this.#twist = twist;
  }

  carry(from: CopyChannel, text: string): void {
    if (this.carried.length >= this.#cutAfter) {
      this.cut();
      return;
    }
    this.carried.push(text);
    const to = from === this.giver ? this.taker : this.giver;
    queueMicrotask(() => {
      if (!to.closed && to instanceof End) to.events.emit('text', this.#twist(text));
    });
  }

  cut(): void {
    for (const end of [this.giver, this.taker]) if (end instanceof End && !end.closed) end.close();
  }
}
