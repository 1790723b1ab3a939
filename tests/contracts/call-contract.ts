/** What every archive does with calls, which are rows of a conversation like messages, and nobody else's business. */
import type { Archive } from '../../client/storage/archive.ts';
import type { History } from '../../client/storage/history.ts';
import { CALL_OUTCOMES, type StoredCall, type StoredMessage } from '../../client/storage/records.ts';
import type { MessageId } from '../../protocol/ids.ts';
import { storedMessage } from '../support/client-records.ts';
import { id, userId } from '../support/records.ts';
import { same, type Rule } from './contract.ts';

type Kept = Archive & History;

const [ana, me] = [userId('ana'), userId('me')];

/** From Ana, and missed, unless it says otherwise. */
const call = (change: Partial<StoredCall> = {}, row: Partial<StoredMessage> = {}): StoredMessage =>
  storedMessage('call', {
    text: '',
    clock: 3,
    told: true,
    call: { media: 'video', outcome: 'no_answer', ...change },
    ...row,
  });
const missed = call();
const elsewhere = call({ outcome: 'answered_elsewhere' }, { state: 'read' });
const answered = call({ outcome: 'answered', seconds: 62 }, { state: 'read' });
const all = (archive: Kept) => archive.between(ana, null, null);

export const CALL_RULES: readonly Rule<Kept>[] = [
  {
    title: 'shows a call among the messages, in its place, and finds no words in it',
    keeps: async (archive) => {
      const [before, after] = [storedMessage('before', { clock: 2 }), storedMessage('after', { clock: 4 })];
      same(await archive.addMessages([after, missed, before]), [after, missed, before]);
      same(await all(archive), [before, missed, after]);
      same(await archive.lastClock(ana), 4);
      same(await archive.search('video'), []);
      same(await archive.search('answer'), []);
    },
  },
  {
    title: 'counts a missed call as unread until it was on screen, and never has anybody to tell that',
    keeps: async (archive) => {
      await archive.addMessage(missed);
      same([await archive.countUnread(ana), await archive.unread(ana)], [1, [missed]]);
      same(await archive.advance([missed.id], 'read'), [{ ...missed, state: 'read' }]);
      same([await archive.countUnread(ana), await archive.untold(), await archive.outbox()], [0, [], []]);
    },
  },
  {
    title: 'never sends a call of mine',
    keeps: async (archive) => {
      await archive.addMessage(call({ outcome: 'cancelled' }, { from: me, state: 'read' }));
      same([await archive.outbox(), await archive.untold()], [[], []]);
    },
  },
  {
    title: 'learns more of a call that it knows, whichever of its tabs knows it, and in any order',
    keeps: async (archive) => {
      same(await archive.addMessage(missed), true);
      same(await archive.addMessage(missed), false);
      same(await archive.addMessage(elsewhere), true);
      same(await all(archive), [elsewhere]);
      same(await archive.addMessage(answered), true);
      same(await all(archive), [answered]);
      for (const less of [elsewhere, missed, call({ outcome: 'answered' }), call({ outcome: 'failed' })]) {
        same(await archive.addMessage(less), false);
      }
      same(await archive.addMessages([missed, call({ outcome: 'answered', seconds: 63 })]), [
        call({ outcome: 'answered', seconds: 63 }),
      ]);
      same(await archive.countUnread(ana), 0);
    },
  },
  {
    title: 'has the best that is known of a call, of every two of its outcomes',
    keeps: async (archive) => {
      for (const [at, outcome] of CALL_OUTCOMES.entries()) {
        for (const [than, other] of CALL_OUTCOMES.entries()) {
          const row = { id: id<MessageId>(`${at}${than}`), clock: 10 * at + than, state: 'read' } as const;
          await archive.addMessages([call({ outcome }, row), call({ outcome: other }, row)]);
          const [stored] = await archive.withIds(ana, [row.id]);
          same(stored?.call?.outcome, at > than ? outcome : other);
        }
      }
    },
  },
  {
    title: 'leaves a call in its place, and read where it was, whatever is learned later',
    keeps: async (archive) => {
      await archive.addMessage(missed);
      await archive.advance([missed.id], 'read');
      await archive.addMessage(call({ outcome: 'busy' }, { clock: 9, sentAt: 9 }));
      same(await all(archive), [call({ outcome: 'busy' }, { state: 'read' })]);
    },
  },
  {
    title: 'learns of a call at once from two tabs, and keeps the better',
    keeps: async (archive) => {
      await Promise.all([missed, answered, elsewhere].map((each) => archive.addMessage(each)));
      same(
        (await all(archive)).map((each) => each.call?.outcome),
        ['answered'],
      );
      same(await archive.countUnread(ana), 0);
    },
  },
  {
    title: '[MSG-11] lets nobody change, delete or react to a call',
    keeps: async (archive) => {
      const about = (kind: 'edit' | 'delete' | 'reaction', clock: number, text: string) =>
        storedMessage(kind, { clock, text, about: { kind, message: missed.id } });
      await archive.addMessages([
        about('delete', 4, ''),
        missed,
        about('edit', 5, 'x'),
        about('reaction', 6, '👍'),
      ]);
      same(await all(archive), [missed]);
      same(await archive.countUnread(ana), 1);
    },
  },
  {
    title: '[MSG-2] takes no message for a call, and no call for a message',
    keeps: async (archive) => {
      const message = storedMessage('call', { clock: 3 });
      same([await archive.addMessage(message), await archive.addMessage(missed)], [true, false]);
      same(await all(archive), [message]);
      await archive.removeConversation(ana);
      same([await archive.addMessage(answered), await all(archive)], [false, []]);
    },
  },
  {
    title: 'removes a call with its conversation, and learns nothing more of it',
    keeps: async (archive) => {
      await archive.addMessage(missed);
      await archive.removeConversation(ana);
      same([await archive.addMessage(answered), await all(archive)], [false, []]);
      same(await archive.lastClock(ana), 3);
    },
  },
];
