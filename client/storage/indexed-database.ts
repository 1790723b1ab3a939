/** The database of this origin, shared by all its tabs: its stores and indexes, and how older ones become what they are now. */
import { openDB, type IDBPDatabase } from 'idb';
import type { Schema } from './indexed-rows.ts';

const VERSION = 2;

/**
 * `blocked`: an older page in another tab holds the database; it goes on by itself when that one lets go. `replaced`: a newer page
 * has it now. `gone`: it was deleted, or the browser has closed it. `newer`: it was made by a newer page than this one. Nothing
 * can be read or stored in any of them.
 */
export type StorageTrouble = 'blocked' | 'replaced' | 'gone' | 'newer';

export interface StorageListeners {
  /** Null where all is well again. */
  readonly onTrouble?: (trouble: StorageTrouble | null) => void;
  /** Something could not be stored because there is no room. */
  readonly onFull?: () => void;
}

export async function openDatabase(
  name: string,
  { onFull, onTrouble }: StorageListeners = {},
): Promise<IDBPDatabase<Schema>> {
  let wasBlocked = false;
  const database = await openDB<Schema>(name, VERSION, {
    upgrade(database, from, _to, change) {
      if (from < 1) {
        database.createObjectStore('contacts', { keyPath: 'peer' });
        const messages = database.createObjectStore('messages', { keyPath: 'id' });
        messages.createIndex('inOrder', ['peer', 'clock', 'from', 'id']);
        messages.createIndex('outbox', 'outboxOf');
        messages.createIndex('unread', 'unreadOf');
        messages.createIndex('untold', 'untoldOf');
        messages.createIndex('words', 'words', { multiEntry: true });
        database.createObjectStore('removed');
        database.createObjectStore('clocks');
      }
      if (from < 2) {
        const messages = change.objectStore('messages');
        messages.createIndex('said', ['peer', 'sentAt']);
        messages.createIndex('kept', ['peer', 'keptAt']);
        database.createObjectStore('keeping');
        const annotations = database.createObjectStore('annotations', { keyPath: 'id' });
        annotations.createIndex('inOrder', ['peer', 'clock', 'from', 'id']);
        annotations.createIndex('outbox', 'outboxOf');
        annotations.createIndex('about', 'about.message');
      }
    },
    blocked: () => {
      wasBlocked = true;
      onTrouble?.('blocked');
    },
    // A newer page wants to change the database, or somebody to delete it: let them.
    blocking: (_current, wanted, event) => {
      (event.target as IDBDatabase).close();
      onTrouble?.(wanted === null ? 'gone' : 'replaced');
    },
    terminated: () => onTrouble?.('gone'),
  });
  if (wasBlocked) onTrouble?.(null);
  // What happens to a transaction comes by here on its way up.
  database.addEventListener('abort', ({ target }) => {
    if (target instanceof IDBTransaction && target.error?.name === 'QuotaExceededError') onFull?.();
  });
  return database;
}
