import { expect, it } from 'vitest';
import type { MessageView } from '../../stores/message-view.ts';
import { id } from '../../../tests/support/records.ts';
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

it('is named after the person and the day, in letters that every file system takes', () => {
  expect(fileName(conversation)).toBe('Earshot - Maya - 2026-11-20');
  expect(fileName({ name: '../a:b?', now: at(1, 0) })).toBe('Earshot - __a_b_ - 2026-11-01');
});
