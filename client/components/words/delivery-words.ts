/** How far a message got, when, and what it waits for, in sentences. */
import { msg, str } from '@lit/localize';
import type { MessageView } from '../../stores/message-view.ts';
import { rowTimeWords, startOfDay, timeWords } from './time-words.ts';

/** Why what is written now does not get on; `soon` where nothing is in its way. */
export type Waiting = 'soon' | 'no_connection' | 'not_here' | 'not_accepted';

interface Circumstances {
  /** Of the other person. */
  readonly name: string;
  readonly waiting: Waiting;
  readonly now: number;
}

export function momentWords(at: number, now: number): string {
  return startOfDay(at) === startOfDay(now) ? timeWords(at) : `${rowTimeWords(at, now)}, ${timeWords(at)}`;
}

/** The state it is in, in one sentence; empty for those of the other person. */
export function deliveryWords(message: MessageView, { name, now, waiting }: Circumstances): string {
  const { deliveredAt, readAt, state } = message;
  switch (state) {
    case null:
      return '';
    case 'waiting':
      return waitingFor(name, waiting);
    case 'sent':
      return waiting === 'not_here'
        ? msg(str`Sent, and waiting until ${name} is back.`)
        : msg(str`Sent. ${name}’s browser has not confirmed it yet.`);
    case 'delivered':
      return deliveredAt === undefined
        ? msg(str`Delivered to ${name}.`)
        : msg(str`Delivered to ${name}: ${momentWords(deliveredAt, now)}`);
    case 'read':
      return readAt === undefined
        ? msg(str`Read by ${name}.`)
        : msg(str`Read by ${name}: ${momentWords(readAt, now)}`);
  }
}

function waitingFor(name: string, waiting: Waiting): string {
  switch (waiting) {
    case 'soon':
      return msg('Waiting to be sent.');
    case 'no_connection':
      return msg('Waiting: no connection to Earshot. It is sent when there is one again.');
    case 'not_here':
      return msg(str`Waiting: ${name} is offline. It is delivered when you are both here.`);
    case 'not_accepted':
      return msg(str`Waiting: ${name} has not accepted you. It is delivered when they do.`);
  }
}

/** All that is known of it, a sentence each. */
export function messageDetails(message: MessageView, circumstances: Circumstances): readonly string[] {
  const { at, deliveredAt, editedAt, mine, state } = message;
  const { name, now } = circumstances;
  return [
    mine ? msg(str`Written: ${momentWords(at, now)}`) : msg(str`Written by ${name}: ${momentWords(at, now)}`),
    ...(editedAt === undefined ? [] : [msg(str`Edited: ${momentWords(editedAt, now)}`)]),
    ...(state === 'read' && deliveredAt !== undefined
      ? [msg(str`Delivered to ${name}: ${momentWords(deliveredAt, now)}`)]
      : []),
    ...(state === null ? [] : [deliveryWords(message, circumstances)]),
  ];
}
