/** What a password has to be: long enough, and not the name. Nothing else, as NIST SP 800-63B has it (5.1.1.2). */
import { PASSWORD_LEAST, PASSWORD_MOST } from '../../protocol/accounts.ts';
import { foldName } from '../../protocol/fold-name.ts';
import { AccountError } from './account-error.ts';

/** Keyboards write the same letters in several ways. */
export const asTyped = (password: string): string => password.normalize('NFKC');

/** @throws AccountError `password_invalid` with why */
export function checkPassword(password: string, name: string): void {
  const { length } = Array.from(asTyped(password));
  if (length < PASSWORD_LEAST) throw new AccountError('password_invalid', 'short');
  if (length > PASSWORD_MOST) throw new AccountError('password_invalid', 'long');
  if (foldName(password.trim()) === foldName(name.trim())) throw new AccountError('password_invalid', 'name');
}
