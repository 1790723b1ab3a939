import { describe, expect, it } from 'vitest';
import { contact, storedMessage } from '../../tests/support/client-records.ts';
import { CopyPair } from '../../tests/support/copy-pair.ts';
import { id, userId } from '../../tests/support/records.ts';
import type { MessageId } from '../../protocol/ids.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import type { StoredMessage } from '../storage/records.ts';
import { MOST_BYTES } from './copy-messages.ts';
import { GiveCopy, type CopyProgress } from './give-copy.ts';
import { TakeCopy } from './take-copy.ts';

const [ana, bea, me] = [userId('ana'), userId('bea'), userId('me')];

const said = (n: number, change: Partial<StoredMessage> = {}): StoredMessage =>
  storedMessage(`m${n}`, {
    id: id<MessageId>(`M${String(n).padStart(6, '0')}`),
    peer: n % 3 === 0 ? bea : ana,
    from: n % 2 === 0 ? me : n % 3 === 0 ? bea : ana,
    clock: n,
    state: 'read',
    told: true,
    ...change,
  });

async function archiveWith(...messages: readonly StoredMessage[]): Promise<MemoryArchive> {
  const archive = new MemoryArchive();
  await archive.addMessages(messages);
  return archive;
}

/** Everything that is in an archive, in a form to compare. */
async function contents(archive: MemoryArchive) {
  const holdings = await archive.holdings();
  const { clocks, removed } = await holdings.traces();
  return {
    contacts: [...(await archive.contacts())].sort((a, b) => (a.peer < b.peer ? -1 : 1)),
    keeping: await archive.keeping(),
    messages: await holdings.after(null, Infinity),
    clocks: [...clocks].sort(),
    removed: [...removed].sort(),
  };
}

async function copying(from: MemoryArchive, to: MemoryArchive) {
  const progress: CopyProgress[] = [];
  const onProgress = (one: CopyProgress) => void progress.push(one);
  const settled = () => Promise.resolve();
  const give = new GiveCopy({ archive: from, holdings: await from.holdings(), settled, onProgress });
  const take = new TakeCopy({
    archive: to,
    holdings: await to.holdings(),
    me,
    onProgress,
    onContacts: () => Promise.resolve(),
  });
  const over = (pair: CopyPair) => {
    const both = Promise.allSettled([take.take(pair.taker), give.give(pair.giver)]);
    return both.then((ends) =>
      ends.map((end) => (end.status === 'fulfilled' ? end.value : String(end.reason))),
    );
  };
  return { over, progress };
}

const many = (count: number) => Array.from({ length: count }, (_, n) => said(n + 1));

