import { expect, it } from 'vitest';
import { storedMessage } from '../../tests/support/client-records.ts';
import { id, userId } from '../../tests/support/records.ts';
import { messageView } from './message-view.ts';

const me = userId('me');
const said = storedMessage('said', { text: 'Are you upstairs?', clock: 3 });
const find = () => said;

it('of mine tells how far it got, and when', () => {
  const mine = storedMessage('mine', {
    from: me,
    state: 'read',
    deliveredAt: 2_000,
    readAt: 3_000,
    editedAt: 4_000,
  });
  expect(messageView(mine)).toEqual({
    id: mine.id,
    mine: true,
    text: 'mine',
    at: 1_000,
    state: 'read',
    deliveredAt: 2_000,
    readAt: 3_000,
    editedAt: 4_000,
  });
});

it('of theirs has no state', () => {
  expect(messageView(said)).toEqual({ id: said.id, mine: false, text: said.text, at: 1_000, state: null });
});

it('quotes what it answers, where that is still here', () => {
  const answer = storedMessage('answer', { from: me, about: { kind: 'reply', message: said.id } });
  const position = { clock: 3, from: said.from, id: said.id };
  expect(messageView(answer, find).quote).toEqual({
    id: said.id,
    said: { mine: false, text: 'Are you upstairs?', position },
  });
  expect(messageView(answer).quote).toEqual({ id: said.id });
  const gone = { ...said, text: '', about: { kind: 'delete', message: said.id } } as const;
  expect(messageView(answer, () => gone).quote).toEqual({ id: said.id });
});

it('that was deleted is nothing but that', () => {
  const gone = storedMessage('gone', { from: me, text: '', about: { kind: 'delete', message: id('gone') } });
  expect(messageView(gone)).toEqual({
    id: gone.id,
    mine: true,
    text: '',
    at: 1_000,
    state: null,
    deleted: true,
  });
});

it('has each reaction once, with who it is of', () => {
  const both = [
    { from: me, emoji: '👍' },
    { from: said.peer, emoji: '👍' },
  ];
  expect(messageView({ ...said, reactions: both }).reactions).toEqual([
    { emoji: '👍', mine: true, theirs: true },
  ]);
  const two = [
    { from: said.peer, emoji: '🎉' },
    { from: me, emoji: '👍' },
  ];
  expect(messageView({ ...said, reactions: two }).reactions).toEqual([
    { emoji: '🎉', mine: false, theirs: true },
    { emoji: '👍', mine: true, theirs: false },
  ]);
});

it('that is a call has no state, whoever called', () => {
  const call = { media: 'audio', outcome: 'answered', seconds: 5 } as const;
  const mine = storedMessage('c', { from: me, text: '', state: 'read', told: true, call });
  expect(messageView(mine)).toEqual({ id: mine.id, mine: true, text: '', at: 1_000, state: null, call });
});
