/** Cookies of this server: tied to this host over TLS, out of reach of scripts, and kept as long as browsers keep any. */

/** Browsers keep none for longer (RFC 6265bis, 5.5). */
export const COOKIE_SECONDS = 400 * 24 * 60 * 60;

/** The `__Host-` prefix ties it to this host over TLS (RFC 6265bis, 4.1.3.2); Lax, because a scanned link is a navigation from elsewhere. */
export const lastingCookie = (name: `__Host-${string}`, value: string): string =>
  `${name}=${value}; Path=/; Max-Age=${COOKIE_SECONDS}; Secure; HttpOnly; SameSite=Lax`;

export function readCookie(header: string | undefined, wanted: `__Host-${string}`): string | null {
  for (const part of header?.split(';') ?? []) {
    const [name, value] = part.trim().split('=');
    if (name === wanted && value) return value;
  }
  return null;
}