describe('a copy', () => {
  it('[LINK-8] brings everything over: contacts, choices, messages with what changed them, and the traces of removed ones', async () => {
    const from = await archiveWith(...many(1_234));
    await from.putContact(contact('ana', { mine: 'accepted', theirs: true }));
    await from.putContact(contact('bea', { mine: 'blocked' }));
    await from.keep(bea, 'month');
    await from.keepFresh('day');
    const former = { name: 'Ana of old', until: 1_000 };
    await from.putContact(contact('cleo', { mine: 'accepted', former }));
    const edit = {
      about: { kind: 'edit', message: said(7).id } as const,
      from: said(7).from,
      text: 'new words',
    };
    await from.addMessage(said(2_000, { ...edit, peer: said(7).peer }));
    await from.addMessage(
      said(2_001, { text: '', call: { media: 'video', outcome: 'answered', seconds: 5 } }),
    );
    const gone = userId('gone');
    await from.addMessage(said(3_000, { peer: gone, from: gone }));
    await from.removeConversation(gone);
    const to = new MemoryArchive();
    const { over, progress } = await copying(from, to);
    const totals = { contacts: 3, messages: 1_236 };
    expect(await over(new CopyPair())).toEqual([totals, totals]);
    expect(await contents(to)).toEqual(await contents(from));
    expect(await to.lastClock(gone)).toBe(3_000);
    expect(progress.at(-1)).toEqual({ messages: 1_236, of: 1_236 });
  });

  it.each([0, 1, 2, 3, 4, 7, 8, 9])(
    '[LINK-8] that is cut after %i messages of the channel goes on behind what is stored, and counts nothing twice',
    async (cutAfter) => {
      const from = await archiveWith(...many(1_000));
      await from.putContact(contact('ana', { mine: 'accepted' }));
      const to = new MemoryArchive();
      const { over } = await copying(from, to);
      expect(await over(new CopyPair({ cutAfter }))).toEqual(['CopyError: lost', 'CopyError: lost']);
      const totals = { contacts: 1, messages: 1_000 };
      const second = new CopyPair();
      expect(await over(second)).toEqual([totals, totals]);
      expect(await contents(to)).toEqual(await contents(from));
    },
  );

  it('[LINK-8] made twice changes nothing, and brings what is behind forward', async () => {
    const from = await archiveWith(said(2, { state: 'read' }), said(4));
    const to = await archiveWith(said(2, { state: 'sent', told: false }));
    const first = await copying(from, to);
    await first.over(new CopyPair());
    expect(await contents(to)).toEqual(await contents(from));
    const second = await copying(from, to);
    const totals = { contacts: 0, messages: 2 };
    expect(await second.over(new CopyPair())).toEqual([totals, totals]);
    expect(await contents(to)).toEqual(await contents(from));
  });

  it('lets a block win over an acceptance, on whichever side it is', async () => {
    const [from, to] = [new MemoryArchive(), new MemoryArchive()];
    await from.putContact(contact('ana', { mine: 'blocked' }));
    await to.putContact(contact('ana', { mine: 'accepted', theirs: true }));
    await from.putContact(contact('bea', { mine: 'accepted' }));
    await to.putContact(contact('bea', { mine: 'blocked' }));
    await (await copying(from, to)).over(new CopyPair());
    expect((await contents(to)).contacts.map(({ mine }) => mine)).toEqual(['blocked', 'blocked']);
  });

  it('keeps every message of the channel within what browsers take', async () => {
    const long = '\u0001'.repeat(LIMITS.messageCharacters);
    const from = await archiveWith(...Array.from({ length: 40 }, (_, n) => said(n + 1, { text: long })));
    const pair = new CopyPair();
    const totals = { contacts: 0, messages: 40 };
    expect(await (await copying(from, new MemoryArchive())).over(pair)).toEqual([totals, totals]);
    const bytes = pair.carried.map((text) => new TextEncoder().encode(text).length);
    expect(Math.max(...bytes)).toBeLessThanOrEqual(MOST_BYTES);
  });

  it.each([
    ['a message of somebody who is not of the conversation', { from: userId('mallory') }],
    ['a conversation with oneself', { peer: me, from: me }],
    ['a text too long', { text: 'x'.repeat(LIMITS.messageCharacters + 1) }],
    ['an id that is none', { id: '__proto__' }],
    ['a state that is none', { state: 'stolen' }],
    ['a clock that is none', { clock: -1 }],
  ])('refuses %s', async (_what, change) => {
    const to = new MemoryArchive();
    const twist = (text: string) => {
      const parsed = JSON.parse(text) as { type: string; messages: object[] };
      if (parsed.type !== 'batch') return text;
      return JSON.stringify({ ...parsed, messages: parsed.messages.map((each) => ({ ...each, ...change })) });
    };
    const { over } = await copying(await archiveWith(said(1)), to);
    const pair = new CopyPair({ twist });
    const ends = over(pair);
    // The giver hears no more, and is told by the end of the channel.
    await expect.poll(() => pair.carried.length).toBeGreaterThan(2);
    pair.cut();
    expect((await ends)[0]).toBe('CopyError: nonsense');
    expect((await contents(to)).messages).toEqual([]);
  });

  it('leaves out what it does not know', async () => {
    const to = new MemoryArchive();
    const twist = (text: string) => text.replaceAll('"told"', '"evil":"x","told"');
    await (await copying(await archiveWith(said(1)), to)).over(new CopyPair({ twist }));
    expect((await contents(to)).messages).toEqual([said(1)]);
  });

  it('is not called done where the two ends have counted differently', async () => {
    const twist = (text: string) =>
      text.replace(/"done","contacts":0,"messages":2/, '"done","contacts":0,"messages":1');
    const { over } = await copying(await archiveWith(said(1), said(2)), new MemoryArchive());
    expect((await over(new CopyPair({ twist })))[1]).toBe('CopyError: differs');
  });
});
