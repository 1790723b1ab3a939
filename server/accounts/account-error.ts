/** Why something about an account was refused. The code crosses the wire; words are made of it in the page. */
import type { AccountErrorCode } from '../../protocol/accounts.ts';

export class AccountError extends Error {
  override readonly name = 'AccountError';
  readonly code: AccountErrorCode;
  readonly detail: string;

  constructor(code: AccountErrorCode, detail = '', options?: ErrorOptions) {
    super(detail === '' ? code : `${code}: ${detail}`, options);
    this.code = code;
    this.detail = detail;
  }
}
