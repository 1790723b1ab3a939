import { expect, it } from 'vitest';
import type { MessageId } from '../../../protocol/ids.ts';
import type { MessageView } from '../../stores/message-view.ts';
import { id, userId } from '../../../tests/support/records.ts';
import { timeWords } from '../words/time-words.ts';
import { asJson, asText, fileName } from './export-conversation.ts';

const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();
const message = (word: string, mine: boolean, time: number, text = word): MessageView => ({
  id: id(word),
  mine,
  text,
  at: time,
  state: mine ? 'read' : null,
});
const conversation = {
  me: 'Robin',
  name: 'Maya',
  now: at(20, 14),
  messages: [
    message('a', false, at(19, 9), 'Two\nlines'),
    message('b', true, at(19, 10)),
    message('c', true, at(20, 9)),
  ],
};

it('as text has a heading for each day, and who said what when', () => {
  const day = (time: number) => new Intl.DateTimeFormat(undefined, { dateStyle: 'full' }).format(time);
  const [, , ...lines] = asText(conversation).split('\n');
  expect(lines).toEqual([
    '',
    day(at(19, 9)),
    '',
    `${timeWords(at(19, 9))}  Maya: Two`,
    '    lines',
    `${timeWords(at(19, 10))}  Robin: b`,
    '',
    day(at(20, 9)),
    '',
    `${timeWords(at(20, 9))}  Robin: c`,
    '',
  ]);
});

it('as JSON has every message with its time for programs', () => {
  const written = JSON.parse(asJson(conversation)) as { with: string; messages: unknown[] };
  expect(written.with).toBe('Maya');
  expect(written.messages).toHaveLength(3);
  expect(written.messages[1]).toEqual({
    id: id('b'),
    at: new Date(at(19, 10)).toISOString(),
    from: 'Robin',
    text: 'b',
    state: 'read',
  });
});

it('tells what was answered, edited, deleted and reacted to', () => {
  const [first] = conversation.messages;
  const said = {
    mine: false,
    text: 'Two\nlines',
    position: { clock: 1, from: userId('maya'), id: id<MessageId>('a') },
  };
  const changed: readonly MessageView[] = [
    { ...message('b', true, at(19, 10)), quote: { id: id('a'), said }, editedAt: at(19, 11) },
    { ...message('c', false, at(19, 12), ''), deleted: true },
    { ...message('d', false, at(19, 12)), reactions: [{ emoji: '👍', mine: true, theirs: true }] },
  ];
  const all = { ...conversation, messages: [...(first ? [first] : []), ...changed] };
  expect(asText(all).split('\n').slice(7, -1)).toEqual([
    `${timeWords(at(19, 10))}  Robin: > Maya: Two`,
    '    > lines',
    '    b',
    '    (edited)',
    `${timeWords(at(19, 12))}  Maya: (deleted)`,
    `${timeWords(at(19, 12))}  Maya: d`,
    '    👍 Maya, Robin',
  ]);
  const { messages } = JSON.parse(asJson(all)) as { messages: unknown[] };
  expect(messages.slice(1)).toMatchObject([
    { answers: id('a'), edited: new Date(at(19, 11)).toISOString() },
    { deleted: true, text: '' },
    {
      reactions: [
        { from: 'Maya', emoji: '👍' },
        { from: 'Robin', emoji: '👍' },
      ],
    },
  ]);
});

it('holds calls, in words for people and as they are for programs', () => {
  const call = { media: 'video', outcome: 'answered', seconds: 754 } as const;
  const missed = { media: 'audio', outcome: 'no_answer' } as const;
  const calls: readonly MessageView[] = [
    { ...message('c', true, at(19, 10), ''), state: null, call },
    { ...message('d', false, at(19, 12), ''), call: missed },
  ];
  const all = { ...conversation, messages: calls };
  expect(asText(all).split('\n').slice(-3, -1)).toEqual([
    `${timeWords(at(19, 10))}  Robin: (Video call: 13 minutes)`,
    `${timeWords(at(19, 12))}  Maya: (Missed audio call)`,
  ]);
  const { messages } = JSON.parse(asJson(all)) as { messages: unknown[] };
  expect(messages).toEqual([
    { id: id('c'), at: new Date(at(19, 10)).toISOString(), from: 'Robin', text: '', call },
    { id: id('d'), at: new Date(at(19, 12)).toISOString(), from: 'Maya', text: '', call: missed },
  ]);
});

it('is named after the person and the day, in letters that every file system takes', () => {
  expect(fileName(conversation)).toBe('Earshot - Maya - 2026-11-20');
  expect(fileName({ name: '../a:b?', now: at(1, 0) })).toBe('Earshot - __a_b_ - 2026-11-01');
});
