/** A sentence for whatever can be wrong about a name, a password or a login: what happened, and what to do next. */
import { msg, str } from '@lit/localize';
import {
  PASSWORD_FLAWS,
  PASSWORD_LEAST,
  PASSWORD_MOST,
  type AccountErrorCode,
  type PasswordFlaw,
} from '../../../protocol/accounts.ts';
import { waitingWords } from './duration-words.ts';
import { errorWords } from './error-words.ts';

interface Fault {
  readonly code: AccountErrorCode | 'no_answer_from_server';
  readonly detail: string;
}

export function accountWords({ code, detail }: Fault): string {
  switch (code) {
    case 'login_wrong':
      return msg(
        'That is not the right name and password. Look at both once more: capital letters count. If you forgot the password, an administrator of this server can give you a link for a new one.',
      );
    case 'login_required':
      return loginRequiredWords(detail);
    case 'account_disabled':
      return msg('An administrator of this server has disabled your account. Ask them about it.');
    case 'account_unknown':
      return msg('That account is not there any more. The list shows those that are.');
    case 'name_taken':
      return msg('Somebody already has this name, or one that looks like it. Please choose another one.');
    case 'password_invalid':
      return passwordWords(detail);
    case 'link_invalid':
      return msg(
        'This link is not valid any more. If you have used it already, log in; else ask an administrator of this server for a new one.',
      );
    case 'link_gone':
      return msg('That link was not open any more: it was used or taken back, or its time was over.');
    case 'links_full':
      return msg('Too many links are open. Take back those that nobody needs, then try again.');
    case 'registration_closed':
      return msg('Here only an administrator can invite you. Ask them for a link.');
    case 'not_administrator':
      return msg('Only administrators can do that, and you are none any more. Ask one of them.');
    case 'last_administrator':
      return msg('This is the last administrator. Make somebody else an administrator first.');
    case 'rate_limited':
      return msg(
        str`That was wrong too often, or a lot at once. Try again in ${waitingWords(Number(detail) * 1_000)}.`,
      );
    case 'no_answer_from_server':
      return msg('The server does not answer. Check your Wi-Fi, then try again.');
    case 'name_invalid':
    case 'bad_payload':
    case 'internal':
      return errorWords({ code, detail });
  }
}

function loginRequiredWords(detail: string): string {
  if (detail === 'disabled')
    return msg('You were logged out: an administrator of this server has disabled your account.');
  if (detail === 'ended')
    return msg('You were logged out, here or from another browser. Please log in again.');
  if (detail === 'expired') return msg('You were away for long. Please log in again.');
  return msg('Please log in.');
}

function passwordWords(detail: string): string {
  const flaw: PasswordFlaw = PASSWORD_FLAWS.find((known) => known === detail) ?? 'short';
  switch (flaw) {
    case 'short':
      return msg(
        str`A password has at least ${PASSWORD_LEAST} characters. Take a few words that only you would put together.`,
      );
    case 'long':
      return msg(str`A password has at most ${PASSWORD_MOST} characters. Please shorten it.`);
    case 'name':
      return msg(
        'That is your name, which everybody would try first. Take a few words that only you would put together.',
      );
    case 'server':
      return msg(
        'That is the name of this server or of Earshot, which everybody would try first. Take a few words that only you would put together.',
      );
    case 'simple':
      return msg(
        'That is a row or a repetition, which is quickly guessed. Take a few words that only you would put together.',
      );
    case 'common':
      return msg(
        'Many people have that password, so it is tried first. Take a few words that only you would put together.',
      );
  }
}
