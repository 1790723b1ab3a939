import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { userId } from '../../tests/support/records.ts';
import { COOKIE_SECONDS } from './cookies.ts';
import { RevokedTokens } from './revoked-tokens.ts';
import { openSessionTokens, SessionTokens } from './session-token.ts';

const ANA = userId('ana');
const DAY = 24 * 60 * 60 * 1_000;
const START = 1_700_000_000_000;
const clock = { time: START, now: () => clock.time };
let folder: string;
beforeEach(async () => {
  clock.time = START;
  folder = await mkdtemp(join(tmpdir(), 'earshot-tokens-'));
});
afterEach(() => rm(folder, { recursive: true }));

const tokens = () => new SessionTokens(Buffer.alloc(32, 1), clock);

describe('a token', () => {
  it('is that of its person, and never the same twice', () => {
    const mine = tokens();
    const [one, other] = [mine.issue(ANA), mine.issue(ANA)];
    expect([mine.verify(one), mine.verify(other)]).toEqual([ANA, ANA]);
    expect(one).not.toBe(other);
  });

  it("is nobody's where any part of it was changed, or another installation made it", () => {
    const mine = tokens();
    const parts = mine.issue(ANA).split('.');
    for (const [index, part] of parts.entries()) {
      const flipped = (part.startsWith('0') ? '1' : '0') + part.slice(1);
      expect(mine.verify(parts.with(index, flipped).join('.'))).toBeNull();
      expect(mine.verify(parts.toSpliced(index, 1).join('.'))).toBeNull();
    }
    const foreign = new SessionTokens(Buffer.alloc(32, 2), clock).issue(ANA);
    for (const bad of [foreign, '', '.', '...', `${ANA}.`, 'x'.repeat(10_000)])
      expect(mine.verify(bad)).toBeNull();
  });

  it('ends when its cookie does', () => {
    const mine = tokens();
    const token = mine.issue(ANA);
    clock.time += COOKIE_SECONDS * 1_000;
    expect(mine.verify(token)).toBe(ANA);
    clock.time += 1_000;
    expect(mine.verify(token)).toBeNull();
  });

  it('is replaced after a week, and the old one is of no use a minute later', () => {
    const mine = tokens();
    const old = mine.issue(ANA);
    clock.time += 7 * DAY - 1_000;
    expect(mine.renew(old)).toBeNull();
    clock.time += 1_000;
    const fresh = mine.renew(old) ?? '';
    expect(mine.verify(fresh)).toBe(ANA);
    clock.time += 59_999;
    expect(mine.verify(old)).toBe(ANA);
    clock.time += 1;
    expect([mine.verify(old), mine.renew(old)]).toEqual([null, null]);
    expect(mine.verify(fresh)).toBe(ANA);
  });

  it('is of no use once it is revoked, while another one of the same person is', async () => {
    const mine = tokens();
    const [here, there] = [mine.issue(ANA), mine.issue(ANA)];
    await mine.revoke(here);
    expect([mine.verify(here), mine.verify(there)]).toEqual([null, ANA]);
    await expect(mine.revoke('nonsense')).resolves.toBeUndefined();
  });
});

describe('after a restart', () => {
  it('what was revoked stays so, and the file tells nothing of anybody', async () => {
    const first = await openSessionTokens(folder, clock);
    const [left, kept] = [first.issue(ANA), first.issue(ANA)];
    await first.revoke(left);
    const second = await openSessionTokens(folder, clock);
    expect([second.verify(left), second.verify(kept)]).toEqual([null, ANA]);
    const path = join(folder, 'revoked-sessions');
    expect(await readFile(path, 'utf8')).not.toContain(ANA);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('what can be no token any more is taken out of the file, and so is half a line of a crash', async () => {
    const path = join(folder, 'revoked-sessions');
    const [old, fresh] = ['o'.repeat(22), 'f'.repeat(22)];
    await writeFile(path, `${old} ${START - 2 * DAY}\n${fresh} ${START}\n${'h'.repeat(22)} `);
    const revoked = await RevokedTokens.open(path, START, DAY);
    expect([revoked.has(old, START), revoked.has(fresh, START)]).toEqual([false, true]);
    expect(await readFile(path, 'utf8')).toBe(`${fresh} ${START}\n`);
  });

  it('a revocation that could not be written is said, and counts until then', async () => {
    const revoked = await RevokedTokens.open(join(folder, 'gone', 'revoked-sessions'), START, DAY);
    await expect(revoked.add('n'.repeat(22), START)).rejects.toThrow('ENOENT');
    expect(revoked.has('n'.repeat(22), START)).toBe(true);
  });
});
