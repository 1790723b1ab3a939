/**
 * Whose turn it is to send, among the tabs of one browser: of the tab that holds a lock, for as long as it lives. The others tell it
 * what waits. One that is told and does not answer is frozen, or has no connection itself, and loses its turn to the tab that asked:
 * a message must never wait for a tab that cannot send it. What two tabs send both, because of that, is recognised by its id.
 */
import type { Clock } from '../base/clock.ts';
import type { UserId } from '../../protocol/ids.ts';

export interface SendingTurn {
  /** Whether this tab is to send what waits for that person. Otherwise another one has been told, and has said that it will. */
  claim(peer: UserId): Promise<boolean>;
}

/** Of a page that has no others beside it. */
export const alwaysMyTurn: SendingTurn = { claim: () => Promise.resolve(true) };

interface TabTurnOptions {
  /** Undefined where the browser has no locks: every tab sends then. */
  readonly locks: Pick<LockManager, 'request'> | undefined;
  readonly clock: Clock;
  /** Tells the other tabs that something waits for that person. */
  readonly tellWaiting: (peer: UserId) => void;
  /** Tells the other tabs that this one sends it. */
  readonly tellSending: () => void;
  /** Whether this tab has a connection to send on. */
  readonly canSend: () => boolean;
  /** Another tab says that something waits for that person, and it is this one's turn. */
  readonly onWaiting: (peer: UserId) => void;
  /** The turn has come to this tab. What the one before it has sent nobody knows. */
  readonly onTurn: () => void;
}

const LOCK = 'earshot-outbox';
/** How long the tab whose turn it is may take to answer. */
const PATIENCE_MS = 1_000;

export class TabTurn implements SendingTurn {
  readonly #options: TabTurnOptions;
  readonly #asking = new Set<(isAnswered: boolean) => void>();
  #isMine = false;
  #isQueued = false;

  constructor(options: TabTurnOptions) {
    this.#options = options;
    if (options.locks === undefined) this.#isMine = true;
    else this.#queue();
  }

  async claim(peer: UserId): Promise<boolean> {
    if (this.#isMine) return true;
    if (await this.#isAnswered(peer)) return false;
    // What came between may have been the turn itself.
    if (!this.#isMine) await this.#request({ steal: true });
    return true;
  }

  /** Another tab has something that waits. */
  heardWaiting(peer: UserId): void {
    const { canSend, onWaiting, tellSending } = this.#options;
    if (!this.#isMine || !canSend()) return;
    tellSending();
    onWaiting(peer);
  }

  /** The tab whose turn it is has answered. */
  heardSending(): void {
    for (const settle of [...this.#asking]) settle(true);
  }

  #isAnswered(peer: UserId): Promise<boolean> {
    const { clock, tellWaiting } = this.#options;
    return new Promise((resolve) => {
      const settle = (isAnswered: boolean) => {
        cancel();
        this.#asking.delete(settle);
        resolve(isAnswered);
      };
      const cancel = clock.after(PATIENCE_MS, () => settle(false));
      this.#asking.add(settle);
      tellWaiting(peer);
    });
  }

  #queue(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    void this.#request({});
  }

  /** Resolves when it is this tab's turn. */
  #request(options: { readonly steal?: true }): Promise<void> {
    return new Promise((resolve) => {
      const take = () => {
        if (options.steal === undefined) this.#isQueued = false;
        this.#take();
        resolve();
      };
      const forLife = () => {
        take();
        return new Promise<never>(() => {});
      };
      this.#options.locks?.request(LOCK, options, forLife).catch((error: unknown) => {
        // Another tab has taken the turn, having had no answer. Otherwise there are no locks to be had here after all.
        if (!(error instanceof DOMException && error.name === 'AbortError')) return take();
        this.#isMine = false;
        this.#queue();
      });
    });
  }

  #take(): void {
    if (this.#isMine) return;
    this.#isMine = true;
    for (const settle of [...this.#asking]) settle(false);
    this.#options.onTurn();
  }
}
