import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runAccountCommand } from './account-command.ts';
import { databasePath, openDatabase, tidy } from './database.ts';

it('a backup that fails half-way leaves no file that could be taken for one', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'earshot-backup-'));
  const path = databasePath(dataDir);
  const database = await openDatabase(path);
  tidy(database);
  database.close();
  const whole = await readFile(path);
  // All but the first page, which says what there is.
  await writeFile(path, whole.fill(0xff, 4_096));
  const backup = runAccountCommand({
    config: { dataDir, port: 1 },
    command: { action: 'backup', file: 'copy.db' },
    cwd: dataDir,
    now: () => 0,
    print: () => {},
  });
  await expect(backup).rejects.toThrow('is damaged');
  expect(await readdir(dataDir)).not.toContain('copy.db');
  await rm(dataDir, { recursive: true });
});
