/** The HTTP interface as both of its ends know it: what a key may do, and the error codes that only it has. */

/** What a key is for. `stats`: figures. `bot`: being a person with a badge. `admin`: what changes the running server. */
export const API_SCOPES = ['stats', 'bot', 'admin'] as const;
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
