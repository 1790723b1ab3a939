/** What every archive makes of edits, deletes and reactions; that it is the same on both sides is shown in client/stores/delivery-about.test.ts. */
import type { Archive } from '../../client/storage/archive.ts';
import type { History } from '../../client/storage/history.ts';
import type { StoredMessage } from '../../client/storage/records.ts';
import type { AboutKind } from '../../protocol/chat.ts';
import type { MessageId } from '../../protocol/ids.ts';
import { storedMessage } from '../support/client-records.ts';
import { id, userId } from '../support/records.ts';
import { same, type Rule } from './contract.ts';

type Kept = Archive & History;

const [ana, bea, me] = [userId('ana'), userId('bea'), userId('me')];
const target = storedMessage('target', { text: 'hallo' });

/** By Ana and about her message, unless it says otherwise. */
const about = (kind: AboutKind, clock: number, text: string, change: Partial<StoredMessage> = {}) =>
  storedMessage(`${kind} ${clock}`, {
    clock,
    text,
    about: { kind, message: target.id },
    sentAt: clock * 1_000,
    ...change,
  });
const mine = { from: me, state: 'waiting' } as const;
const gone = { ...target, text: '', about: { kind: 'delete', message: target.id } } as const;

async function fill(archive: Kept, ...messages: readonly StoredMessage[]): Promise<void> {
  for (const message of messages) await archive.addMessage(message);
}
const all = (archive: Kept) => archive.between(ana, null, null);
const ids = (messages: readonly StoredMessage[]) => messages.map((message) => message.id);

