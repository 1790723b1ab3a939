import { describe, it } from 'vitest';
import { MemoryArchive } from '../../client/storage/memory-archive.ts';
import { RETENTION_RULES } from './retention-contract.ts';

describe('how long the archive in memory keeps messages', () => {
  it.each(RETENTION_RULES)('$title', async ({ keeps }) => {
    let now = 0;
    await keeps({ archive: new MemoryArchive(() => now), turn: (to) => (now = to) });
  });
});
