import { randomUUID } from 'node:crypto';
import * as promises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Files, removeLeftovers, writeFileAtomically } from './write-file-atomically.ts';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await promises.mkdtemp(join(tmpdir(), 'earshot-'));
  path = join(folder, 'key.pem');
});
afterEach(() => promises.rm(folder, { recursive: true }));

/** The file system of a machine that stops after `steps` steps: that step is half done, and none follows. */
function filesUntilPowerCut(steps: number): Files & { readonly cut: () => boolean } {
  let left = steps;
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    left -= 1;
    if (left < 0) throw new Error('power cut');
    return work();
  };
  return {
    cut: () => left < 0,
    link: (from, to) => step(() => promises.link(from, to)),
    rename: (from, to) => step(() => promises.rename(from, to)),
    unlink: (name) => step(() => promises.unlink(name)),
    open: (name, flags, mode) =>
      step(async () => {
        const file = await promises.open(name, flags, mode);
        return {
          writeFile: async (data) => {
            if (left < 1) await file.writeFile(String(data).slice(0, 3));
            return step(() => file.writeFile(data));
          },
          sync: () => step(() => file.sync()),
          close: async () => {
            await file.close(); // the process' end closes it in any case
            await step(() => Promise.resolve());
          },
        };
      }),
  };
}

const read = () => promises.readFile(path, 'utf8').catch(() => null);
const mode = async (name: string) => ((await promises.stat(name)).mode & 0o777).toString(8);

describe.each([{ keepExisting: true }, { keepExisting: false }])('with %o', ({ keepExisting }) => {
  const write = (text: string, files?: Files) =>
    writeFileAtomically({ path, text, mode: 0o600, keepExisting }, files);

  it('writes the whole file with its mode and leaves nothing else', async () => {
    expect(await write('the whole key')).toBe(true);
    expect(await read()).toBe('the whole key');
    expect(await mode(path)).toBe('600');
    expect(await promises.readdir(folder)).toEqual(['key.pem']);
  });

  it('leaves all or nothing wherever the power is cut, and the next start clears the rest', async () => {
    for (let steps = 0; ; steps += 1) {
      const files = filesUntilPowerCut(steps);
      await write('the whole key', files).catch(() => undefined);
      expect([null, 'the whole key']).toContain(await read());
      await removeLeftovers(path, Date.now() + 61_000);
      expect(['', 'key.pem']).toContain((await promises.readdir(folder)).join());
      if (!files.cut()) break;
      await promises.rm(path, { force: true });
    }
    expect(await read()).toBe('the whole key');
  });
});

it('replaces a file as a whole, so that a cut leaves the old or the new one', async () => {
  await promises.writeFile(path, 'old');
  for (let steps = 0; ; steps += 1) {
    const files = filesUntilPowerCut(steps);
    await writeFileAtomically({ path, text: 'new one', mode: 0o600 }, files).catch(() => undefined);
    expect(['old', 'new one']).toContain(await read());
    if (!files.cut()) break;
  }
  expect(await read()).toBe('new one');
});

it('keeps a file that is there when asked to, and says so', async () => {
  await promises.writeFile(path, 'first');
  expect(await writeFileAtomically({ path, text: 'second', mode: 0o600, keepExisting: true })).toBe(false);
  expect(await read()).toBe('first');
  expect(await promises.readdir(folder)).toEqual(['key.pem']);
});

it('moves the file where the file system has no links', async () => {
  const noLinks: Files = {
    ...promises,
    link: () => Promise.reject(Object.assign(new Error('no links'), { code: 'EPERM' })),
  };
  expect(await writeFileAtomically({ path, text: 'key', mode: 0o600, keepExisting: true }, noLinks)).toBe(
    true,
  );
  expect(await promises.readdir(folder)).toEqual(['key.pem']);
});

it('passes on why a file cannot be written, and leaves nothing behind', async () => {
  const missing = join(folder, randomUUID(), 'key.pem');
  await expect(writeFileAtomically({ path: missing, text: 'key', mode: 0o600 })).rejects.toThrow('ENOENT');
  await promises.mkdir(path);
  await expect(writeFileAtomically({ path, text: 'key', mode: 0o600 })).rejects.toThrow();
  expect(await promises.readdir(folder)).toEqual(['key.pem']);
});

it('clears only the leftovers of the file asked about, once they are a minute old', async () => {
  const others = ['.token.key.0123456789ab.tmp', '.key.pem.tmp', 'key.pem.0123456789ab.tmp'];
  const leftover = '.key.pem.0123456789ab.tmp';
  for (const name of [...others, leftover]) await promises.writeFile(join(folder, name), '');
  const now = (await promises.stat(join(folder, leftover))).mtimeMs;
  await removeLeftovers(path, now + 60_000);
  expect((await promises.readdir(folder)).sort()).toEqual([...others, leftover].sort());
  await removeLeftovers(path, now + 60_001);
  expect((await promises.readdir(folder)).sort()).toEqual([...others].sort());
});
