/** Removing what is past its time from IndexedDB, in small steps: each is one transaction, between which the page and other tabs go on. */
import type { IDBPDatabase } from 'idb';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { peersOf, rangeOf, type Schema } from './indexed-rows.ts';
import { isInOutbox, type StoredMessage } from './records.ts';
import { mayGo, type Keep, type Keeping, type Past } from './retention.ts';

const STORES = ['messages', 'annotations', 'removed', 'clocks'] as const;
/** The key of what is kept of new conversations; those of people are longer. */
const FRESH = 'fresh';

export class IndexedRetention {
  readonly #database: IDBPDatabase<Schema>;

  constructor(database: IDBPDatabase<Schema>) {
    this.#database = database;
  }

  async keeping(): Promise<Keeping> {
    const { store } = this.#database.transaction('keeping');
    const [keys, keeps] = await Promise.all([store.getAllKeys(), store.getAll()]);
    const all = keys.map((key, index) => [key, keeps[index] ?? 'always'] as const);
    return {
      fresh: all.find(([key]) => key === FRESH)?.[1] ?? 'always',
      chosen: all.filter((each): each is readonly [UserId, Keep] => each[0] !== FRESH),
    };
  }

  async keep(peer: UserId, keep: Keep): Promise<void> {
    await this.#database.put('keeping', keep, peer);
  }

  async keepFresh(keep: Keep): Promise<void> {
    const change = this.#database.transaction(['keeping', 'messages'], 'readwrite');
    const keeping = change.objectStore('keeping');
    const [before, chosen, peers] = await Promise.all([
      keeping.get(FRESH),
      keeping.getAllKeys(),
      peersOf(change.objectStore('messages').index('inOrder')),
    ]);
    const known = new Set(chosen);
    const unchosen = peers.filter((peer) => !known.has(peer));
    await Promise.all([
      ...unchosen.map((peer) => keeping.put(before ?? 'always', peer)),
      keeping.put(keep, FRESH),
      change.done,
    ]);
  }

  peers(): Promise<readonly UserId[]> {
    return peersOf(this.#database.transaction('messages').store.index('inOrder'));
  }

  async expire(peer: UserId, past: Past, limit: number): Promise<number> {
    const change = this.#database.transaction(STORES, 'readwrite');
    const messages = change.objectStore('messages');
    const annotations = change.objectStore('annotations');
    const gone: StoredMessage[] = [];
    const about: StoredMessage[] = [];
    const seen = new Set<MessageId>();
    // What somebody else says of this message stays in the conversation with them, where it changes nothing.
    const ofPeer = (annotation: Pick<StoredMessage, 'peer'>) => annotation.peer === peer;
    const find = async (name: 'inOrder' | 'kept' | 'said', range: IDBKeyRange) => {
      const cursor = await messages.index(name).openCursor(range);
      for (let at = cursor; at !== null; at = await at.continue()) {
        if (gone.length >= limit) return;
        const { value } = at;
        if (seen.has(value.id) || !mayGo(value, value.keptAt ?? value.sentAt, past)) continue;
        const changes = (await annotations.index('about').getAll(value.id)).filter(ofPeer);
        if (changes.some(isInOutbox)) continue;
        seen.add(value.id);
        gone.push(value);
        about.push(...changes);
      }
    };
    if (past === 'shown') await find('inOrder', rangeOf(peer));
    else {
      const before = IDBKeyRange.bound([peer], [peer, past.keptBefore], false, true);
      await find('kept', before);
      if (gone.length < limit) {
        // Those stored by an older version are in no index of their own.
        const [all, dated] = await Promise.all([
          messages.index('inOrder').count(rangeOf(peer)),
          messages.index('kept').count(rangeOf(peer)),
        ]);
        if (all > dated) await find('said', before);
      }
    }
    if (gone.length > 0) {
      const clocks = change.objectStore('clocks');
      const removed = [...gone, ...about];
      const clock = removed.reduce((most, one) => Math.max(most, one.clock), (await clocks.get(peer)) ?? 0);
      await Promise.all([
        clocks.put(clock, peer),
        ...gone.map(({ id }) => messages.delete(id)),
        ...about.map(({ id }) => annotations.delete(id)),
        ...removed.map(({ id }) => change.objectStore('removed').put(true, id)),
      ]);
    }
    await change.done;
    return gone.length;
  }
}
