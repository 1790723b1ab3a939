import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiKeys } from './api-keys.ts';

let folder: string;
let keys: ApiKeys;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-keys-'));
  keys = new ApiKeys(join(folder, 'data'));
});
afterEach(() => rm(folder, { recursive: true }));

const made = (name: string) => keys.create({ name, scopes: ['bot'], madeAt: 7 });

describe('a key', () => {
  it('is known by what was shown when it was made, and by nothing else', async () => {
    const key = (await made('Door bell')) ?? '';
    expect(key).toMatch(/^ek_[0-9A-Z]{26}_[\w-]{43}$/);
    const [, id = '', secret = ''] = /^ek_(.{26})_(.{43})$/.exec(key) ?? [];
    const known = { id, name: 'Door bell', scopes: ['bot'], madeAt: 7 };
    expect(await keys.check(key)).toEqual({ key: known, right: true });
    const altered = secret.startsWith('A') ? `B${secret.slice(1)}` : `A${secret.slice(1)}`;
    expect(await keys.check(`ek_${id}_${altered}`)).toEqual({ key: known, right: false });
    for (const none of ['', key.slice(0, -1), `${key}x`, key.toLowerCase(), `ek_${'0'.repeat(26)}_${secret}`])
      expect(await keys.check(none)).toBeNull();
    expect(await keys.check(`ek_../../../../etc/passwd_${secret}`)).toBeNull();
  });

  it('is kept as a hash, for this user only', async () => {
    const key = (await made('Door bell')) ?? '';
    const [file = '', ...others] = await readdir(join(folder, 'data', 'keys'));
    expect(others).toEqual([]);
    const path = join(folder, 'data', 'keys', file);
    expect(await readFile(path, 'utf8')).not.toContain(key.slice(-43));
    if (process.platform === 'win32') return;
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'data', 'keys'))).mode & 0o777).toBe(0o700);
  });

  it('of a name like another is not made', async () => {
    await made('Door bell');
    expect(await made('DOOR  BELL'.replace('  ', ' '))).toBeNull();
    expect((await keys.list()).map(({ name }) => name)).toEqual(['Door bell']);
  });

  it('that was taken back is of no use, and its name is free', async () => {
    const key = (await made('Door bell')) ?? '';
    expect(await keys.revoke('Garden')).toBe(false);
    expect(await keys.revoke('door bell')).toBe(true);
    expect(await keys.check(key)).toBeNull();
    expect(await keys.list()).toEqual([]);
    expect(await made('Door bell')).not.toBe(key);
  });
});

it('what else is in the folder is no key', async () => {
  expect(await keys.list()).toEqual([]);
  const key = (await made('Door bell')) ?? '';
  const [file = ''] = await readdir(join(folder, 'data', 'keys'));
  await mkdir(join(folder, 'data', 'keys'), { recursive: true });
  for (const [name, text] of [
    [`${'A'.repeat(26)}.json`, 'not JSON'],
    [`${'B'.repeat(26)}.json`, '{"name":"x","scopes":["root"],"madeAt":1,"hash":"00"}'],
    ['notes.txt', 'hello'],
  ] as const)
    await writeFile(join(folder, 'data', 'keys', name), text);
  expect((await keys.list()).map(({ name }) => name)).toEqual(['Door bell']);
  await writeFile(join(folder, 'data', 'keys', file), '{');
  expect(await keys.check(key)).toBeNull();
});
