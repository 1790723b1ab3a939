import { expect, it } from 'vitest';
import type { StoredMessage } from '../../client/storage/records.ts';
import type { MessageId } from '../../protocol/ids.ts';
import { storedMessage } from '../support/client-records.ts';
import { userId } from '../support/records.ts';
import { judge, type Witness } from './checker.ts';

const [ana, bea] = [userId('ana'), userId('bea')];
const fine = { lost: 0, doubled: 0, reordered: 0, unexpected: 0 };

type Said = readonly [from: 'ana' | 'bea', number: number];
const conversation: readonly Said[] = [
  ['ana', 1],
  ['bea', 1],
  ['ana', 2],
  ['ana', 3],
];
const text = ([from, number]: Said) => `${from} > ${from === 'ana' ? 'bea' : 'ana'} #${number} and so on`;
const kept = (said: readonly Said[]): StoredMessage[] =>
  said.map((each, at) =>
    storedMessage(`${each[0]}${each[1]}x${at}`, { from: userId(each[0]), text: text(each) }),
  );
const anaHas = (messages: readonly StoredMessage[], acknowledged: readonly MessageId[] = []): Witness => ({
  id: ana,
  name: 'ana',
  conversations: new Map([[bea, messages]]),
  acknowledged: new Set(acknowledged),
});
const beaHas = (messages: readonly StoredMessage[]): Witness => ({
  id: bea,
  name: 'bea',
  conversations: new Map([[ana, messages]]),
  acknowledged: new Set(),
});
const judged = (one: readonly Said[], other: readonly Said[]) =>
  judge([anaHas(kept(one)), beaHas(kept(other))]);

it('finds nothing where both sides have everything once and in one order', () => {
  expect(judged(conversation, conversation)).toEqual({ sent: 4, ...fine });
});

it('counts what the recipient does not have as lost', () => {
  expect(judged(conversation, conversation.slice(1))).toMatchObject({ ...fine, lost: 1 });
  expect(judged(conversation, [])).toMatchObject({ lost: 3 });
});

it('counts what its own sender has forgotten as lost', () => {
  const mine = kept(conversation);
  const ids = mine.map(({ id }) => id);
  expect(judge([anaHas(mine.slice(0, 3), ids), beaHas(kept(conversation.slice(0, 3)))])).toMatchObject({
    ...fine,
    lost: 1,
  });
});

it('counts copies, whatever their ids', () => {
  expect(judged(conversation, [...conversation, ['ana', 3]])).toMatchObject({ ...fine, doubled: 1 });
});

it('counts what stands at another place on the other side', () => {
  const [first, second, ...rest] = conversation;
  expect(judged(conversation, [second!, first!, ...rest])).toMatchObject({ ...fine, reordered: 2 });
});

it('counts what a sender wrote later and both show earlier', () => {
  const turned: Said[] = [
    ['ana', 2],
    ['ana', 1],
  ];
  expect(judged(turned, turned)).toMatchObject({ ...fine, reordered: 1 });
});

it('counts what nobody wrote, and what was written to somebody else', () => {
  const foreign = storedMessage('x', { from: ana, text: 'ana > cy #1' });
  const result = judge([anaHas(kept(conversation)), beaHas([...kept(conversation), foreign])]);
  expect(result).toMatchObject({ ...fine, unexpected: 1 });
  expect(judge([anaHas([foreign]), beaHas([foreign])])).toMatchObject({ ...fine, unexpected: 1 });
});

it('counts a text that arrived damaged as one lost and one unexpected', () => {
  const damaged = kept(conversation).map((message, at) =>
    at === 0 ? { ...message, text: `${message.text}?` } : message,
  );
  expect(judge([anaHas(kept(conversation)), beaHas(damaged)])).toMatchObject({
    ...fine,
    lost: 1,
    unexpected: 1,
  });
});