export const ANNOTATION_RULES: readonly Rule<Kept>[] = [
  {
    title: '[MSG-10] keeps what a reply is about, and shows it as a message like any other',
    keeps: async (archive) => {
      const reply = about('reply', 2, 'hi', mine);
      await fill(archive, target, reply);
      same(await all(archive), [target, reply]);
      same(await archive.outbox(), [reply]);
      same(ids(await archive.search('hi')), [reply.id]);
    },
  },
  {
    title: '[MSG-10] shows, counts and finds no edit, delete or reaction as a message',
    keeps: async (archive) => {
      const changes = [about('edit', 2, 'hello'), about('reaction', 3, '👍'), about('delete', 4, '')];
      await fill(archive, target, ...changes);
      same(ids(await all(archive)), [target.id]);
      same(ids(await archive.latest(ana, 10)), [target.id]);
      same(ids(await archive.before(ana, { clock: 9, from: ana, id: target.id }, 10)), [target.id]);
      same(ids(await archive.since(ana, { clock: 0, from: ana, id: target.id }, 10)), [target.id]);
      same(await archive.withIds(ana, ids(changes)), []);
      same(await archive.lastClock(ana), 4);
    },
  },
  {
    title: '[MSG-2] stores each of them once, and those of mine stay in the outbox until they are confirmed',
    keeps: async (archive) => {
      const edit = about('edit', 3, 'hello', mine);
      const written = storedMessage('written', { ...mine, clock: 2 });
      same(await archive.addMessage({ ...edit, about: { kind: 'edit', message: written.id } }), true);
      same(await archive.addMessage({ ...edit, about: { kind: 'edit', message: written.id } }), false);
      same(await archive.addMessage(written), true);
      same(ids(await archive.outbox()), [written.id, edit.id]);
      same(ids(await archive.outbox(ana)), [written.id, edit.id]);
      same(ids(await archive.advance([edit.id], 'sent')), [edit.id]);
      same(ids(await archive.outbox(bea)), []);
      same(ids(await archive.advance([edit.id], 'delivered', { at: 5 })), [edit.id]);
      same(ids(await archive.outbox()), [written.id]);
    },
  },
  {
    title: '[MSG-11] shows the last edit in the order of the conversation, whichever came last',
    keeps: async (archive) => {
      const edited = { ...target, text: 'hello', editedAt: 3_000 };
      await fill(archive, about('edit', 3, 'hello'), target);
      same(await all(archive), [edited]);
      await fill(archive, about('edit', 2, 'hullo'));
      same(await all(archive), [edited]);
      same([ids(await archive.search('hullo')), ids(await archive.search('hallo'))], [[], []]);
      same(ids(await archive.search('hello')), [target.id]);
    },
  },
  {
    title: '[MSG-11] takes no edit and no delete from anybody but the author, nor from another conversation',
    keeps: async (archive) => {
      const inAnother = { peer: bea, from: bea };
      await fill(archive, about('edit', 2, 'mine now', mine), about('delete', 3, '', mine), target);
      await fill(archive, about('edit', 4, 'x', inAnother), about('delete', 5, '', inAnother));
      await fill(archive, about('reaction', 6, '👍', inAnother));
      same(await all(archive), [target]);
      same(await archive.withIds(bea, [target.id]), []);
      same(await archive.withIds(ana, [target.id, target.id]), [target]);
    },
  },
  {
    title: '[MSG-11] has one reaction of each person, their last, until they take it back',
    keeps: async (archive) => {
      await fill(archive, about('reaction', 4, '🎉', { id: id('late') }), target);
      await fill(archive, about('reaction', 2, '👍'), about('reaction', 3, '👍', mine));
      const both = [
        { from: me, emoji: '👍' },
        { from: ana, emoji: '🎉' },
      ];
      same(await all(archive), [{ ...target, reactions: both }]);
      await fill(archive, about('reaction', 5, ''));
      same(await all(archive), [{ ...target, reactions: both.slice(0, 1) }]);
      await fill(archive, about('reaction', 6, '', mine));
      same(await all(archive), [target]);
    },
  },
  {
    title: '[MSG-12] keeps no word of what is deleted, nor of its edits, whichever came first',
    keeps: async (archive) => {
      await fill(archive, about('edit', 2, 'secret'), about('reaction', 3, '👍'), target);
      await fill(archive, about('delete', 4, ''));
      same(await all(archive), [gone]);
      await fill(archive, about('edit', 5, 'secret'), about('reaction', 6, '🎉'));
      same(await all(archive), [gone]);
      for (const word of ['hallo', 'secret']) same(await archive.search(word), []);
    },
  },
  {
    title: '[MSG-12] shows as deleted what comes after its delete',
    keeps: async (archive) => {
      await fill(archive, about('delete', 2, ''), target);
      same(await all(archive), [gone]);
      same(await archive.addMessage(target), false);
    },
  },
  {
    title: '[MSG-12] goes on sending what is deleted before it was delivered, without its words',
    keeps: async (archive) => {
      const written = storedMessage('written', { ...mine, text: 'secret' });
      const on = (kind: AboutKind) => ({ ...mine, about: { kind, message: written.id } });
      await fill(archive, written, about('edit', 2, 'secret', on('edit')));
      await fill(archive, about('delete', 3, '', on('delete')));
      const sent = (await archive.outbox()).map(({ text, about: what }) => [text, what]);
      const deletes = ['', { kind: 'delete', message: written.id }];
      same(sent, [deletes, deletes, deletes]);
    },
  },
  {
    title: '[MSG-12] counts no deleted message as unread',
    keeps: async (archive) => {
      await fill(archive, target);
      same(await archive.countUnread(ana), 1);
      await fill(archive, about('delete', 2, ''));
      same([await archive.countUnread(ana), await archive.unread(ana)], [0, []]);
    },
  },
  {
    title: '[MSG-6] knows when a message was delivered and read, also one that is edited later',
    keeps: async (archive) => {
      const written = storedMessage('written', mine);
      await archive.addMessage(written);
      await archive.advance([written.id], 'sent', { at: 1 });
      await archive.advance([written.id], 'delivered', { at: 2 });
      await archive.advance([written.id], 'delivered', { at: 3 });
      await archive.advance([written.id], 'read', { at: 4 });
      await fill(
        archive,
        about('edit', 2, 'hello', { ...mine, about: { kind: 'edit', message: written.id } }),
      );
      const [stored] = await archive.withIds(ana, [written.id]);
      same(stored, { ...written, text: 'hello', editedAt: 2_000, state: 'read', deliveredAt: 2, readAt: 4 });
    },
  },
  {
    title: 'removes with a conversation what changed it, and takes it no more when it is sent again',
    keeps: async (archive) => {
      const change = about('edit', 7, 'hello');
      await fill(archive, target, change, about('reaction', 8, '👍', mine));
      await archive.removeConversation(ana);
      same([await archive.outbox(), await archive.lastClock(ana)], [[], 8]);
      same(await archive.addMessage(change), false);
      const next: StoredMessage = { ...target, id: id<MessageId>('next'), clock: 9 };
      await fill(archive, next);
      same(await all(archive), [next]);
      await fill(archive, about('edit', 10, 'orphan', { about: { kind: 'edit', message: id('nobody') } }));
      await archive.removeEverything();
      same(await archive.lastClock(ana), 10);
    },
  },
];
