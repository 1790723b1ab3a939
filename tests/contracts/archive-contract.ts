/** What every archive does with contacts and messages; what it does with a history is in history-contract.ts. */
import type { Archive } from '../../client/storage/archive.ts';
import type { StoredMessage, StoredState } from '../../client/storage/records.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { contact, storedMessage } from '../support/client-records.ts';
import { id, userId } from '../support/records.ts';
import { same, type Rule } from './contract.ts';

const [ana, bea, me] = [userId('ana'), userId('bea'), userId('me')];
const STATES: readonly StoredState[] = ['waiting', 'sent', 'delivered', 'read'];

const theirs = (word: string, change: Partial<StoredMessage> = {}) => storedMessage(word, change);
const mine = (word: string, change: Partial<StoredMessage> = {}) =>
  storedMessage(word, { from: me, state: 'waiting', ...change });

async function fill(archive: Archive, ...messages: readonly StoredMessage[]): Promise<void> {
  for (const message of messages) await archive.addMessage(message);
}
const texts = (messages: readonly StoredMessage[]) => messages.map(({ text }) => text);
const the = async (archive: Archive, peer: UserId = ana) => (await archive.latest(peer, 1))[0];
const contactsOf = async (archive: Archive) =>
  [...(await archive.contacts())].sort((a, b) => (a.peer < b.peer ? -1 : 1));

