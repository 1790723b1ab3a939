/**
 * Passwords as hashes: scrypt with the figures of OWASP's Password Storage Cheat Sheet (2^15, 8, 3: 32 MB and about a quarter of a second),
 * which stand with each hash, so that others can be chosen later. So many at once, so many waiting, and no more.
 */
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { AccountError } from './account-error.ts';
import { asTyped } from './password-rules.ts';

export interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** At a password. */
export interface Attempt {
  /** @throws where it is not even looked at */
  admit(): void;
  wrong(): void;
  right(): void;
}

export const COST: Cost = { N: 2 ** 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const STORED = /^scrypt\$(\d{1,9})\$(\d{1,3})\$(\d{1,3})\$([\w-]{22})\$([\w-]{43})$/;

/** Two of the four threads that Node has for such work, and for files. */
const AT_ONCE = 2;
/** Some seconds of work. Whoever comes then is told to come again. */
const MOST_WAITING = 30;
const COME_AGAIN_SECONDS = '5';

export class Passwords {
  readonly #cost: Cost;
  /** Of no password: it takes as long to be wrong about somebody who is not there. */
  readonly #nobodys: string;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(cost = COST) {
    this.#cost = cost;
    this.#nobodys = stored(cost, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
  }

  /** @throws AccountError `rate_limited` where too many wait */
  hash(password: string): Promise<string> {
    return this.#inTurn(async () => {
      const salt = randomBytes(SALT_BYTES);
      return stored(this.#cost, salt, await derive(password, salt, this.#cost));
    });
  }

  /**
   * Null stands for somebody who is not there: never right, and as slow. The attempt is admitted when it is its turn and counted before
   * the next one's, so that many at once are as many as one after the other.
   * @throws AccountError `rate_limited` where too many wait, and what `admit` throws
   */
  verify(hash: string | null, password: string, attempt: Attempt): Promise<boolean> {
    return this.#inTurn(async () => {
      attempt.admit();
      const [, N = '', r = '', p = '', salt = '', right = ''] = STORED.exec(hash ?? this.#nobodys) ?? [];
      if (right === '') throw new Error('a stored password hash is damaged');
      const cost = { N: Number(N), r: Number(r), p: Number(p) };
      const given = await derive(password, Buffer.from(salt, 'base64url'), cost);
      const isRight = timingSafeEqual(given, Buffer.from(right, 'base64url')) && hash !== null;
      if (isRight) attempt.right();
      else attempt.wrong();
      return isRight;
    });
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) {
      if (this.#waiting.length >= MOST_WAITING) throw new AccountError('rate_limited', COME_AGAIN_SECONDS);
      // Whoever ends hands the place on, so nobody comes in between.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}

const stored = ({ N, r, p }: Cost, salt: Buffer, hash: Buffer): string =>
  ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');

function derive(password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> {
  // Node's own bound is below what this takes (128 * N * r bytes).
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) => {
    scrypt(asTyped(password), salt, HASH_BYTES, options, (error, hash) => {
      if (error === null) resolve(hash);
      else reject(error);
    });
  });
}
