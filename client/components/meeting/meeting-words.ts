/** Sentences about meeting somebody by chance. */
import { msg, str } from '@lit/localize';
import type { CallView } from '../../calls/call-view.ts';
import type { ChosenStatus } from '../../../protocol/presence.ts';
import type { MeetingView } from '../../stores/meeting-view.ts';

type Over = Extract<MeetingView, { phase: 'over' }>;
type Found = Extract<MeetingView, { phase: 'found' }>;
type Waiting = Extract<MeetingView, { phase: 'waiting' }>;

/** What the call is to the two who have met. `asked`: they are ready; `ready`: this person is. */
export type Readiness = 'none' | 'asked' | 'ready' | 'talking';

export function readinessOf(call: CallView, peer: string): Readiness {
  if (call.phase === 'idle' || call.phase === 'ended' || call.peer.id !== peer) return 'none';
  if (call.phase === 'incoming') return call.media === 'video' ? 'asked' : 'none';
  return call.phase === 'outgoing' ? 'ready' : 'talking';
}

export function waitingWords({ media, movedOn }: Waiting): string {
  const looking =
    media === 'video' ? msg('Looking for somebody to see…') : msg('Looking for somebody to write with…');
  return movedOn === null ? looking : `${msg(str`${movedOn} moved on.`)} ${looking}`;
}

/** Why nobody is found for the time being; else how long it takes at most. */
export function waitingHint(status: ChosenStatus, inCall: boolean): string {
  if (status === 'do_not_disturb')
    return msg('You asked not to be disturbed, so nobody is found until you change that in your menu.');
  if (inCall) return msg('Nobody is found for you during a call.');
  return msg('For ten minutes at most. You can go on using Earshot meanwhile.');
}

export function foundWords({ coffee, media, peer: { name } }: Found, readiness: Readiness): string {
  if (coffee && readiness === 'none') return msg(str`Coffee with ${name}?`);
  if (coffee && readiness === 'asked') return msg(str`${name} is ready for coffee.`);
  if (media === 'text') return msg(str`You have met ${name}. Say hello!`);
  switch (readiness) {
    case 'none':
      return msg(str`You have met ${name}.`);
    case 'asked':
      return msg(str`You have met ${name}, who is ready.`);
    case 'ready':
      return msg(str`Waiting until ${name} is ready…`);
    case 'talking':
      return msg(str`You are meeting ${name}.`);
  }
}

export function foundHint({ coffee, media, peer }: Found, readiness: Readiness): string {
  if (media === 'video' && peer.bot)
    return msg(str`${peer.name} is a program and cannot be seen. You can write to it, or go to the next.`);
  if (media === 'text') return msg('You can write to each other for as long as both of you stay.');
  if (readiness === 'ready') return msg('You can write to each other meanwhile.');
  if (readiness === 'talking') return '';
  if (coffee)
    return msg('Both of you wanted one today. Your camera and microphone are off until you press Ready.');
  return msg('Your camera and microphone are off until you press Ready.');
}

export function overWords({ how, name }: Over): string {
  switch (how) {
    case 'left':
      return msg(str`${name} has left.`);
    case 'disconnected':
      return msg(str`${name} is not connected any more.`);
    case 'cut':
      return msg(str`You were not connected for too long, so you are not meeting ${name} any more.`);
    case 'nobody':
      return msg('Nobody else came within ten minutes.');
    case 'not_ready':
      return msg(str`You and ${name} were not both ready within ten minutes, so the meeting is over.`);
    case 'no_coffee':
      return msg('Today nobody was left to have coffee with. Perhaps tomorrow.');
  }
}
