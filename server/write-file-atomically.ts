/**
 * Writing a small file so that a crash or a full disk leaves either the whole of it or nothing under its name:
 * a temporary file beside it, flushed to the disk, then moved into place.
 */
import { randomBytes } from 'node:crypto';
import * as promises from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What is needed of node:fs/promises; a parameter so that a test can make the machine stop between two steps. */
export interface Files extends Pick<typeof promises, 'link' | 'rename' | 'unlink'> {
  open(path: string, flags: string, mode?: number): Promise<OpenFile>;
}
export type OpenFile = Pick<promises.FileHandle, 'writeFile' | 'sync' | 'close'>;

export interface AtomicWrite {
  readonly path: string;
  readonly text: string;
  readonly mode: number;
  /** Leave a file that is there already as it is, even when two processes write at the same moment. */
  readonly keepExisting?: boolean;
}

const MINUTE = 60_000;
const TEMPORARY = /^\.(.+)\.[0-9a-f]{12}\.tmp$/;
/** File systems without hard links (FAT on a memory stick) answer with one of these. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL']);

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** Resolves with false where `keepExisting` met a file. */
export async function writeFileAtomically(write: AtomicWrite, files: Files = promises): Promise<boolean> {
  const folder = dirname(write.path);
  const temporary = join(folder, `.${basename(write.path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await files.open(temporary, 'wx', write.mode);
    try {
      await file.writeFile(write.text);
      await file.sync();
    } finally {
      await file.close();
    }
    if (!(await moveIntoPlace(temporary, write, files))) return false;
    await syncFolder(folder, files);
    return true;
  } finally {
    await files.unlink(temporary).catch(() => undefined); // renamed, or nothing more can be done
  }
}

async function moveIntoPlace(temporary: string, write: AtomicWrite, files: Files): Promise<boolean> {
  if (write.keepExisting) {
    try {
      await files.link(temporary, write.path); // unlike a rename, fails when the name is taken
      return true;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EEXIST') return false;
      if (code === undefined || !NO_LINKS.has(code)) throw error;
    }
  }
  await files.rename(temporary, write.path);
  return true;
}

/** Without this the new name itself may be lost with the power. Windows cannot open a folder, and needs no such thing. */
async function syncFolder(folder: string, files: Files): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await files.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Removes what an interrupted write of `path` left behind: for a key, that is a copy nobody knows of. What is younger than
 * a minute may be a write that another process is in the middle of, and stays.
 */
export async function removeLeftovers(path: string, now: number): Promise<void> {
  const folder = dirname(path);
  for (const name of await promises.readdir(folder)) {
    if (TEMPORARY.exec(name)?.[1] !== basename(path)) continue;
    const leftover = join(folder, name);
    try {
      if (now - (await promises.stat(leftover)).mtimeMs > MINUTE) await promises.unlink(leftover);
    } catch {
      // gone meanwhile, or not ours to remove: either way not in the way of the next write
    }
  }
}
