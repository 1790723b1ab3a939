/** Accounts, where a server has them: what a page asks by HTTP under /account, and the words of its answers. Sockets know nothing of it. */
import type { UserId } from './ids.ts';

/** Who may make an account: anybody, whoever has an invitation, or nobody but the first administrator. */
export const REGISTRATIONS = ['open', 'invite', 'closed'] as const;
export type Registration = (typeof REGISTRATIONS)[number];

/** In code points. As NIST SP 800-63B has it (5.1.1.2): no rule about kinds of characters. */
export const PASSWORD_LEAST = 8;
export const PASSWORD_MOST = 200;

/** Too short, too long, one's own name, the server's or Earshot's, a row or a repetition, or one that many people have. */
export const PASSWORD_FLAWS = ['short', 'long', 'name', 'server', 'simple', 'common'] as const;
export type PasswordFlaw = (typeof PASSWORD_FLAWS)[number];

/** In front of the secret of a link that an administrator gives. A fragment is never sent to a server. */
export const ACCOUNT_FRAGMENT = '#account=';

export const ACCOUNT_ERRORS = [
  /** Not what is expected here. */
  'bad_payload',
  'name_invalid',
  'name_taken',
  /** Detail: one of `PASSWORD_FLAWS`. */
  'password_invalid',
  /** Name or password, it is not said which. */
  'login_wrong',
  /** Detail: `ended`, `expired` or `disabled` where there was a session, else nothing. */
  'login_required',
  'account_disabled',
  'account_unknown',
  /** Used, too old, taken back, or never made. */
  'link_invalid',
  /** What an administrator wants to take back is not open any more. */
  'link_gone',
  /** So many are open that no further one is made. */
  'links_full',
  'registration_closed',
  'not_administrator',
  /** Without this one, nobody could let anybody in. */
  'last_administrator',
  /** Detail: seconds to wait. */
  'rate_limited',
  'internal',
] as const;
export type AccountErrorCode = (typeof ACCOUNT_ERRORS)[number];

/** Whoever is logged in now. */
export interface OwnAccount {
  readonly user: UserId;
  readonly name: string;
  readonly administrator: boolean;
  /** Whether this browser was this person's before, so that what it keeps is theirs. */
  readonly same: boolean;
}

/** As administrators see it. */
export interface ListedAccount {
  readonly user: UserId;
  readonly name: string;
  readonly administrator: boolean;
  readonly disabled: boolean;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  /** Browsers in which they are logged in. */
  readonly sessions: number;
}

/** A link that somebody can still open, as administrators see it: its secret is shown once, when it is made. */
export interface OpenLink {
  /** Made of the hash of the secret, and of no use but to take it back. */
  readonly id: string;
  readonly kind: 'invite' | 'reset';
  /** Of the person whose password is set anew; whoever is invited is not known. */
  readonly name: string;
  /** Whoever opens it becomes one. */
  readonly administrator: boolean;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** A link that was just made. */
export interface MadeLink {
  readonly link: string;
  readonly id: string;
}

/** What a link is for. */
export interface AccountLink {
  readonly kind: 'invite' | 'reset';
  /** Of the person whose password is set anew. */
  readonly name: string;
}
