/** Asks the server about accounts. The tokens are in cookies that no script sees; one that is too old is renewed on the way. */
import type {
  AccountErrorCode,
  AccountLink,
  ListedAccount,
  MadeLink,
  OpenLink,
  OwnAccount,
} from '../../protocol/accounts.ts';
import type { WireError } from '../../protocol/errors.ts';
import type { UserId } from '../../protocol/ids.ts';

export class AccountFault extends Error {
  override readonly name = 'AccountFault';
  readonly code: AccountErrorCode | 'no_answer_from_server';
  readonly detail: string;

  constructor(code: AccountFault['code'], detail: string, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.detail = detail;
  }
}

/** Between two tries to reach the server while it is away. */
const TRY_EVERY_MS = 2_000;
/** Where the server sends one away again so soon, another renewal would do no better. */
const SOON_MS = 5_000;

let renewedAt = -Infinity;

/** Each throws an AccountFault where it was refused or not answered. */
export const accountRequests = {
  register: (wanted: { readonly name: string; readonly password: string; readonly link?: string }) =>
    ask<OwnAccount>('register', wanted),
  login: (given: { readonly name: string; readonly password: string }) => ask<OwnAccount>('login', given),
  /** This browser has nothing of anybody else. */
  here: () => ask<void>('here', {}),
  linkOf: (link: string) => ask<AccountLink>('link', { link }),
  reset: (given: { readonly link: string; readonly password: string }) => ask<OwnAccount>('reset', given),
  logout: () => ask<void>('logout', {}),
  logoutEverywhere: () => renewing(() => ask<void>('logout-everywhere', {})),
  changePassword: (given: { readonly old: string; readonly password: string }) =>
    renewing(() => ask<void>('password', given)),
  me: () => renewing(() => ask<OwnAccount>('me')),
  people: () => renewing(() => ask<readonly ListedAccount[]>('people')),
  links: () => renewing(() => ask<readonly OpenLink[]>('links')),
  invite: () => renewing(() => ask<MadeLink>('invite', {})),
  resetLink: (user: UserId) => renewing(() => ask<MadeLink>('reset-link', { user })),
  takeBack: (id: string) => renewing(() => ask<void>('take-back', { id })),
  promote: (user: UserId) => renewing(() => ask<void>('promote', { user })),
  demote: (user: UserId) => renewing(() => ask<void>('demote', { user })),
  disable: (user: UserId) => renewing(() => ask<void>('disable', { user })),
  enable: (user: UserId) => renewing(() => ask<void>('enable', { user })),
};

/** Goes on with the session of this browser. Null where one may connect, else why one has to log in. Waits for a server that is away. */
export async function renewLogin(): Promise<WireError | null> {
  if (performance.now() - renewedAt < SOON_MS) return { code: 'login_required', detail: '' };
  for (;;) {
    try {
      const { same } = await refresh();
      return same ? null : { code: 'login_required', detail: '' };
    } catch (error) {
      if (!(error instanceof AccountFault)) throw error;
      const { code, detail } = error;
      if (code === 'login_required') return { code, detail };
      await new Promise((resolve) => setTimeout(resolve, TRY_EVERY_MS));
    }
  }
}

async function refresh(): Promise<OwnAccount> {
  const own = await ask<OwnAccount>('refresh', {});
  renewedAt = performance.now();
  return own;
}

async function renewing<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof AccountFault) || error.code !== 'login_required') throw error;
    await refresh();
    return await step();
  }
}

/** The server holds its answers to the types named here. */
async function ask<T>(path: string, body?: object): Promise<T> {
  const sent =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(`/account/${path}`, { ...sent, cache: 'no-store' });
    answer = response.status === 204 ? undefined : await response.json();
  } catch (cause) {
    throw new AccountFault('no_answer_from_server', '', { cause });
  }
  if (response.ok) return answer as T;
  const { code, detail } = (answer as { readonly error: AccountFault }).error;
  throw new AccountFault(code, detail);
}
