import { describe, expect, it } from 'vitest';
import { ARCHIVE_RULES } from '../../tests/contracts/archive-contract.ts';
import { MemoryArchive } from './memory-archive.ts';

describe('the archive in memory', () => {
  it.each(ARCHIVE_RULES.map(({ title, keeps }) => [title, keeps] as const))('%s', (_title, keeps) =>
    keeps(new MemoryArchive()),
  );

  it('says that it keeps nothing', () => {
    expect(new MemoryArchive().kept).toBe(false);
  });
});
