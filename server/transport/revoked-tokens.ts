/**
 * Which session tokens count no more, although their signature is right: those that were left, or replaced by newer ones. Kept in a file, so
 * that a restart does not bring them back. Of a token only its random number is written, which says nothing about anybody.
 */
import { appendFile, readFile } from 'node:fs/promises';
import { writeFileAtomically } from '../write-file-atomically.ts';

const PRIVATE_FILE = 0o600;
/** A line is a number and the time from which it counts no more. */
const LINE = /^([\w-]{22}) (\d{1,15})$/;
/** Beyond that the oldest are forgotten: it takes years of an office to get there. */
const MOST = 50_000;

export class RevokedTokens {
  readonly #path: string | null;
  /** Milliseconds since 1970, in the order in which they came. */
  readonly #from: Map<string, number>;

  private constructor(path: string | null, from: Map<string, number>) {
    this.#path = path;
    this.#from = from;
  }

  /** Those that can be no token any more after `keepMs` are left out, and the file is written anew without them. */
  static async open(path: string, now: number, keepMs: number): Promise<RevokedTokens> {
    const lines = (await readIfThere(path)).split('\n').filter((line) => line !== '');
    const from = new Map<string, number>();
    for (const line of lines) {
      const [, number, at] = LINE.exec(line) ?? [];
      // The last line may be half a line, after a crash.
      if (number !== undefined && Number(at) > now - keepMs) from.set(number, Number(at));
    }
    const kept = new RevokedTokens(path, from);
    kept.#forgetOldest();
    if (kept.#from.size < lines.length) {
      const text = [...kept.#from].map(([number, at]) => `${number} ${at}\n`).join('');
      await writeFileAtomically({ path, text, mode: PRIVATE_FILE });
    }
    return kept;
  }

  /** That keeps nothing beyond this process. */
  static inMemory(): RevokedTokens {
    return new RevokedTokens(null, new Map());
  }

  has(number: string, now: number): boolean {
    const from = this.#from.get(number);
    return from !== undefined && from <= now;
  }

  /** From `from` on, in milliseconds since 1970. Counts at once; @throws where it could not be written down */
  async add(number: string, from: number): Promise<void> {
    this.#from.set(number, Math.min(from, this.#from.get(number) ?? Infinity));
    this.#forgetOldest();
    if (this.#path !== null) await appendFile(this.#path, `${number} ${from}\n`, { mode: PRIVATE_FILE });
  }

  #forgetOldest(): void {
    for (const number of this.#from.keys()) {
      if (this.#from.size <= MOST) return;
      this.#from.delete(number);
    }
  }
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
