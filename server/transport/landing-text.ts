/** The host's own words, read once at start and again after the file has changed; a change that cannot be read leaves the last good ones. */
import { open, stat } from 'node:fs/promises';
import type { Log } from '../log.ts';
import { StartError } from '../start-error.ts';
import { Html } from './page-template.ts';

/** About 2,500 words. What nests without end takes the library seconds at four times as much. */
const MOST_BYTES = 16_384;

const loadMarkdown = () => import('./markdown-html.ts');

export class LandingText {
  readonly #file: string;
  readonly #log: Pick<Log, 'warn'>;
  #html: Html;
  /** Of the last look, good or not, so that what is wrong is told of once. */
  #stamp: string;
  #looking: Promise<void> | null = null;

  private constructor(file: string, log: Pick<Log, 'warn'>, stamp: string, html: Html) {
    this.#file = file;
    this.#log = log;
    this.#stamp = stamp;
    this.#html = html;
  }

  /** @throws StartError that names the option and says what is wrong with the file */
  static async open(file: string, log: Pick<Log, 'warn'>): Promise<LandingText> {
    try {
      return new LandingText(file, log, await stampOf(file), await read(file));
    } catch (error) {
      throw new StartError(`--landing: ${whatIsWrong(error)} (was ${JSON.stringify(file)})`, {
        cause: error,
      });
    }
  }

  /** As the file is now, or was when it could last be read. */
  async html(): Promise<Html> {
    await (this.#looking ??= this.#look().finally(() => (this.#looking = null)));
    return this.#html;
  }

  async #look(): Promise<void> {
    const stamp = await stampOf(this.#file);
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    try {
      this.#html = await read(this.#file);
    } catch (error) {
      this.#log.warn('landing page not renewed', { why: whatIsWrong(error) });
    }
  }
}

/** A sentence of ours about the file. */
class Unfit extends Error {
  override readonly name = 'Unfit';
}

const stampOf = (file: string): Promise<string> =>
  stat(file).then(({ ino, mtimeMs, size }) => `${ino} ${mtimeMs} ${size}`, codeOf);

async function read(file: string): Promise<Html> {
  const handle = await open(file, 'r');
  let bytes: Buffer;
  try {
    if (!(await handle.stat()).isFile()) throw new Unfit('is not a file');
    // One more than allowed, whatever the file grows to meanwhile.
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(MOST_BYTES + 1) });
    bytes = buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
  if (bytes.length > MOST_BYTES) throw new Unfit(`is larger than ${MOST_BYTES} bytes`);
  const { markdownHtml } = await loadMarkdown();
  try {
    return Html.trusted(markdownHtml(decoded(bytes)));
  } catch (error) {
    if (error instanceof RangeError) throw new Unfit('is nested too deeply', { cause: error });
    throw error;
  }
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Unfit('is not text in UTF-8', { cause: error });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

function whatIsWrong(error: unknown): string {
  if (error instanceof Unfit) return error.message;
  return ['ENOENT', 'ENOTDIR'].includes(codeOf(error))
    ? 'there is no such file'
    : `cannot be read (${codeOf(error)})`;
}