export const ARCHIVE_RULES: readonly Rule<Archive>[] = [
  {
    title: 'holds nothing at first',
    keeps: async (archive) => {
      same(await archive.contacts(), []);
      same([await archive.latest(ana, 10), await archive.outbox(), await archive.untold()], [[], [], []]);
      same([await archive.unread(ana), await archive.countUnread(ana)], [[], 0]);
    },
  },
  {
    title: '[MSG-2] stores a message once, by its id, and nothing of what comes under it later',
    keeps: async (archive) => {
      const first = theirs('m', { text: 'first' });
      same(await archive.addMessage(first), true);
      same(await archive.addMessage(first), false);
      same(await archive.addMessage({ ...first, text: 'another', clock: 9, state: 'read' }), false);
      same(await archive.addMessage({ ...first, peer: bea, from: bea }), false);
      same(await archive.latest(ana, 10), [first]);
      same(await archive.latest(bea, 10), []);
    },
  },
  {
    title: '[MSG-2] stores a message once that comes twice in one moment',
    keeps: async (archive) => {
      const both = await Promise.all([archive.addMessage(theirs('m')), archive.addMessage(theirs('m'))]);
      same(both.sort(), [false, true]);
      same(texts(await archive.latest(ana, 10)), ['m']);
    },
  },
  {
    title: '[MSG-2] stores several at once as it does one after the other, and says which were new',
    keeps: async (archive) => {
      const [one, two] = [theirs('one', { clock: 1 }), theirs('two', { clock: 2 })];
      same(await archive.addMessages([]), []);
      same(await archive.addMessage(one), true);
      same(await archive.addMessages([two, { ...two, text: 'again' }, one]), [two]);
      same(await archive.addMessages([one, two]), []);
      same(await archive.latest(ana, 10), [one, two]);
    },
  },
  {
    title: '[MSG-2] stores a message once that comes alone and among several in one moment',
    keeps: async (archive) => {
      const three = ['a', 'b', 'c'].map((word, index) => theirs(word, { clock: index + 1 }));
      const [alone, several] = await Promise.all([archive.addMessage(three[1]!), archive.addMessages(three)]);
      same([alone, texts(several)], [true, ['a', 'c']]);
      same(texts(await archive.latest(ana, 10)), ['a', 'b', 'c']);
    },
  },
  {
    title: 'gives back exactly what was stored',
    keeps: async (archive) => {
      const odd = [
        theirs('a', { text: 'x'.repeat(LIMITS.messageCharacters) }),
        theirs('b', { text: '👩‍👩‍👧‍👦 \u0000 \u202E \uD800 line\nbreak' }),
        theirs('c', { clock: LIMITS.clock, sentAt: LIMITS.sentAt }),
        mine('d', { clock: 0, sentAt: 0, text: '' }),
        theirs('e', { state: 'read', told: true }),
      ];
      for (const message of odd) {
        await archive.addMessage(message);
        const stored = await archive.latest(ana, 10);
        same(
          stored.filter((each) => each.id === message.id),
          [message],
        );
      }
    },
  },
  {
    title: '[MSG-5] gives the newest messages of one conversation, in its order',
    keeps: async (archive) => {
      const order = [
        mine('first', { clock: 1 }),
        mine('by sender 1', { clock: 2, id: id<MessageId>('z') }),
        theirs('by sender 2', { clock: 2, id: id<MessageId>('a') }),
        theirs('by id 1', { clock: 3, id: id<MessageId>('x') }),
        theirs('by id 2', { clock: 3, id: id<MessageId>('y') }),
        theirs('a clock of 10 is after one of 9', { clock: 10 }),
      ];
      await fill(archive, ...order.toReversed(), theirs('elsewhere', { peer: bea, from: bea, clock: 5 }));
      const wanted = texts(order);
      same(texts(await archive.latest(ana, 100)), wanted);
      same(texts(await archive.latest(ana, 3)), wanted.slice(-3));
      same(texts(await archive.latest(ana, 1)), wanted.slice(-1));
    },
  },
  {
    title: '[MSG-6] moves a message forward from every state to every later one, and never back',
    keeps: async (archive) => {
      for (const [before, from] of STATES.entries()) {
        for (const [after, to] of STATES.entries()) {
          const message = mine(`${from}${to}`, { state: from });
          await archive.addMessage(message);
          const moved = after > before ? [{ ...message, state: to }] : [];
          same(await archive.advance([message.id], to), moved);
          const stored = (await archive.latest(ana, 100)).find((each) => each.id === message.id);
          same(stored?.state, after > before ? to : from);
        }
      }
    },
  },
  {
    title: '[MSG-6] moves those that it knows, each once, and leaves the others alone',
    keeps: async (archive) => {
      await fill(archive, mine('a', { clock: 1 }), mine('b', { clock: 2 }), mine('c', { state: 'read' }));
      const ids = ['b', 'unknown', 'a', 'c', 'b'].map((word) => id<MessageId>(word));
      same(texts(await archive.advance(ids, 'delivered')), ['b', 'a']);
      same(await archive.advance(ids, 'delivered'), []);
      same(await archive.advance([], 'read'), []);
    },
  },
  {
    title: '[MSG-6] ends in the later of two states that come in one moment',
    keeps: async (archive) => {
      const message = mine('m');
      await archive.addMessage(message);
      await Promise.all([archive.advance([message.id], 'read'), archive.advance([message.id], 'delivered')]);
      same((await the(archive))?.state, 'read');
    },
  },
  {
    title: '[MSG-3] has in the outbox what is mine and unconfirmed, in order, of one person or of all',
    keeps: async (archive) => {
      const toAna = [mine('a2', { clock: 2, state: 'sent' }), mine('a1', { clock: 1 })];
      const toBea = mine('b', { peer: bea, clock: 3 });
      await fill(archive, ...toAna, toBea, theirs('theirs', { clock: 4, state: 'delivered' }));
      await fill(archive, mine('d', { state: 'delivered' }), mine('r', { state: 'read' }));
      same(texts(await archive.outbox()), ['a1', 'a2', 'b']);
      same(texts(await archive.outbox(ana)), ['a1', 'a2']);
      same(texts(await archive.outbox(bea)), ['b']);
      same(await archive.outbox(me), []);
    },
  },
  {
    title: '[MSG-3] takes out of the outbox what is confirmed, not what was only passed on',
    keeps: async (archive) => {
      const message = mine('m');
      await archive.addMessage(message);
      await archive.advance([message.id], 'sent');
      same(await archive.outbox(), [{ ...message, state: 'sent' }]);
      await archive.advance([message.id], 'delivered');
      same(await archive.outbox(), []);
      await archive.advance([message.id], 'sent');
      same(await archive.outbox(), []);
    },
  },
  {
    title: 'knows what was never on screen: theirs, until it is read',
    keeps: async (archive) => {
      await fill(archive, theirs('one', { clock: 2 }), theirs('two', { clock: 1 }), mine('mine'));
      await fill(archive, theirs('read', { state: 'read' }), theirs('of Bea', { peer: bea, from: bea }));
      same([await archive.countUnread(ana), await archive.countUnread(bea)], [2, 1]);
      same(texts(await archive.unread(ana)), ['two', 'one']);
      await archive.advance([id<MessageId>('one')], 'read');
      same([await archive.countUnread(ana), await archive.countUnread(bea)], [1, 1]);
      same(texts(await archive.unread(ana)), ['two']);
    },
  },
  {
    title: '[MSG-6] knows what was read untold: theirs, until their sender is told',
    keeps: async (archive) => {
      const [one, two] = [theirs('one', { clock: 2 }), theirs('two', { clock: 1 })];
      const ofBea = theirs('of Bea', { peer: bea, from: bea, clock: 3 });
      await fill(archive, one, two, ofBea, mine('mine', { state: 'read' }));
      same(await archive.untold(), []);
      await archive.advance([one.id, two.id, ofBea.id], 'read');
      same(texts(await archive.untold()), ['two', 'one', 'of Bea']);
      same(texts(await archive.untold(ana)), ['two', 'one']);
      same(await archive.advance([two.id], 'read', { told: true }), [{ ...two, state: 'read', told: true }]);
      same(texts(await archive.untold()), ['one', 'of Bea']);
    },
  },
  {
    title: '[MSG-6] keeps what was told as told, whatever comes after it',
    keeps: async (archive) => {
      const message = theirs('m', { state: 'read', told: true });
      await archive.addMessage(message);
      same(await archive.advance([message.id], 'read'), []);
      same(await archive.advance([message.id], 'delivered', { told: true }), []);
      same(await the(archive), message);
      same(await archive.untold(), []);
    },
  },
  {
    title: 'keeps one contact for each person, the last one put',
    keeps: async (archive) => {
      await archive.putContact(contact('bea'));
      await archive.putContact(contact('ana'));
      await archive.putContact(contact('bea', { name: 'Beatrice', mine: 'blocked', theirs: false }));
      const wanted = [contact('ana'), contact('bea', { name: 'Beatrice', mine: 'blocked', theirs: false })];
      same(await contactsOf(archive), wanted);
    },
  },
  {
    title: 'holds what a promise has resolved for, in the order in which it was asked for',
    keeps: async (archive) => {
      const added = Array.from({ length: 50 }, (_, n) => archive.addMessage(mine(`m${n}`, { clock: n })));
      const moved = archive.advance([id<MessageId>('m7')], 'delivered');
      same((await Promise.all(added)).every(Boolean), true);
      same(texts(await moved), ['m7']);
      same((await archive.latest(ana, 100)).length, 50);
      same((await archive.outbox()).length, 49);
    },
  },
];
