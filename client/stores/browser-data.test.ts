import { expect, it } from 'vitest';
import { contact, storedMessage } from '../../tests/support/client-records.ts';
import { userId } from '../../tests/support/records.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import { StoredData } from './browser-data.ts';
import { Drafts } from './drafts.ts';

const [ana, bea] = [userId('ana'), userId('bea')];

async function browser(usage = () => Promise.resolve<number | null>(null)) {
  const archive = new MemoryArchive();
  const drafts = new Drafts(null);
  let deletions = 0;
  const data = new StoredData({ history: archive, drafts, usage, onDeleted: () => (deletions += 1) });
  await archive.addMessage(storedMessage('one'));
  await archive.addMessage(storedMessage('two'));
  await archive.addMessage(storedMessage('three', { peer: bea, from: bea }));
  drafts.set(bea, 'half');
  return { archive, data, drafts, deletions: () => deletions };
}

it('says how much is kept, and how much disk that is where the browser knows', async () => {
  const { data } = await browser(() => Promise.resolve(12));
  expect(await data.size()).toEqual({ conversations: 2, messages: 3, bytes: 12 });
  const silent = await browser(() => Promise.reject(new Error('not here')));
  expect(await silent.data.size()).toEqual({ conversations: 2, messages: 3, bytes: null });
});

it('deletes conversations, drafts and strangers, and no block and no acceptance', async () => {
  const { archive, data, drafts, deletions } = await browser();
  const stay = [contact('ana'), contact('bea', { mine: 'blocked' })];
  for (const each of [...stay, contact('cem', { mine: 'none' })]) await archive.putContact(each);
  await data.deleteEverything();
  expect(await data.size()).toEqual({ conversations: 0, messages: 0, bytes: null });
  expect([drafts.get(bea), await archive.latest(ana, 10), deletions()]).toEqual(['', [], 1]);
  expect(await archive.contacts()).toEqual(stay);
});

it('tells nobody of a deletion that failed, and leaves the drafts', async () => {
  const { archive, data, drafts, deletions } = await browser();
  archive.removeEverything = () => Promise.reject(new Error('full'));
  await expect(data.deleteEverything()).rejects.toThrow('full');
  expect([drafts.get(bea), deletions()]).toEqual(['half', 0]);
});
