/**
 * The archive of this browser: kept where it keeps anything, in memory where it does not (private windows, blocked storage). Never
 * in memory beside a database that is there: what would be confirmed then would be lost.
 */
import type { Archive } from './archive.ts';
import type { History } from './history.ts';
import type { Portable } from './holdings.ts';
import { openIndexedArchive } from './indexed-archive.ts';
import type { StorageListeners } from './indexed-database.ts';
import { MemoryArchive } from './memory-archive.ts';
import type { Retention } from './retention.ts';

export async function openArchive(
  listeners: StorageListeners = {},
): Promise<Archive & History & Portable & Retention> {
  try {
    return await openIndexedArchive('earshot', listeners);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'VersionError') {
      listeners.onTrouble?.('newer');
      return new Promise(() => {});
    }
    return new MemoryArchive();
  }
}
