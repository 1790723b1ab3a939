/** A sentence for whatever can be wrong about a name, a password or a login: what happened, and what to do next. */
import { msg, str } from '@lit/localize';
import { PASSWORD_LEAST, PASSWORD_MOST, type AccountErrorCode } from '../../../protocol/accounts.ts';
import { waitingWords } from './duration-words.ts';
import { errorWords } from './error-words.ts';

interface Fault {
  readonly code: AccountErrorCode | 'no_answer_from_server';
  readonly detail: string;
}

export function accountWords({ code, detail }: Fault): string {
  switch (code) {
    case 'login_wrong':
      return msg('That is not the right name and password. Look at both once more: capital letters count.');
    case 'login_required':
      return loginRequiredWords(detail);
    case 'account_disabled':
      return msg('An administrator of this server has disabled your account. Ask them about it.');
    case 'account_unknown':
      return msg('There is no such account any more.');
    case 'name_taken':
      return msg('Somebody already has this name, or one that looks like it. Please choose another one.');
    case 'password_invalid':
      return passwordWords(detail);
    case 'link_invalid':
      return msg('This link is not valid any more. Ask an administrator of this server for a new one.');
    case 'registration_closed':
      return msg('Here only an administrator can invite you. Ask them for a link.');
    case 'not_administrator':
      return msg('Only administrators can do that.');
    case 'rate_limited':
      return msg(
        str`That was wrong too often, or a lot at once. Try again in ${waitingWords(Number(detail) * 1_000)}.`,
      );
    case 'name_invalid':
    case 'no_answer_from_server':
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
  if (detail === 'long') return msg(str`A password has at most ${PASSWORD_MOST} characters.`);
  if (detail === 'name') return msg('The password must not be the name. Please choose another one.');
  return msg(
    str`A password has at least ${PASSWORD_LEAST} characters. A few words that only you would put together are good.`,
  );
}
