/**
 * What one bot has sent and nobody has confirmed yet, in memory and within a bound. A page keeps its messages itself and sends them
 * again when the other is back; a script that is gone by then cannot, so it is done here for as long as the bot is here.
 */
import type { MessageDraft, MessageReceipt } from '../../protocol/chat.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { LIMITS } from '../../protocol/limits.ts';

const MOST = 200;
/** People whose conversation's clock is remembered. */
const MOST_CLOCKS = 2_000;

export class BotOutbox {
  readonly #unconfirmed = new Map<MessageId, MessageDraft>();
  readonly #clocks = new Map<UserId, number>();

  /** The next of the conversation (Lamport). */
  clockFor(peer: UserId): number {
    return Math.min((this.#clocks.get(peer) ?? 0) + 1, LIMITS.clock);
  }

  /** A message of the conversation, of either side, had this clock. */
  saw(peer: UserId, clock: number): void {
    const known = this.#clocks.get(peer) ?? 0;
    this.#clocks.delete(peer);
    this.#clocks.set(peer, Math.max(known, clock));
    forgetOldest(this.#clocks, MOST_CLOCKS);
  }

  keep(draft: MessageDraft): void {
    this.#unconfirmed.set(draft.messageId, draft);
    forgetOldest(this.#unconfirmed, MOST);
  }

  confirmed({ peer, messageIds }: MessageReceipt): void {
    for (const id of messageIds) if (this.#unconfirmed.get(id)?.to === peer) this.#unconfirmed.delete(id);
  }

  /** To be sent again to whoever is back, in order. */
  waitingFor(peer: UserId): readonly MessageDraft[] {
    return [...this.#unconfirmed.values()].filter(({ to }) => to === peer);
  }
}

function forgetOldest(map: Map<unknown, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
