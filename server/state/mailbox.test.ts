import { beforeEach, expect, it } from 'vitest';
import { id, userId } from '../../tests/support/records.ts';
import type { MessageId } from '../../protocol/ids.ts';
import { Mailbox } from './mailbox.ts';

const [ana, bea, cy] = [userId('ana'), userId('bea'), userId('cy')];
const message = (word: string, from = ana, to = bea) => ({
  from,
  to,
  messageId: id<MessageId>(word),
  clock: 1,
  sentAt: 0,
  text: word,
});
const texts = (to = bea) => mailbox.waiting(to).map(({ text }) => text);

let mailbox: Mailbox;
beforeEach(() => {
  mailbox = new Mailbox({ perPerson: 2, total: 3, keepMs: 1_000 });
});

it('[MSG-8] keeps messages in the order in which they came', () => {
  mailbox.hold(message('one'), 0);
  mailbox.hold(message('two', cy), 0);
  expect(texts()).toEqual(['one', 'two']);
  expect(texts(ana)).toEqual([]);
});

it('[MSG-8] keeps a message that is sent again once', () => {
  expect(mailbox.hold(message('one'), 0)).toBe(true);
  expect(mailbox.hold(message('one'), 5)).toBe(true);
  expect(texts()).toEqual(['one']);
  expect(mailbox.count).toBe(1);
  mailbox.hold(message('two'), 5);
  expect([mailbox.hold(message('one'), 5), mailbox.count]).toEqual([true, 2]);
});

it('[MSG-8] has room for so many of one person, and for so many in all', () => {
  expect(mailbox.hold(message('one'), 0)).toBe(true);
  expect(mailbox.hold(message('two'), 0)).toBe(true);
  expect(mailbox.hold(message('more'), 0)).toBe(false);
  expect(mailbox.hold(message('other', ana, cy), 0)).toBe(true);
  expect(mailbox.hold(message('full', bea, ana), 0)).toBe(false);
  expect(texts()).toEqual(['one', 'two']);
});

it('[MSG-8] forgets what was confirmed, and only that of the same sender', () => {
  mailbox.hold(message('same', ana), 0);
  mailbox.hold(message('same', cy), 0);
  mailbox.confirm(bea, ana, [id<MessageId>('same'), id<MessageId>('unknown')]);
  expect(mailbox.waiting(bea).map(({ from }) => from)).toEqual([cy]);
  mailbox.confirm(bea, cy, [id<MessageId>('same')]);
  expect(mailbox.count).toBe(0);
});

it('[MSG-8] has room again for what was confirmed, and none for a confirmation twice', () => {
  mailbox.hold(message('one'), 0);
  mailbox.hold(message('two'), 0);
  mailbox.confirm(bea, ana, [id<MessageId>('one'), id<MessageId>('one')]);
  mailbox.confirm(cy, ana, [id<MessageId>('two')]);
  expect(mailbox.count).toBe(1);
  expect(mailbox.hold(message('three'), 0)).toBe(true);
  expect(texts()).toEqual(['two', 'three']);
});

it('[MSG-8] forgets what has waited long enough', () => {
  mailbox.hold(message('old'), 0);
  mailbox.hold(message('new'), 500);
  mailbox.expire(1_000);
  expect(texts()).toEqual(['new']);
  mailbox.expire(1_500);
  expect(mailbox.count).toBe(0);
});
