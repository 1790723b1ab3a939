/** What can be done with accounts and sessions, by subject. Knows no request and no cookie. */
import type { AccountParts } from './account-parts.ts';
import { Administering } from './administering.ts';
import { Logins } from './logins.ts';
import { PasswordChanges } from './password-changes.ts';
import { Registering } from './registering.ts';

export interface Accounts {
  readonly logins: Logins;
  readonly registering: Registering;
  readonly passwordChanges: PasswordChanges;
  readonly administering: Administering;
}

export function createAccounts(parts: AccountParts): Accounts {
  const logins = new Logins(parts);
  const registering = new Registering({ ...parts, logins });
  const passwordChanges = new PasswordChanges({ ...parts, logins });
  return { logins, registering, passwordChanges, administering: new Administering({ ...parts, logins }) };
}
