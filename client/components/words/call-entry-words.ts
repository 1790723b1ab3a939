/** What the history says of a call. */
import { msg, str } from '@lit/localize';
import { isMissed, type StoredCall } from '../../storage/records.ts';
import { durationWords } from './duration-words.ts';

interface Circumstances {
  /** Whether I called. */
  readonly mine: boolean;
  /** Of the other person. */
  readonly name: string;
}

export function callEntryWords(call: StoredCall, { mine, name }: Circumstances): string {
  const video = call.media === 'video';
  if (isMissed(call, mine)) {
    const missed = video ? msg('Missed video call') : msg('Missed audio call');
    return call.outcome === 'busy' ? msg(str`${missed}: you were in another call`) : missed;
  }
  const kind = video ? msg('Video call') : msg('Audio call');
  const how = outcomeWords(call, mine, name);
  return how === null ? kind : msg(str`${kind}: ${how}`);
}

export const callerWords = ({ mine, name }: Circumstances): string =>
  mine ? msg('You called') : msg(str`${name} called`);

/** Null where it was answered and nothing else is known. */
function outcomeWords({ outcome, seconds }: StoredCall, mine: boolean, name: string): string | null {
  switch (outcome) {
    case 'answered':
      return seconds === undefined ? null : durationWords(seconds);
    case 'answered_elsewhere':
      return msg('answered on another device');
    case 'declined':
      return mine ? msg(str`${name} declined`) : msg('you declined');
    case 'no_answer':
      return msg('no answer');
    case 'cancelled':
      return msg('you cancelled');
    case 'busy':
      return msg(str`${name} was in another call`);
    case 'failed':
      return msg('could not connect');
    case 'unreachable':
      return msg(str`${name} was not here`);
  }
}
