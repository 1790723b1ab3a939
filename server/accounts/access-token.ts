/** Says for a quarter of an hour who somebody is, without asking the refresh token: a JWT (RFC 7519), signed with a key of this installation. */
import { jwtVerify, SignJWT } from 'jose';
import { ID_PATTERN, type UserId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import type { Admitted } from '../transport/account-door.ts';
import type { SessionTokens } from '../transport/session-token.ts';

export const ACCESS_SECONDS = 15 * 60;
const ALGORITHM = 'HS256';
const TYPE = 'earshot-access+jwt';

export class AccessTokens {
  readonly #key: Uint8Array;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(tokens: Pick<SessionTokens, 'sign'>, clock: Pick<Clock, 'now'>) {
    this.#key = tokens.sign('access', 'key');
    this.#clock = clock;
  }

  issue({ user, session }: Admitted): Promise<string> {
    const now = Math.floor(this.#clock.now() / 1_000);
    return new SignJWT({ sid: session })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .setSubject(user)
      .setIssuedAt(now)
      .setExpirationTime(now + ACCESS_SECONDS)
      .sign(this.#key);
  }

  /** Whom it names, if it was made here and is not too old. Whether that session goes on is another question. */
  async read(token: string): Promise<Admitted | null> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [ALGORITHM],
        typ: TYPE,
        requiredClaims: ['sub', 'sid', 'exp'],
        currentDate: new Date(this.#clock.now()),
      });
      const { sub = '', sid } = payload;
      // The pattern is all that makes a string an id.
      return ID_PATTERN.test(sub) && typeof sid === 'string' ? { user: sub as UserId, session: sid } : null;
    } catch {
      return null;
    }
  }
}
