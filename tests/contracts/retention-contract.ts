/** What every archive does about how long it keeps messages. Its clock is turned by the rules. */
import type { Archive } from '../../client/storage/archive.ts';
import type { History } from '../../client/storage/history.ts';
import type { CallOutcome, StoredMessage } from '../../client/storage/records.ts';
import type { Keeping, Retention } from '../../client/storage/retention.ts';
import type { MessageId } from '../../protocol/ids.ts';
import { storedMessage } from '../support/client-records.ts';
import { id, userId } from '../support/records.ts';
import { same, type Rule } from './contract.ts';

export interface Ageing {
  readonly archive: Archive & History & Retention;
  /** What the archive's clock shows from now on. */
  readonly turn: (now: number) => void;
}

const [ana, bea, me] = [userId('ana'), userId('bea'), userId('me')];
const mine = { from: me, state: 'delivered' } as const;

const texts = (messages: readonly StoredMessage[]) => messages.map(({ text }) => text);
const left = async ({ archive }: Ageing, peer = ana) => texts(await archive.latest(peer, 100));
/** One message a moment, from 1 on. */
async function fill({ archive, turn }: Ageing, ...messages: readonly StoredMessage[]): Promise<void> {
  for (const [index, message] of messages.entries()) {
    turn(index + 1);
    await archive.addMessage({ ...message, clock: index + 1 });
  }
}
const sorted = ({ fresh, chosen }: Keeping) => [fresh, [...chosen].sort()];

