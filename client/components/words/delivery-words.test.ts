import { describe, expect, it } from 'vitest';
import { id } from '../../../tests/support/records.ts';
import type { MessageView } from '../../stores/message-view.ts';
import { deliveryWords, messageDetails, momentWords } from './delivery-words.ts';
import { timeWords } from './time-words.ts';

const now = new Date(2026, 10, 20, 14).getTime();
const minutesAgo = (minutes: number) => now - minutes * 60_000;
const message = (change: Partial<MessageView> = {}): MessageView => ({
  id: id('m'),
  mine: true,
  text: 'm',
  at: minutesAgo(30),
  state: 'waiting',
  ...change,
});
const maya = { name: 'Maya', waiting: 'soon', now } as const;

describe('a message that waits', () => {
  it.each([
    ['soon', 'Waiting to be sent.'],
    ['no_connection', 'Waiting: no connection to Earshot. It is sent when there is one again.'],
    ['not_here', 'Waiting: Maya is offline. It is delivered when you are both here.'],
    ['not_accepted', 'Waiting: Maya has not accepted you. It is delivered when they do.'],
  ] as const)('says why: %s', (waiting, words) => {
    expect(deliveryWords(message(), { ...maya, waiting })).toBe(words);
  });
});

it('what is passed on is not called delivered', () => {
  expect(deliveryWords(message({ state: 'sent' }), maya)).toBe(
    'Sent. Maya’s browser has not confirmed it yet.',
  );
  expect(deliveryWords(message({ state: 'sent' }), { ...maya, waiting: 'not_here' })).toBe(
    'Sent, and waiting until Maya is back.',
  );
});

it('what arrived tells when, where that is known', () => {
  expect(deliveryWords(message({ state: 'delivered' }), maya)).toBe('Delivered to Maya.');
  const at = minutesAgo(5);
  expect(deliveryWords(message({ state: 'delivered', deliveredAt: at }), maya)).toBe(
    `Delivered to Maya: ${timeWords(at)}`,
  );
  expect(deliveryWords(message({ state: 'read' }), maya)).toBe('Read by Maya.');
  expect(deliveryWords(message({ state: 'read', readAt: at }), maya)).toBe(`Read by Maya: ${timeWords(at)}`);
});

it('another day is named', () => {
  const yesterday = minutesAgo(24 * 60);
  expect(momentWords(yesterday, now)).toBe(`Yesterday, ${timeWords(yesterday)}`);
});

it('all details come in their order', () => {
  const times = { deliveredAt: minutesAgo(20), editedAt: minutesAgo(15), readAt: minutesAgo(10) };
  expect(messageDetails(message({ state: 'read', ...times }), maya)).toEqual([
    `Written: ${timeWords(minutesAgo(30))}`,
    `Edited: ${timeWords(minutesAgo(15))}`,
    `Delivered to Maya: ${timeWords(minutesAgo(20))}`,
    `Read by Maya: ${timeWords(minutesAgo(10))}`,
  ]);
  expect(messageDetails(message({ mine: false, state: null }), maya)).toEqual([
    `Written by Maya: ${timeWords(minutesAgo(30))}`,
  ]);
});
