/** The archive of this browser: kept where it keeps anything, in memory where it does not (private windows, blocked storage). */
import type { Archive } from './archive.ts';
import type { History } from './history.ts';
import type { Portable } from './holdings.ts';
import { openIndexedArchive } from './indexed-archive.ts';
import { MemoryArchive } from './memory-archive.ts';
import type { Retention } from './retention.ts';

export async function openArchive(): Promise<Archive & History & Portable & Retention> {
  try {
    return await openIndexedArchive();
  } catch {
    return new MemoryArchive();
  }
}
