/** What every archive does with a history. */
import type { Archive } from '../../client/storage/archive.ts';
import { MOST_FOUND, type History } from '../../client/storage/history.ts';
import type { Position, StoredMessage } from '../../client/storage/records.ts';
import { storedMessage } from '../support/client-records.ts';
import { userId } from '../support/records.ts';
import { ANNOTATION_RULES } from './annotation-contract.ts';
import { CALL_RULES } from './call-contract.ts';
import { same, type Rule } from './contract.ts';

type Kept = Archive & History;

const ana = userId('ana');
const bea = userId('bea');
const me = userId('me');

const texts = (messages: readonly StoredMessage[]) => messages.map(({ text }) => text);

async function fill(archive: Kept, messages: readonly StoredMessage[]): Promise<void> {
  for (const message of messages) await archive.addMessage(message);
}
/** From 1 to 5, mine and theirs by turns, stored in another order; and one of another conversation. */
const five = [3, 1, 5, 2, 4].map((clock) =>
  storedMessage(`m${clock}`, { clock, from: clock % 2 === 0 ? me : ana, state: 'read' }),
);
const elsewhere = storedMessage('elsewhere', { peer: bea, from: bea, clock: 3 });
const at = (clock: number): Position => {
  const found = five.find((message) => message.clock === clock);
  if (found === undefined) throw new Error(`there is no message ${clock}`);
  return found;
};
const said = (id: string, text: string, change: Partial<StoredMessage> = {}) =>
  storedMessage(id, { text, ...change });

