/** Replies, edits, deletes and reactions over a network that loses, doubles and overtakes. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isDeleted } from '../storage/annotations.ts';
import type { StoredMessage } from '../storage/records.ts';
import { ABOUT_KINDS } from '../../protocol/chat.ts';
import { type Browser, MessageNet } from '../../tests/support/message-net.ts';
import { settled } from '../../tests/support/settled.ts';

const other = (net: MessageNet, browser: Browser) => (browser === net.ana ? net.bea : net.ana);
const all = (net: MessageNet, browser: Browser) =>
  browser.archive.between(other(net, browser).id, null, null);

/** What both sides have to show alike. */
const shown = ({ id, from, clock, text, sentAt, about, editedAt, reactions }: StoredMessage) =>
  ({ id, from, clock, text, sentAt, about, editedAt, reactions }); // prettier-ignore

async function connected(): Promise<MessageNet> {
  const net = new MessageNet();
  await net.calm();
  return net;
}

it('[MSG-12] a message deleted before it was delivered arrives as deleted, and its words do not', async () => {
  const net = await connected();
  const { ana, bea } = net;
  net.disconnect(bea);
  await ana.delivery.send(bea.id, 'secret');
  await net.pass();
  const [message] = await all(net, ana);
  if (message === undefined) throw new Error('nothing was stored');
  await ana.delivery.send(bea.id, 'another secret', { kind: 'edit', message: message.id });
  await net.pass();
  await ana.delivery.send(bea.id, '', { kind: 'delete', message: message.id });
  const seen: string[] = [];
  bea.page.notices.on('receive_private_message', ({ text }) => void seen.push(text));
  await net.calm();
  expect(seen).toEqual(['', '', '']);
  expect((await all(net, bea)).map(isDeleted)).toEqual([true]);
  expect((await all(net, bea)).map(shown)).toEqual((await all(net, ana)).map(shown));
});

it('[MSG-10] makes no sound of an edit, a delete or a reaction', async () => {
  const net = await connected();
  const { ana, bea } = net;
  await ana.delivery.send(bea.id, 'hello');
  await net.calm();
  const message = (await all(net, ana))[0];
  if (message === undefined) throw new Error('nothing was stored');
  const heard = bea.heard.length;
  await ana.delivery.send(bea.id, 'hello!', { kind: 'edit', message: message.id });
  await ana.delivery.send(bea.id, '👍', { kind: 'reaction', message: message.id });
  await net.calm();
  expect(bea.heard.length).toBe(heard);
  await ana.delivery.send(bea.id, 'and', { kind: 'reply', message: message.id });
  await net.calm();
  expect(bea.heard.length).toBe(heard + 1);
});

const first = fc.boolean();
const at = fc.nat(30);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('say' as const), first }) },
  {
    weight: 8,
    // Anything about any message, also what is none of one's own: nobody may believe it.
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      first,
      kind: fc.constantFrom(...ABOUT_KINDS),
      at,
      emoji: fc.constantFrom('👍', '🎉', ''),
    }),
  },
  { weight: 20, arbitrary: fc.record({ do: fc.constant('deliver' as const), at }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('lose' as const), at }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('double' as const), at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reload' as const), first }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('disconnect' as const), first }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('connect' as const), first }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), first, ms: fc.nat(5_000) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function take(net: MessageNet, each: Step): Promise<void> {
  if (each.do === 'deliver' || each.do === 'lose' || each.do === 'double') return net[each.do](each.at);
  const browser = each.first ? net.ana : net.bea;
  const peer = other(net, browser).id;
  if (each.do === 'say') await browser.delivery.send(peer, `said ${net.newId()}`);
  else if (each.do === 'change') {
    const { kind, emoji } = each;
    const messages = await all(net, browser);
    const message = messages[each.at % Math.max(1, messages.length)]?.id;
    if (message === undefined) return;
    const text = { reply: 'reply', edit: `edit ${net.newId()}`, delete: '', reaction: emoji }[kind];
    await browser.delivery.send(peer, text, { kind, message });
  } else if (each.do === 'reload') browser.reload();
  else if (each.do === 'wait') browser.clock.advance(each.ms);
  else net[each.do](browser);
  await settled();
}

it('[MSG-11] whatever is lost, doubled, overtaken, both sides end with the same view and no word that was deleted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 120, size: 'max' }), async (steps) => {
      const net = await connected();
      for (const each of steps) await take(net, each);
      // Only a connection takes with it what greets a page, so it ends with new ones.
      net.restart();
      await net.calm();
      const [one, two] = [await all(net, net.ana), await all(net, net.bea)];
      expect(one.map(shown)).toEqual(two.map(shown));
      expect([...(await net.ana.archive.outbox()), ...(await net.bea.archive.outbox())]).toEqual([]);
      for (const message of one.filter(isDeleted)) {
        expect(message).toMatchObject({ text: '', about: { kind: 'delete', message: message.id } });
        expect([message.editedAt, message.reactions]).toEqual([undefined, undefined]);
      }
    }),
    { numRuns: 300 },
  );
});