export const RETENTION_RULES: readonly Rule<Ageing>[] = [
  {
    title: 'keeps everything always, until somebody chooses otherwise, for each conversation',
    keeps: async ({ archive }) => {
      same(await archive.keeping(), { fresh: 'always', chosen: [] });
      await archive.keep(ana, 'day');
      await archive.keep(bea, 'month');
      await archive.keep(ana, 'shown');
      same(sorted(await archive.keeping()), [
        'always',
        [
          [ana, 'shown'],
          [bea, 'month'],
        ].sort(),
      ]);
    },
  },
  {
    title: 'leaves conversations that are there as they are when a choice is made for new ones',
    keeps: async (one) => {
      const { archive } = one;
      await fill(one, storedMessage('a'), storedMessage('b', { peer: bea, from: bea }));
      await archive.keep(bea, 'month');
      await archive.keepFresh('day');
      same(sorted(await archive.keeping()), [
        'day',
        [
          [ana, 'always'],
          [bea, 'month'],
        ].sort(),
      ]);
      await archive.keepFresh('shown');
      same(sorted(await archive.keeping()), [
        'shown',
        [
          [ana, 'always'],
          [bea, 'month'],
        ].sort(),
      ]);
    },
  },
  {
    title: 'knows with whom there are messages',
    keeps: async (one) => {
      await fill(one, storedMessage('a'), storedMessage('b', { peer: bea, from: bea }), storedMessage('c'));
      same([...(await one.archive.peers())].sort(), [ana, bea].sort());
      await one.archive.removeConversation(bea);
      same(await one.archive.peers(), [ana]);
    },
  },
  {
    title: 'removes what was stored before a moment, read or not, whatever time it shows itself',
    keeps: async (one) => {
      const { archive } = one;
      const far = 4_000_000_000_000;
      await fill(
        one,
        storedMessage('unread', { sentAt: far }),
        storedMessage('read', { state: 'read', sentAt: 0 }),
        storedMessage('mine', { ...mine, sentAt: far }),
        storedMessage('elsewhere', { peer: bea, from: bea }),
        storedMessage('later', { sentAt: 0 }),
      );
      same(await archive.expire(ana, { keptBefore: 1 }, 10), 0);
      same(await archive.expire(ana, { keptBefore: 5 }, 10), 3);
      same([await left(one), await left(one, bea)], [['later'], ['elsewhere']]);
      same(await archive.countUnread(ana), 1);
      same(await archive.search('unread'), []);
      same(await archive.times(ana), [0, 0]);
    },
  },
  {
    title: 'counts from when a message was stored, whatever has happened to it since',
    keeps: async (one) => {
      const { archive, turn } = one;
      await fill(one, storedMessage('read'), storedMessage('sent', { from: me, state: 'waiting' }));
      turn(9);
      const [read, sent] = await archive.latest(ana, 2);
      if (read === undefined || sent === undefined) throw new Error('nothing is there');
      await archive.advance([read.id], 'read');
      await archive.advance([sent.id], 'delivered');
      same(await archive.expire(ana, { keptBefore: 3 }, 10), 2);
    },
  },
  {
    title: '[MSG-3] never removes what is not delivered, and removes it when it is',
    keeps: async (one) => {
      const { archive } = one;
      const [waiting, sent] = [
        storedMessage('waiting', { from: me, state: 'waiting' }),
        storedMessage('sent', { from: me, state: 'sent' }),
      ];
      await fill(one, waiting, sent);
      for (const past of [{ keptBefore: 99 }, 'shown'] as const) same(await archive.expire(ana, past, 10), 0);
      same(texts(await archive.outbox()), ['waiting', 'sent']);
      await archive.advance([waiting.id], 'delivered');
      same(await archive.expire(ana, { keptBefore: 99 }, 10), 1);
      await archive.advance([sent.id], 'delivered');
      same(await archive.expire(ana, 'shown', 10), 1);
    },
  },
  {
    title: 'removes what was shown, and nothing that was not',
    keeps: async (one) => {
      const { archive } = one;
      await fill(
        one,
        storedMessage('unread'),
        storedMessage('read', { state: 'read' }),
        storedMessage('mine', mine),
        storedMessage('elsewhere', { peer: bea, from: bea, state: 'read' }),
      );
      same(await archive.expire(ana, 'shown', 10), 2);
      same([await left(one), await left(one, bea)], [['unread'], ['elsewhere']]);
    },
  },
  {
    title:
      'leaves what somebody else says of a message where it is, and the clock of that conversation with it',
    keeps: async (one) => {
      const { archive } = one;
      const about = { kind: 'edit', message: id<MessageId>('read') } as const;
      await fill(
        one,
        storedMessage('read', { state: 'read' }),
        storedMessage('edit', { peer: bea, from: bea, about }),
      );
      same(await archive.expire(ana, 'shown', 10), 1);
      same([await archive.lastClock(ana), await archive.lastClock(bea)], [1, 2]);
    },
  },
  {
    title: 'removes calls like messages: by their time, or once a missed one was shown',
    keeps: async (one) => {
      const { archive } = one;
      const call = (word: string, outcome: CallOutcome, change: Partial<StoredMessage> = {}) =>
        storedMessage(word, { told: true, call: { media: 'audio', outcome }, ...change });
      await fill(one, call('missed', 'no_answer'), call('mine', 'answered', { from: me, state: 'read' }));
      same(await archive.expire(ana, 'shown', 10), 1);
      same(await left(one), ['missed']);
      same(await archive.expire(ana, { keptBefore: 9e15 }, 10), 1);
      same(await archive.addMessage(call('missed', 'answered')), false);
      same(await left(one), []);
    },
  },
  {
    title: 'removes in steps',
    keeps: async (one) => {
      const { archive } = one;
      await fill(one, ...['a', 'b', 'c', 'd', 'e'].map((word) => storedMessage(word, { state: 'read' })));
      same(await archive.expire(ana, { keptBefore: 9 }, 2), 2);
      same(await left(one), ['c', 'd', 'e']);
      same(await archive.expire(ana, 'shown', 2), 2);
      same(await archive.expire(ana, 'shown', 2), 1);
      same(await archive.expire(ana, 'shown', 2), 0);
      same(await left(one), []);
    },
  },
  {
    title: '[MSG-2] takes nothing back that is sent again, and never turns the clock back',
    keeps: async (one) => {
      const { archive } = one;
      const first = storedMessage('first');
      await fill(one, first, storedMessage('last', { state: 'read' }));
      await archive.expire(ana, { keptBefore: 9 }, 10);
      same([await archive.addMessage(first), await left(one), await archive.lastClock(ana)], [false, [], 2]);
      await archive.addMessage(storedMessage('low', { clock: 1 }));
      await archive.expire(ana, { keptBefore: 9 }, 10);
      same(await archive.lastClock(ana), 2);
    },
  },
  {
    title: '[MSG-10] removes with a message what is about it, and takes no more of that',
    keeps: async (one) => {
      const { archive } = one;
      const read = storedMessage('read', { state: 'read' });
      const about = { kind: 'reaction', message: read.id } as const;
      await fill(one, read, storedMessage('r1', { text: '👍', about }), storedMessage('x'));
      same(await archive.expire(ana, 'shown', 10), 1);
      same([await left(one), await archive.lastClock(ana)], [['x'], 3]);
      const late = storedMessage('r2', { clock: 9, text: '🎉', about });
      same(await archive.addMessage(late), false);
      same(await archive.lastClock(ana), 3);
    },
  },
  {
    title: '[MSG-10] leaves a message for as long as something of mine about it is not delivered',
    keeps: async (one) => {
      const { archive } = one;
      const read = storedMessage('read', { state: 'read' });
      const about = { kind: 'reaction', message: read.id } as const;
      const reaction = storedMessage('r1', { from: me, state: 'sent', text: '👍', about });
      await fill(one, read, reaction);
      for (const past of [{ keptBefore: 99 }, 'shown'] as const) same(await archive.expire(ana, past, 10), 0);
      await archive.advance([reaction.id], 'delivered');
      same([await archive.expire(ana, 'shown', 10), await left(one)], [1, []]);
    },
  },
];
