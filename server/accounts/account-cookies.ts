/** The cookies of somebody who is logged in: out of reach of scripts, tied to this host over TLS, and sent only by our own page. */
import { readCookie } from '../transport/cookies.ts';
import { ACCESS_SECONDS } from './access-token.ts';
import { SESSION_DAYS } from './session-store.ts';

const ACCESS = '__Host-earshot-access';
const REFRESH = '__Host-earshot-refresh';

const cookie = (name: string, value: string, seconds: number): string =>
  `${name}=${value}; Path=/; Max-Age=${seconds}; Secure; HttpOnly; SameSite=Strict`;

export const loginCookies = (access: string, refresh: string): readonly string[] => [
  cookie(ACCESS, access, ACCESS_SECONDS),
  cookie(REFRESH, refresh, SESSION_DAYS * 24 * 60 * 60),
];

/** What a browser that logs out is told to forget. */
export const NO_LOGIN_COOKIES: readonly string[] = [cookie(ACCESS, '', 0), cookie(REFRESH, '', 0)];

export const readAccess = (header: string | undefined): string | null => readCookie(header, ACCESS);
export const readRefresh = (header: string | undefined): string | null => readCookie(header, REFRESH);
