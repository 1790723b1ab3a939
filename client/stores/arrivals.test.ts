import { expect, it } from 'vitest';
import { storedMessage } from '../../tests/support/client-records.ts';
import { userId } from '../../tests/support/records.ts';
import { ScriptedSignaling } from '../../tests/support/scripted-signaling.ts';
import { settled } from '../../tests/support/settled.ts';
import type { MessageId } from '../../protocol/ids.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import type { StoredMessage } from '../storage/records.ts';
import { Arrivals } from './arrivals.ts';

const [ana, bea] = [userId('ana'), userId('bea')];

/** Storing waits until the test lets it, and fails for texts that begin with "bad". */
class SlowArchive extends MemoryArchive {
  readonly batches: string[][] = [];
  store: () => void = () => {};

  override async addMessages(messages: readonly StoredMessage[]): Promise<readonly StoredMessage[]> {
    this.batches.push(messages.map(({ text }) => text));
    await new Promise<void>((resolve) => (this.store = resolve));
    if (messages.some(({ text }) => text.startsWith('bad'))) throw new Error('full');
    return super.addMessages(messages);
  }
}

function arrivals() {
  const archive = new SlowArchive();
  const signaling = new ScriptedSignaling();
  const heard: string[] = [];
  const subject = new Arrivals({
    archive,
    signaling,
    onNew: (messages) => heard.push(`new ${messages.map(({ text }) => text).join()}`),
    onConfirmed: (peer, ids, changed) => heard.push(`${peer} has ${ids.length}, ${changed.length} moved`),
  });
  const store = async () => {
    archive.store();
    await settled();
  };
  return { archive, signaling, heard, subject, store };
}
const theirs = (text: string, from = ana) => storedMessage(text, { from, peer: from, state: 'delivered' });

it('[MSG-4] what comes while the storage is busy is stored in one go and confirmed in one receipt', async () => {
  const { archive, signaling, heard, subject, store } = arrivals();
  for (const text of ['1', '2', '3']) subject.message(theirs(text));
  subject.message(theirs('4', bea));
  expect(archive.batches).toEqual([['1']]);
  expect(signaling.asked).toEqual([]);
  await store();
  expect(signaling.asked).toEqual([['message_received', { from: ana, messageIds: [theirs('1').id] }]]);
  await store();
  expect(archive.batches).toEqual([['1'], ['2', '3', '4']]);
  expect(signaling.asked.slice(1)).toEqual([
    ['message_received', { from: ana, messageIds: [theirs('2').id, theirs('3').id] }],
    ['message_received', { from: bea, messageIds: [theirs('4').id] }],
  ]);
  expect(heard).toEqual(['new 1', 'new 2,3,4']);
});

it('[MSG-2] what comes twice at once is stored once, and named once in the receipt', async () => {
  const { signaling, heard, subject, store } = arrivals();
  subject.message(theirs('1'));
  await store();
  for (const text of ['2', '2', '1']) subject.message(theirs(text));
  await store();
  await store();
  expect(heard).toEqual(['new 1', 'new 2']);
  expect(signaling.asked.at(-1)).toEqual([
    'message_received',
    { from: ana, messageIds: [theirs('2').id, theirs('1').id] },
  ]);
});

it('[MSG-4] one that cannot be stored is not confirmed, and does not stop the others', async () => {
  const { signaling, heard, subject, store } = arrivals();
  for (const text of ['1', '2', 'bad', '3']) subject.message(theirs(text));
  for (let count = 0; count < 5; count += 1) await store();
  expect(heard).toEqual(['new 1', 'new 2', 'new 3']);
  const confirmed = signaling.asked.flatMap(([, payload]) =>
    'messageIds' in payload ? payload.messageIds : [],
  );
  expect(confirmed).toEqual(['1', '2', '3'].map((text) => theirs(text).id));
});

it('[MSG-6] a receipt waits for the message of mine that came before it', async () => {
  const { archive, heard, subject, store } = arrivals();
  const mine = storedMessage('mine', { from: userId('me'), peer: ana, state: 'sent' });
  subject.message(mine);
  subject.receipt({ peer: ana, messageIds: [mine.id], status: 'read', at: 7 });
  await settled();
  expect(heard).toEqual([]);
  await store();
  expect(heard).toEqual(['new mine', `${ana} has 1, 1 moved`]);
  expect((await archive.latest(ana, 1))[0]?.state).toBe('read');
});

it('no more is stored in one go than one receipt may name', async () => {
  const { archive, signaling, subject, store } = arrivals();
  for (let count = 0; count <= 250; count += 1) subject.message(theirs(`m${count}`));
  for (let count = 0; count < 3; count += 1) await store();
  expect(archive.batches.map(({ length }) => length)).toEqual([1, 200, 50]);
  const named = signaling.asked.map(
    ([, payload]) => (payload as { messageIds: MessageId[] }).messageIds.length,
  );
  expect(named).toEqual([1, 200, 50]);
});
