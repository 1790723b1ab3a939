import { describe, expect, it } from 'vitest';
import type { MessageView } from '../../stores/message-view.ts';
import type { MessageId } from '../../../protocol/ids.ts';
import { messageRows } from './message-rows.ts';

const at = (day: number, hour: number, minute: number) => new Date(2026, 10, day, hour, minute).getTime();
const message = (id: string, mine: boolean, time: number): MessageView => ({
  // Any text does for an id here.
  id: id as MessageId,
  mine,
  text: id,
  at: time,
  state: mine ? 'sent' : null,
});
/** Days as `--`, the line of new messages as `==`, first messages of a run with a star. */
const shape = (messages: readonly MessageView[], firstUnread: string | null = null): string[] =>
  messageRows(messages, firstUnread as MessageId | null).map((row) => {
    if (row.kind === 'message') return `${row.message.text}${row.starts ? '*' : ''}`;
    return row.kind === 'day' ? '--' : '==';
  });

describe('the rows of a conversation', () => {
  it('begin each day with a separator', () => {
    expect(
      shape([
        message('a', true, at(1, 23, 59)),
        message('b', true, at(2, 0, 0)),
        message('c', true, at(2, 0, 1)),
      ]),
    ).toEqual(['--', 'a*', '--', 'b*', 'c']);
  });

  it('put messages of one person together until they pause or the other speaks', () => {
    expect(
      shape([
        message('a', true, at(1, 9, 0)),
        message('b', true, at(1, 9, 4)),
        message('c', false, at(1, 9, 4)),
        message('d', false, at(1, 9, 9)),
        message('e', false, at(1, 9, 15)),
      ]),
    ).toEqual(['--', 'a*', 'b', 'c*', 'd', 'e*']);
  });

  it('keep the order they are given, whatever the clocks say', () => {
    expect(shape([message('late', true, at(2, 9, 0)), message('early', false, at(1, 9, 0))])).toEqual([
      '--',
      'late*',
      '--',
      'early*',
    ]);
  });

  it('have keys of their own', () => {
    const keys = messageRows([message('a', true, at(1, 9, 0)), message('b', true, at(2, 9, 0))]).map(
      ({ key }) => key,
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('have a line above the first that was unread, below its day', () => {
    const messages = [message('a', false, at(1, 9, 0)), message('b', false, at(1, 9, 1))];
    expect(shape(messages, 'b')).toEqual(['--', 'a*', '==', 'b*']);
    expect(shape(messages, 'a')).toEqual(['--', '==', 'a*', 'b']);
    expect(shape(messages, 'elsewhere')).toEqual(['--', 'a*', 'b']);
  });

  it('are none for an empty conversation', () => {
    expect(messageRows([])).toEqual([]);
  });
});
