import { describe, it } from 'vitest';
import { MemoryArchive } from '../../client/storage/memory-archive.ts';
import { HISTORY_RULES } from './history-contract.ts';

describe('the history in memory', () => {
  it.each(HISTORY_RULES)('$title', ({ keeps }) => keeps(new MemoryArchive()));
});
