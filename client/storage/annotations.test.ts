import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ABOUT_KINDS } from '../../protocol/chat.ts';
import type { MessageId } from '../../protocol/ids.ts';
import { storedMessage } from '../../tests/support/client-records.ts';
import { id, userId } from '../../tests/support/records.ts';
import { isDeleted } from './annotations.ts';
import { MemoryArchive } from './memory-archive.ts';

const [ana, bea, me] = [userId('ana'), userId('bea'), userId('me')];

/** Few ids and clocks, so that they meet; some are about what never comes, about each other, or about themselves. */
const word = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i');
const message = fc
  .record({
    id: word.map((letter) => id<MessageId>(letter)),
    from: fc.constantFrom(ana, me),
    clock: fc.nat(4),
    about: fc.option(
      fc.record({
        kind: fc.constantFrom(...ABOUT_KINDS),
        message: word.map((letter) => id<MessageId>(letter)),
      }),
    ),
    emoji: fc.constantFrom('👍', '🎉', ''),
  })
  .map(({ about, emoji, ...rest }) => {
    const text =
      about?.kind === 'reaction' ? emoji : about?.kind === 'delete' ? '' : `${rest.id} of ${rest.clock}`;
    return storedMessage('m', { ...rest, text, ...(about && { about }) });
  });
const arrivals = fc
  .uniqueArray(message, { selector: (each) => each.id, maxLength: 9, size: 'max' })
  .chain((all) =>
    fc.tuple(
      fc.shuffledSubarray(all, { minLength: all.length }),
      fc.shuffledSubarray(all, { minLength: all.length }),
    ),
  );

it('[MSG-11] what is shown does not depend on the order in which things came', async () => {
  await fc.assert(
    fc.asyncProperty(arrivals, async (orders) => {
      const views = orders.map(async (order) => {
        const archive = new MemoryArchive();
        for (const each of order) await archive.addMessage(each);
        return [await archive.between(ana, null, null), await archive.outbox(), await archive.lastClock(ana)];
      });
      const [one, two] = await Promise.all(views);
      expect(one).toEqual(two);
    }),
    { numRuns: 500 },
  );
});

it('[MSG-12] what came as deleted already takes no edit and no reaction', async () => {
  const archive = new MemoryArchive();
  const gone = storedMessage('gone', { text: '', about: { kind: 'delete', message: id('gone') } });
  const about = (kind: 'edit' | 'reaction', text: string) =>
    storedMessage(kind, { text, clock: 2, about: { kind, message: gone.id } });
  for (const each of [about('reaction', '👍'), gone, about('edit', 'secret')]) await archive.addMessage(each);
  expect(await archive.between(ana, null, null)).toEqual([gone]);
  expect(isDeleted(gone)).toBe(true);
});

it('[MSG-11] my edit in one conversation is none in another', async () => {
  const archive = new MemoryArchive();
  const written = storedMessage('written', { from: me });
  const edit = { peer: bea, from: me, text: 'x', about: { kind: 'edit', message: written.id } } as const;
  for (const each of [storedMessage('edit', edit), written]) await archive.addMessage(each);
  expect(await archive.between(ana, null, null)).toEqual([written]);
});
