/**
 * Which conversation each tab of this browser has on screen, told by locks: the browser lets go of them by itself with a tab that
 * is closed or has crashed.
 */
import type { Readable } from '../base/store.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { ConversationView } from './conversations.ts';

export interface ShownConversations {
  /** Runs a step while no tab shows a conversation; where one does, not at all. */
  unlessShown(peer: UserId, step: () => Promise<void>): Promise<void>;
  /** Called when this tab has left a conversation. */
  onLeft(listener: () => void): void;
}

const lockOf = (peer: UserId): string => `earshot-shows-${peer}`;

export class ShownByLocks implements ShownConversations {
  readonly #locks: LockManager;
  readonly #listeners = new Set<() => void>();
  #peer: UserId | null = null;
  #leave: (() => void) | null = null;

  constructor(locks: LockManager, current: Readable<Pick<ConversationView, 'person'> | null>) {
    this.#locks = locks;
    const follow = () => this.#show(current.get()?.person.id ?? null);
    current.subscribe(follow);
    follow();
  }

  async unlessShown(peer: UserId, step: () => Promise<void>): Promise<void> {
    await this.#locks.request(lockOf(peer), { ifAvailable: true }, (lock) =>
      lock === null ? undefined : step(),
    );
  }

  onLeft(listener: () => void): void {
    this.#listeners.add(listener);
  }

  #show(peer: UserId | null): void {
    if (peer === this.#peer) return;
    this.#leave?.();
    this.#leave = null;
    this.#peer = peer;
    if (peer === null) return;
    const left = new Promise<void>((resolve) => (this.#leave = resolve));
    const held = this.#locks.request(lockOf(peer), { mode: 'shared' }, () => left);
    // Told when the lock is free, so that what waits for that finds it so.
    void held.then(() => this.#listeners.forEach((listener) => listener()));
  }
}
