/** The one error class and the closed list of codes that may cross the wire. Words for people are looked up from the code in the client. */

export const ERROR_CODES = [
  'bad_payload',
  'protocol_outdated',
  'session_invalid',
  'login_required',
  'name_invalid',
  'name_taken',
  'user_unknown',
  'user_offline',
  'not_accepted',
  'already_accepted',
  'request_pending',
  'request_cooldown',
  'request_ended',
  'user_busy',
  'already_in_call',
  'answered_elsewhere',
  'call_ended',
  'not_a_party',
  'peer_unreachable',
  'rate_limited',
  'link_ended',
  'room_ended',
  'no_answer_from_server',
  'server_stopping',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export interface WireError {
  readonly code: ErrorCode;
  /** A fact that goes with the code (a free name, seconds to wait); never a sentence for people. */
  readonly detail: string;
}

/** Every request is answered with one of these, never with silence. */
export type Reply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError };

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly detail: string;

  constructor(code: ErrorCode, detail = '', options?: ErrorOptions) {
    super(detail === '' ? code : `${code}: ${detail}`, options);
    this.code = code;
    this.detail = detail;
  }
}
