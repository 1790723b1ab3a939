/** The database of this origin, shared by all its tabs: its stores and indexes, and how older ones become what they are now. */
import { openDB, type IDBPDatabase } from 'idb';
import type { Schema } from './indexed-rows.ts';

const VERSION = 2;

export function openDatabase(name: string): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(name, VERSION, {
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
    // A newer page wants to change the database: let it.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
}
