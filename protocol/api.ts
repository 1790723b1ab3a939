/** The HTTP interface as both of its ends know it: what a key may do, and the error codes that only it has. */
import type { NoticeName, Notices } from './events.ts';

/** What a key is for. `stats`: figures. `bot`: being a person with a badge. `meet`: meeting people by chance. `admin`: what changes the running server. */
export const API_SCOPES = ['stats', 'bot', 'meet', 'admin'] as const;
export type ApiScope = (typeof API_SCOPES)[number];

/** Besides those of `errors.ts`, which mean the same here. */
export const HTTP_ERROR_CODES = [
  'https_only',
  'key_missing',
  'key_wrong',
  'scope_missing',
  'method_not_allowed',
  'unsupported_type',
  'too_large',
  'not_appeared',
] as const;
export type HttpErrorCode = (typeof HTTP_ERROR_CODES)[number];

/** The notices that a bot is told of, under their names on the socket and with the same payloads. */
export const BOT_EVENTS = [
  'incoming_chat_request',
  'chat_request_accepted',
  'chat_request_rejected',
  'chat_request_ended',
  'receive_private_message',
  'message_status',
  'waiting_for_partner',
  'partner_found',
  'partner_left',
  'partner_disconnected',
  'meeting_ended',
] as const satisfies readonly NoticeName[];
export type BotEventName = (typeof BOT_EVENTS)[number];

export type BotEvent = {
  [K in BotEventName]: { readonly event: K; readonly payload: Notices[K] };
}[BotEventName];

/** What a bot is given, by answer or by webhook. */
export interface Received {
  readonly events: readonly BotEvent[];
  /** Said as `after` the next time, it means that all of these were taken; until then they are given again. */
  readonly next: string;
}
