/** Makes administrators of accounts that are there, and takes that back, but never from the last one. Called within a transaction. */
import type { UserId } from '../../protocol/ids.ts';
import { AccountError } from './account-error.ts';
import type { AccountParts } from './account-parts.ts';

/** @throws AccountError `last_administrator` */
export function appoint(
  { accounts, links }: Pick<AccountParts, 'accounts' | 'links'>,
  user: UserId,
  administrator: boolean,
): void {
  if (!administrator && accounts.isLastAdministrator(user)) throw new AccountError('last_administrator');
  const wereSome = accounts.hasAdministrator();
  accounts.setAdministrator(user, administrator);
  // The link that was shown where the server was started is good until there is one.
  if (!wereSome && accounts.hasAdministrator()) links.forgetAdministrators();
}
