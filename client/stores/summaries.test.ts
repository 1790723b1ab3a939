import { expect, it } from 'vitest';
import { storedMessage } from '../../tests/support/client-records.ts';
import { userId } from '../../tests/support/records.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import { NO_MESSAGES, Summaries } from './summaries.ts';

const ana = userId('ana');

it('a conversation in which nothing was said has no last message', async () => {
  const summaries = new Summaries(new MemoryArchive());
  await summaries.refresh(ana);
  expect(summaries.state.get().get(ana)).toEqual(NO_MESSAGES);
});

it('[MSG-5] the last message is the last in the order of the conversation, not the last to be stored', async () => {
  const archive = new MemoryArchive();
  const summaries = new Summaries(archive);
  await archive.addMessage(storedMessage('last', { clock: 2, sentAt: 5_000 }));
  await archive.addMessage(storedMessage('late', { clock: 1, sentAt: 9_000 }));
  await summaries.refresh(ana);
  expect(summaries.state.get().get(ana)).toEqual({
    unread: 2,
    last: { text: 'last', mine: false, at: 5_000 },
  });
});

it('my own message is mine, and never unread', async () => {
  const archive = new MemoryArchive();
  const summaries = new Summaries(archive);
  await archive.addMessage(storedMessage('hello', { from: userId('me'), state: 'waiting' }));
  await summaries.refresh(ana);
  expect(summaries.state.get().get(ana)).toEqual({
    unread: 0,
    last: { text: 'hello', mine: true, at: 1_000 },
  });
});

it('what was read is unread no more, and other conversations stay as they were', async () => {
  const archive = new MemoryArchive();
  const summaries = new Summaries(archive);
  const bea = userId('bea');
  const [fromAna, fromBea] = [storedMessage('a'), storedMessage('b', { peer: bea, from: bea })];
  for (const message of [fromAna, fromBea]) await archive.addMessage(message);
  for (const peer of [ana, bea]) await summaries.refresh(peer);
  await archive.advance([fromAna.id], 'read');
  const before = summaries.state.get();
  await summaries.refresh(ana);
  expect(summaries.state.get().get(ana)?.unread).toBe(0);
  expect(summaries.state.get().get(bea)).toBe(before.get(bea));
  expect(summaries.state.get()).not.toBe(before);
});

it('a missed call is the last that was said, and unread', async () => {
  const archive = new MemoryArchive();
  const summaries = new Summaries(archive);
  const call = { media: 'video', outcome: 'cancelled' } as const;
  await archive.addMessage(storedMessage('c', { text: '', told: true, call }));
  await summaries.refresh(ana);
  expect(summaries.state.get().get(ana)).toEqual({
    unread: 1,
    last: { text: '', mine: false, at: 1_000, call },
  });
});
