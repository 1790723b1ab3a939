import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JournalArchive } from '../chaos/journal-archive.ts';
import { storedMessage } from '../support/client-records.ts';
import { id, userId } from '../support/records.ts';
import { HISTORY_RULES } from './history-contract.ts';

const ana = userId('ana');
const me = userId('me');

let folder: string;
let opened: JournalArchive[];
const open = async () => {
  const archive = new JournalArchive(join(folder, 'journal'));
  await archive.load();
  opened.push(archive);
  return archive;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-journal-'));
  opened = [];
});
afterEach(() => {
  for (const archive of opened) archive.close();
  rmSync(folder, { recursive: true });
});

describe('the archive that survives kill -9', () => {
  it.each(HISTORY_RULES)('$title', async ({ keeps }) => {
    await keeps(await open());
  });

  it('holds in another life what it promised in the one before', async () => {
    const before = await open();
    const contact = { peer: ana, name: 'Ana', mine: 'accepted', theirs: true } as const;
    await before.putContact(contact);
    const [mine, theirs] = [
      storedMessage('m1', { peer: ana, from: me, clock: 1, state: 'waiting' }),
      storedMessage('m2', { peer: ana, from: ana, clock: 2, state: 'delivered' }),
    ];
    await before.addMessage(mine);
    await before.addMessage(theirs);
    await before.advance([mine.id], 'sent');
    await before.advance([theirs.id], 'read', { told: true });

    const after = await open();
    expect(await after.contacts()).toEqual([contact]);
    expect(await after.latest(ana, 10)).toEqual(await before.latest(ana, 10));
    expect((await after.outbox()).map((message) => message.id)).toEqual([mine.id]);
    expect(await after.addMessage(theirs)).toBe(false);
  });

  it('forgets in another life what was removed in the one before', async () => {
    const before = await open();
    await before.addMessage(storedMessage('m1', { peer: ana, clock: 7 }));
    await before.removeEverything();
    const after = await open();
    expect(await after.latest(ana, 10)).toEqual([]);
    expect(await after.lastClock(ana)).toBe(7);
  });

  it('drops a line that a kill has cut off, and goes on behind it', async () => {
    await (await open()).addMessage(storedMessage('m1', { peer: ana, clock: 1 }));
    appendFileSync(join(folder, 'journal'), '{"add":{"id":"half');
    await (await open()).addMessage(storedMessage('m2', { peer: ana, clock: 2 }));
    const ids = (await (await open()).latest(ana, 10)).map((message) => message.id);
    expect(ids).toEqual([id('m1'), id('m2')]);
  });
});
