/** A no of the server, with its code. */
import type { HttpErrorCode } from '../protocol/api.ts';
import type { ErrorCode } from '../protocol/errors.ts';

export type RefusalCode = ErrorCode | HttpErrorCode;

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  /** `unreadable` where the answer was none of Earshot's. */
  readonly code: RefusalCode | 'unreadable';
  readonly detail: string;
  /** How long to wait before trying again; null where waiting does not help. */
  readonly retrySeconds: number | null;

  constructor(status: number, code: RefusalCode | 'unreadable', detail: string) {
    super(detail === '' ? code : `${code}: ${detail}`);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.retrySeconds = status === 429 && /^\d+$/.test(detail) ? Number(detail) : null;
  }
}

/** What a body says that is no success. */
export function refusalIn(status: number, body: unknown): Refusal {
  const error = memberOf(body, 'error');
  const code = memberOf(error, 'code');
  const detail = memberOf(error, 'detail');
  if (typeof code !== 'string') return new Refusal(status, 'unreadable', '');
  // One of a newer server may be unknown here, and is then compared with nothing.
  return new Refusal(status, code as RefusalCode, typeof detail === 'string' ? detail : '');
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
