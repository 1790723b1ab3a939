/** What is said of a call: while it is being made, while it runs, and why it ended. */
import { msg, str } from '@lit/localize';
import type { CallView, WaitingView } from '../../calls/call-view.ts';
import { durationWords } from './duration-words.ts';

type Outgoing = Extract<CallView, { phase: 'outgoing' }>;
type Active = Extract<CallView, { phase: 'active' }>;
type Ended = Extract<CallView, { phase: 'ended' }>;

export function progressWords(progress: Outgoing['progress'], name: string): string {
  switch (progress) {
    case 'asking':
    case 'waiting':
      return msg('Calling…');
    case 'ringing':
      return msg('Ringing…');
    case 'do_not_disturb':
      return msg(str`Not ringing: ${name} asked not to be disturbed. They can see that you call.`);
    case 'rang_often':
      return msg(str`Not ringing, because you called several times. ${name} can see that you call.`);
    case 'no_sound':
      return msg(str`${name}’s device makes no sound. They can see that you call.`);
  }
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

export function endWords({ peer, reason, by, seconds, silent }: Ended): string {
  const name = peer.name;
  switch (reason) {
    case 'hung_up':
      return hungUpWords(name, by, seconds);
    case 'declined':
      return by === 'me'
        ? msg(str`You declined the call from ${name}.`)
        : msg(str`${name} declined the call. You can leave a message.`);
    case 'no_answer':
      return by === 'me' ? msg(str`You missed a call from ${name}.`) : noAnswerWords(name, silent);
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
    case 'gone':
      return msg(str`The call with ${name} ended while your device was not connected.`);
    case 'failed':
      return failedWords(name, seconds);
    case 'no_server':
      return msg('Earshot did not answer, so there is no call. Try again when you are connected.');
    case 'too_many':
      return msg('These were many calls in a short time. Try again in a minute.');
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

function noAnswerWords(name: string, silent: Ended['silent']): string {
  switch (silent) {
    case 'do_not_disturb':
      return msg(str`${name} asked not to be disturbed and did not answer. You can leave a message.`);
    case 'rang_often':
    case 'no_sound':
      return msg(str`${name} did not answer: their device made no sound. You can leave a message.`);
    case undefined:
      return msg(str`${name} did not answer. You can leave a message.`);
  }
}

function failedWords(name: string, seconds: number | null): string {
  return seconds === null
    ? msg(
        str`There was no way to ${name}’s device. Check that you are both on the same Wi-Fi, then try again.`,
      )
    : msg(
        str`The call with ${name} was lost after ${durationWords(seconds)}. Check your Wi-Fi, then try again.`,
      );
}

/** One more sentence after a call in which one could talk; null where it is not known. */
export function routeWords({ route, seconds }: Ended): string | null {
  if (route === undefined || seconds === null) return null;
  return route === 'direct' ? msg('You were connected directly.') : msg('You were connected over a relay.');
}

export function waitingWords({ media, peer }: WaitingView): string {
  return media === 'video'
    ? msg(str`${peer.name} called you with video and heard that you are in a call.`)
    : msg(str`${peer.name} called you and heard that you are in a call.`);
}
