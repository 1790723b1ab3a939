/** A sentence for every code that can cross the wire: what happened, and what to do next. */
import { msg, str } from '@lit/localize';
import type { WireError } from '../../../protocol/errors.ts';
import { waitingWords } from './duration-words.ts';

export function errorWords(error: WireError): string {
  switch (error.code) {
    case 'name_taken':
      return msg('Somebody here already has this name. Please choose another one.');
    case 'name_invalid':
      return msg('Please type a name of 1 to 40 letters, so that others know who you are.');
    case 'protocol_outdated':
      return msg('Earshot was updated. Please reload this page.');
    case 'session_invalid':
      return msg('This browser was not recognised any more. Please join again.');
    case 'login_required':
      return msg('Please log in.');
    case 'user_unknown':
    case 'user_offline':
    case 'room_ended':
      return msg('They are not here right now. Try again when you see them in the list.');
    case 'not_accepted':
      return msg('They have not accepted you yet. Ask to chat first.');
    case 'already_accepted':
      return msg('You can already chat with each other. Just write.');
    case 'request_pending':
      return msg('You have already asked. They only need to answer.');
    case 'request_cooldown':
      return coolDownWords(Number(error.detail));
    case 'request_ended':
      return msg('That request is no longer open. You can ask to chat yourself.');
    case 'user_busy':
      return msg('They are in another call. Try again a little later.');
    case 'already_in_call':
      return msg('You are already in a call. End it first.');
    case 'answered_elsewhere':
      return msg('You answered this call on another device.');
    case 'call_ended':
    case 'not_a_party':
      return msg('That call is already over.');
    case 'peer_unreachable':
      return msg('Their device does not answer at the moment. Try again in a minute.');
    case 'link_ended':
      return msg('That link is not valid any more. Make a new one on the other device.');
    case 'no_answer_from_server':
      return msg('The connection is gone. Check your Wi-Fi; Earshot keeps trying by itself.');
    case 'server_stopping':
      return msg('Earshot is being stopped on its computer. It comes back when it is started there again.');
    case 'rate_limited':
      return msg('That was a lot at once. Please wait a moment, then go on.');
    case 'bad_payload':
    case 'internal':
      return msg('That did not work. Please try again, and reload the page if it goes on.');
  }
}

function coolDownWords(seconds: number): string {
  if (!(seconds > 0)) return msg('They declined. Please wait a little before you ask again.');
  return msg(str`They declined. You can ask again in ${waitingWords(seconds * 1000)}.`);
}
