/** How a refusal looks over HTTP: its status, and a body of the same form as on the socket. */
import type { HttpErrorCode } from '../../protocol/api.ts';
import { AppError, type ErrorCode } from '../../protocol/errors.ts';

export type ApiErrorCode = ErrorCode | HttpErrorCode;

/** A refusal that only HTTP knows; all others are an `AppError`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: HttpErrorCode;
  readonly detail: string;

  constructor(code: HttpErrorCode, detail = '') {
    super(detail === '' ? code : `${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
  }
}

/** Those that are not named are a 409: right in itself, and not possible as things are. */
const STATUS: Partial<Record<ApiErrorCode, number>> = {
  bad_payload: 400,
  name_invalid: 400,
  key_missing: 401,
  key_wrong: 401,
  https_only: 403,
  scope_missing: 403,
  not_accepted: 403,
  user_unknown: 404,
  room_ended: 404,
  method_not_allowed: 405,
  too_large: 413,
  unsupported_type: 415,
  request_cooldown: 429,
  rate_limited: 429,
  internal: 500,
  server_stopping: 503,
};

export const statusOf = (code: ApiErrorCode): number => STATUS[code] ?? 409;

export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly error: { readonly code: ApiErrorCode; readonly detail: string } };
}

/** Null for a fault of ours, which is told as `internal` and logged by whoever asks. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof AppError || error instanceof ApiError)) return null;
  const { code, detail } = error;
  if (code === 'internal') return null;
  const status = statusOf(code);
  const headers: Record<string, string> = {};
  if (status === 429 && detail !== '') headers['Retry-After'] = detail;
  if (status === 401) headers['WWW-Authenticate'] = 'Bearer realm="Earshot"';
  if (code === 'method_not_allowed') headers['Allow'] = detail;
  return { status, headers, body: { error: { code, detail } } };
}
