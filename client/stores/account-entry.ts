import type { Registration } from '../../protocol/accounts.ts';

/** How one comes in where the server has accounts. */
export interface AccountEntry {
  readonly registration: Registration;
  /** The secret of a link with which this page was opened. */
  readonly link: string | null;
}