export const HISTORY_RULES: readonly Rule<Kept>[] = [
  {
    title: 'gives the messages before a position, nearest last, and none of another conversation',
    keeps: async (archive) => {
      await fill(archive, [...five, elsewhere]);
      same(texts(await archive.before(ana, at(4), 2)), ['m2', 'm3']);
      same(texts(await archive.before(ana, at(2), 10)), ['m1']);
      same(texts(await archive.before(ana, at(1), 10)), []);
    },
  },
  {
    title: 'gives the messages from a position on',
    keeps: async (archive) => {
      await fill(archive, [...five, elsewhere]);
      same(texts(await archive.since(ana, at(4), 10)), ['m4', 'm5']);
      same(texts(await archive.since(ana, at(2), 2)), ['m2', 'm3']);
    },
  },
  {
    title: 'gives what lies between two positions, and everything between two ends',
    keeps: async (archive) => {
      await fill(archive, [...five, elsewhere]);
      same(texts(await archive.between(ana, at(2), at(4))), ['m2', 'm3', 'm4']);
      same(texts(await archive.between(ana, null, at(2))), ['m1', 'm2']);
      same(texts(await archive.between(ana, null, null)), ['m1', 'm2', 'm3', 'm4', 'm5']);
      same(await archive.between(ana, at(3), at(3)), [at(3)]);
    },
  },
  {
    title: 'tells messages of one clock apart by sender and id',
    keeps: async (archive) => {
      const [one, two, three] = [
        storedMessage('one', { from: ana }),
        storedMessage('two', { from: ana }),
        storedMessage('three', { from: me }),
      ];
      await fill(archive, [three, two, one]);
      same(texts(await archive.before(ana, one, 10)), ['three']);
      same(texts(await archive.since(ana, one, 10)), ['one', 'two']);
    },
  },
  {
    title: 'finds words by their beginning, whatever their case, newest first',
    keeps: async (archive) => {
      await fill(archive, [
        said('a1', 'The CABLE is long'),
        said('a3', 'cables, two of them'),
        said('a2', 'Unplug the cable!', { from: me, state: 'read' }),
        said('a4', 'A decable'),
        said('b1', 'cable', { peer: bea, from: bea }),
      ]);
      same(texts(await archive.search('cab')), [
        'cable',
        'cables, two of them',
        'Unplug the cable!',
        'The CABLE is long',
      ]);
      same(texts(await archive.search('CABLES')), ['cables, two of them']);
      same(texts(await archive.search('cab', bea)), ['cable']);
      same(texts(await archive.search('cable th', ana)), [
        'cables, two of them',
        'Unplug the cable!',
        'The CABLE is long',
      ]);
      same(texts(await archive.search('cable unplug')), ['Unplug the cable!']);
      same(texts(await archive.search('able')), []);
    },
  },
  {
    title: 'finds letters of every script, and nothing where there is no word',
    keeps: async (archive) => {
      await fill(archive, [said('a', 'Größe über alles'), said('b', 'Привет, мир'), said('c', '東京タワー')]);
      same(texts(await archive.search('GRÖ')), ['Größe über alles']);
      same(texts(await archive.search('мир')), ['Привет, мир']);
      same(texts(await archive.search('東京')), ['東京タワー']);
      same(texts(await archive.search(' ?! ')), []);
    },
  },
  {
    title: 'finds no more than it says, and the newest of all',
    keeps: async (archive) => {
      const many = Array.from({ length: MOST_FOUND + 5 }, (_, index) =>
        said(`n${1000 + index}`, `word ${index}`),
      );
      await fill(archive, many);
      same(texts(await archive.search('word')), texts(many.reverse().slice(0, MOST_FOUND)));
    },
  },
  {
    title: 'removes a conversation with all that was about it, and no other',
    keeps: async (archive) => {
      const waiting = said('w', 'waiting', { from: me, state: 'waiting', clock: 9 });
      const unread = said('u', 'unread', { state: 'delivered', clock: 8 });
      await fill(archive, [...five, waiting, unread, elsewhere]);
      await archive.removeConversation(ana);
      same(await archive.latest(ana, 10), []);
      same(await archive.outbox(), []);
      same(await archive.countUnread(ana), 0);
      same(await archive.search('m1'), []);
      same(texts(await archive.latest(bea, 10)), ['elsewhere']);
      same(texts(await archive.search('elsewhere')), ['elsewhere']);
    },
  },
  {
    title: 'takes no removed message back when it is sent again, and takes a new one',
    keeps: async (archive) => {
      await fill(archive, five);
      await archive.removeConversation(ana);
      same(await archive.addMessage(storedMessage('m5', { clock: 5 })), false);
      same(await archive.addMessage(storedMessage('m6', { clock: 4 })), true);
      same(texts(await archive.latest(ana, 10)), ['m6']);
    },
  },
  {
    title:
      'goes on counting where a removed conversation was, so that the other side sees the next message last',
    keeps: async (archive) => {
      same(await archive.lastClock(ana), 0);
      await fill(archive, five);
      same(await archive.lastClock(ana), 5);
      await archive.removeConversation(ana);
      same(await archive.lastClock(ana), 5);
      await archive.removeConversation(ana);
      same(await archive.lastClock(ana), 5);
      await fill(archive, [storedMessage('m7', { clock: 7 })]);
      same(await archive.lastClock(ana), 7);
      same(await archive.lastClock(bea), 0);
    },
  },
  {
    title: 'removes everything but the contacts',
    keeps: async (archive) => {
      const contact = { peer: bea, name: 'Bea', mine: 'blocked', theirs: false } as const;
      await archive.putContact(contact);
      await fill(archive, [...five, elsewhere]);
      await archive.removeEverything();
      for (const peer of [ana, bea]) same(await archive.latest(peer, 10), []);
      same(await archive.addMessage(elsewhere), false);
      same([await archive.lastClock(ana), await archive.lastClock(bea)], [5, 3]);
      same(await archive.contacts(), [contact]);
    },
  },
  {
    title: 'knows their messages that were never on screen, in order',
    keeps: async (archive) => {
      await fill(archive, [
        ...five,
        said('late', 'late', { clock: 7 }),
        said('early', 'early', { clock: 6 }),
        said('own', 'own', { clock: 8, from: me, state: 'sent' }),
        elsewhere,
      ]);
      same(texts(await archive.unread(ana)), ['early', 'late']);
      same(await archive.countUnread(ana), 2);
    },
  },
  ...ANNOTATION_RULES,
  ...CALL_RULES,
];
