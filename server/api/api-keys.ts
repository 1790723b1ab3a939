/**
 * The keys of scripts and bots, each a small file in the data folder: name, scopes and a hash of the secret, which itself is kept
 * nowhere. A file is looked up at every use, so that what is made or taken back at the terminal counts at once in a running server.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ulid } from 'ulid';
import * as v from 'valibot';
import { API_SCOPES, type ApiScope } from '../../protocol/api.ts';
import { foldName } from '../../protocol/fold-name.ts';
import { ID_PATTERN, type UserId } from '../../protocol/ids.ts';
import { writeFileAtomically } from '../write-file-atomically.ts';

export interface ApiKey {
  /** Of the key, and of the person that a bot with it is: it stays the same over restarts. */
  readonly id: UserId;
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

/** Enough that guessing is hopeless, and that a plain hash keeps it as well as a slow one. */
const SECRET_BYTES = 32;
const KEY = /^ek_([0-9A-HJKMNP-TV-Z]{26})_([\w-]{43})$/;
const FILE = /^([0-9A-HJKMNP-TV-Z]{26})\.json$/;

const stored = v.object({
  name: v.string(),
  scopes: v.array(v.picklist(API_SCOPES)),
  madeAt: v.number(),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

export class ApiKeys {
  readonly #folder: string;

  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'keys');
  }

  /** @returns the key as it is to be written into a script; nothing can show it again. Null where one of that name is there */
  async create(made: Omit<ApiKey, 'id'>): Promise<string | null> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    if ((await this.named(made.name)).length > 0) return null;
    const id = ulid();
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    const { name, scopes, madeAt } = made;
    const text = `${JSON.stringify({ name, scopes, madeAt, hash: hashOf(secret).toString('hex') })}\n`;
    await writeFileAtomically({ path: this.#pathOf(id), text, mode: 0o600 });
    return `ek_${id}_${secret}`;
  }

  /** In the order in which they were made. */
  async list(): Promise<readonly ApiKey[]> {
    const files = await readdir(this.#folder).catch(orIfNotThere<string[]>([]));
    const ids = files.flatMap((file) => FILE.exec(file)?.[1] ?? []).sort();
    return (await Promise.all(ids.map((id) => this.#read(id)))).flatMap((read) => read?.key ?? []);
  }

  /** Of a name that cannot be told from this one. */
  async named(name: string): Promise<readonly ApiKey[]> {
    return (await this.list()).filter((key) => foldName(key.name) === foldName(name));
  }

  /** @returns false where there is none of that name */
  async revoke(name: string): Promise<boolean> {
    const keys = await this.named(name);
    await Promise.all(keys.map(({ id }) => unlink(this.#pathOf(id)).catch(orIfNotThere(undefined))));
    return keys.length > 0;
  }

  /** Whether it is still there. */
  async find(id: UserId): Promise<ApiKey | null> {
    return (await this.#read(id))?.key ?? null;
  }

  /** The key that a request says it has: its id, and whether its secret is right. Null where there is none of that id. */
  async check(given: string): Promise<{ readonly key: ApiKey; readonly right: boolean } | null> {
    const [, id = '', secret = ''] = KEY.exec(given) ?? [];
    const found = await this.#read(id);
    return found === null ? null : { key: found.key, right: timingSafeEqual(hashOf(secret), found.hash) };
  }

  async #read(id: string): Promise<{ readonly key: ApiKey; readonly hash: Buffer } | null> {
    if (!ID_PATTERN.test(id)) return null;
    const text = await readFile(this.#pathOf(id), 'utf8').catch(orIfNotThere(null));
    const parsed = v.safeParse(stored, text === null ? null : jsonIn(text));
    if (!parsed.success) return null;
    const { hash, ...key } = parsed.output;
    // The pattern has just been tested, which is all that makes a string an id.
    return { key: { id: id as UserId, ...key }, hash: Buffer.from(hash, 'hex') };
  }

  #pathOf(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // written by somebody else: no key
  }
}

/** What stands for a file or folder that is not there. Any other fault is one. */
function orIfNotThere<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return instead;
    throw error;
  };
}
