/** Which session a browser has, by whichever of its two cookies still says so. */
import type { AccessTokens } from './access-token.ts';
import { readAccess, readRefresh } from './account-cookies.ts';
import { AccountError } from './account-error.ts';
import type { Logins } from './logins.ts';

interface SessionInOptions {
  readonly logins: Pick<Logins, 'isOpen' | 'refresh'>;
  readonly access: Pick<AccessTokens, 'read'>;
}

/** Where the browser is about to be given another one. It is left as it is, for what comes of that is not known yet. */
export async function sessionBefore(
  cookies: string | undefined,
  {
    logins,
    access,
  }: { readonly logins: Pick<Logins, 'holding'>; readonly access: SessionInOptions['access'] },
): Promise<string | null> {
  const read = await access.read(readAccess(cookies) ?? '');
  return read?.session ?? logins.holding(readRefresh(cookies) ?? '');
}

/** Of whoever wants to end it, for which an access token that is too old will do no worse than the refresh token beside it. */
export async function sessionIn(
  cookies: string | undefined,
  { logins, access }: SessionInOptions,
): Promise<string | null> {
  const read = await access.read(readAccess(cookies) ?? '');
  if (read !== null) return logins.isOpen(read.session) ? read.session : null;
  try {
    return logins.refresh(readRefresh(cookies) ?? '', true).open.session;
  } catch (error) {
    if (error instanceof AccountError) return null;
    throw error;
  }
}
