/** Reading, searching and removing what lies in IndexedDB, never by going through all of it. */
import type { IDBPDatabase, IDBPTransaction } from 'idb';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { wordsOf } from './words-of.ts';
import { MOST_FOUND } from './history.ts';
import { fromRow, wordKey, type Schema } from './indexed-rows.ts';
import type { Position, StoredMessage } from './records.ts';

/** The newest of a removed conversation whose ids are remembered: one that nobody confirmed to its sender is sent again. */
const REMEMBERED = 1_000;

/** Sorts after every text that begins alike. */
const LAST_CHARACTER = '\uffff';

type Transaction<Mode extends IDBTransactionMode> = IDBPTransaction<
  Schema,
  ('messages' | 'removed' | 'clocks')[],
  Mode
>;

export class IndexedHistory {
  readonly #database: IDBPDatabase<Schema>;

  constructor(database: IDBPDatabase<Schema>) {
    this.#database = database;
  }

  /** The last ones before a position, or before the end. */
  async before(peer: UserId, position: Position | null, limit: number): Promise<readonly StoredMessage[]> {
    const found: StoredMessage[] = [];
    const range = IDBKeyRange.bound(
      [peer],
      position === null ? endOf(peer) : keyOf(peer, position),
      true,
      true,
    );
    const index = this.#database.transaction('messages').store.index('inOrder');
    let cursor = await index.openCursor(range, 'prev');
    while (cursor !== null) {
      found.push(fromRow(cursor.value));
      if (found.length >= limit) break;
      cursor = await cursor.continue();
    }
    return found.reverse();
  }

  async between(
    peer: UserId,
    first: Position | null,
    last: Position | null,
    limit?: number,
  ): Promise<readonly StoredMessage[]> {
    const range = IDBKeyRange.bound(
      first === null ? [peer] : keyOf(peer, first),
      last === null ? endOf(peer) : keyOf(peer, last),
    );
    return (await this.#database.getAllFromIndex('messages', 'inOrder', range, limit)).map(fromRow);
  }

  async lastClock(peer: UserId): Promise<number> {
    const reading = this.#database.transaction(['messages', 'clocks']);
    const [last, removed] = await Promise.all([
      reading.objectStore('messages').index('inOrder').openKeyCursor(rangeOf(peer), 'prev'),
      reading.objectStore('clocks').get(peer),
    ]);
    return Math.max(last?.key[1] ?? 0, removed ?? 0);
  }

  async search(text: string, peer?: UserId): Promise<readonly StoredMessage[]> {
    const starts = wordsOf(text);
    if (starts.length === 0) return [];
    const reading = this.#database.transaction(['messages', 'removed', 'clocks']);
    const messages = reading.objectStore('messages');
    const peers = peer === undefined ? await peersOf(reading) : [peer];
    const startingWith = async (start: string): Promise<Set<MessageId>> => {
      const keys = peers.map((one) => {
        const begin = wordKey(one, start);
        return messages.index('words').getAllKeys(IDBKeyRange.bound(begin, begin + LAST_CHARACTER));
      });
      return new Set((await Promise.all(keys)).flat());
    };
    const [first = new Set<MessageId>(), ...others] = await Promise.all(starts.map(startingWith));
    const ids = [...first].filter((id) => others.every((ids) => ids.has(id)));
    const newest = ids.sort((a, b) => (a < b ? 1 : -1)).slice(0, MOST_FOUND);
    const rows = await Promise.all(newest.map((id) => messages.get(id)));
    return rows.filter((row) => row !== undefined).map(fromRow);
  }

  /** Null is everybody. */
  async remove(peers: readonly UserId[] | null): Promise<void> {
    const change = this.#database.transaction(['messages', 'removed', 'clocks'], 'readwrite', {
      durability: 'strict',
    });
    const messages = change.objectStore('messages');
    for (const peer of peers ?? (await peersOf(change))) {
      const index = messages.index('inOrder');
      const [last, ids, removed] = await Promise.all([
        index.openKeyCursor(rangeOf(peer), 'prev'),
        index.getAllKeys(rangeOf(peer)),
        change.objectStore('clocks').get(peer),
      ]);
      if (last === null) continue;
      await Promise.all([
        // A late message of theirs may have a lower clock than those removed before.
        change.objectStore('clocks').put(Math.max(last.key[1], removed ?? 0), peer),
        ...ids.slice(-REMEMBERED).map((id) => change.objectStore('removed').put(true, id)),
        ...(peers === null ? [] : ids.map((id) => messages.delete(id))),
      ]);
    }
    await Promise.all([peers === null ? messages.clear() : undefined, change.done]);
  }
}

/** Everybody with whom there is a conversation, by jumping from the one's last message to the next one's first. */
async function peersOf(transaction: Transaction<'readonly'> | Transaction<'readwrite'>): Promise<UserId[]> {
  const peers: UserId[] = [];
  let cursor = await transaction.objectStore('messages').index('inOrder').openKeyCursor();
  while (cursor !== null) {
    const [peer] = cursor.key;
    peers.push(peer);
    cursor = await cursor.continue(endOf(peer));
  }
  return peers;
}

type Key = [UserId, number, UserId, MessageId];
const keyOf = (peer: UserId, { clock, from, id }: Position): Key => [peer, clock, from, id];
/** Arrays sort after every number and string, so this is the end of the conversation. The schema's type knows no such key. */
const endOf = (peer: UserId): Key => [peer, []] as unknown as Key;
const rangeOf = (peer: UserId) => IDBKeyRange.bound([peer], endOf(peer));
