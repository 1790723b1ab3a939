/** What is said of a call: while it is being made, while it runs, and why it ended. */
import { msg, str } from '@lit/localize';
import type { CallView } from '../../calls/call-view.ts';
import { durationWords } from './time-words.ts';

type Outgoing = Extract<CallView, { phase: 'outgoing' }>;
type Active = Extract<CallView, { phase: 'active' }>;
type Ended = Extract<CallView, { phase: 'ended' }>;

export function progressWords(progress: Outgoing['progress']): string {
  return progress === 'ringing' ? msg('Ringing…') : msg('Calling…');
}

/** Null while there is nothing to say: the call simply runs. */
export function linkWords(link: Active['link']): string | null {
  switch (link) {
    case 'connecting':
      return msg('Connecting…');
    case 'reconnecting':
      return msg('Reconnecting…');
    case 'connected':
      return null;
  }
}

export function endWords({ peer, reason, by, seconds }: Ended): string {
  const name = peer.name;
  switch (reason) {
    case 'hung_up':
      return hungUpWords(name, by, seconds);
    case 'declined':
      return by === 'me'
        ? msg(str`You declined the call from ${name}.`)
        : msg(str`${name} declined the call. You can leave a message.`);
    case 'no_answer':
      return by === 'me'
        ? msg(str`You missed a call from ${name}.`)
        : msg(str`${name} did not answer. You can leave a message.`);
    case 'busy':
      return by === 'me'
        ? msg('You are in a call already, in another tab or on another device.')
        : msg(str`${name} is in another call. Try again a little later.`);
    case 'cancelled':
      return by === 'me'
        ? msg(str`You cancelled the call to ${name}.`)
        : msg(str`You missed a call from ${name}.`);
    case 'answered_elsewhere':
      return msg('You answered on another device.');
    case 'failed':
      return msg(
        str`The call with ${name} was lost. Check that you are both on the same Wi-Fi, then try again.`,
      );
    case 'unreachable':
      return msg(str`${name} is not here right now. Try again when you see them in the list.`);
    case 'not_accepted':
      // The call desk asks in one's place.
      return msg(str`You have not chatted yet, so ${name} is asked first. The call starts when they accept.`);
  }
}

function hungUpWords(name: string, by: Ended['by'], seconds: number | null): string {
  if (seconds === null) return by === 'them' ? msg(str`${name} ended the call.`) : msg('The call has ended.');
  const lasted = durationWords(seconds);
  return by === 'them'
    ? msg(str`${name} ended the call after ${lasted}.`)
    : msg(str`The call has ended after ${lasted}.`);
}
