import { describe, expect, it } from 'vitest';
import type { BotEvent } from '../../protocol/api.ts';
import type { ChatRequestId, MessageId } from '../../protocol/ids.ts';
import { id, userId } from '../../tests/support/records.ts';
import { BotEvents, MOST_EVENTS } from './bot-events.ts';

const ana = userId('ana');
const message = (word: string): BotEvent => ({
  event: 'receive_private_message',
  payload: { from: ana, to: userId('b0t'), messageId: id<MessageId>(word), clock: 1, sentAt: 1, text: word },
});
const request = (word: string): BotEvent => ({
  event: 'incoming_chat_request',
  payload: {
    requestId: id<ChatRequestId>(word),
    from: { id: ana, name: 'Ana', status: 'available' },
    note: '',
    expiresInMs: 1,
  },
});
const idsOf = (events: BotEvents) =>
  events
    .first()
    .events.map(({ event, payload }) => (event === 'receive_private_message' ? payload.text : event));

describe('what a bot was told', () => {
  it('is told again until it was taken, in order', () => {
    const events = new BotEvents('run');
    expect(events.first()).toEqual({ events: [], next: 'run.0' });
    for (const word of ['a', 'b', 'c']) events.add(message(word));
    expect(idsOf(events)).toEqual(['a', 'b', 'c']);
    expect(idsOf(events)).toEqual(['a', 'b', 'c']);
    expect(events.take('run.2').map(({ text }) => text)).toEqual(['a', 'b']);
    expect(events.first()).toMatchObject({ events: [message('c')], next: 'run.3' });
    expect(events.take('run.2')).toEqual([]);
    expect(idsOf(events)).toEqual(['c']);
  });

  it.each(['', 'run', 'run.', 'run.x', 'run.-1', 'run.2', 'run.1.5', 'other.1', 'run.1e0x'])(
    'is not taken by %j',
    (cursor) => {
      const events = new BotEvents('run');
      events.add(message('a'));
      expect(events.take(cursor)).toEqual([]);
      expect(idsOf(events)).toEqual(['a']);
    },
  );

  it('is there once, however often it comes', () => {
    const events = new BotEvents('run');
    for (const event of [message('a'), request('r'), message('a'), request('r')])
      expect(events.add(event)).toBe(false);
    expect(idsOf(events)).toEqual(['a', 'incoming_chat_request']);
    events.take('run.2');
    // Its sender has not heard that it was taken, or would not send it again.
    expect(events.add(message('a'))).toBe(true);
    expect(events.size).toBe(0);
    expect(events.add(request('r'))).toBe(false);
    expect(events.size).toBe(1);
  });

  it('of two people is two, though they made the same id', () => {
    const events = new BotEvents('run');
    const other = message('a');
    events.add(other);
    events.add({ ...other, payload: { ...other.payload, from: userId('bea') } } as BotEvent); // the same kind
    expect(events.size).toBe(2);
  });

  it('is bounded, and what found no room is not remembered as taken', () => {
    const events = new BotEvents('run');
    for (let nth = 0; nth < MOST_EVENTS + 5; nth += 1) events.add(message(`m${nth}`));
    expect(events.size).toBe(MOST_EVENTS);
    expect(events.first().events).toHaveLength(100);
    events.take('run.100');
    expect(events.add(message(`m${MOST_EVENTS}`))).toBe(false);
    expect(events.size).toBe(MOST_EVENTS - 99);
  });
});
