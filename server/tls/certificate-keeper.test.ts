import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { settled } from '../../tests/support/settled.ts';
import { type Authority, openAuthority } from './authority.ts';
import { CertificateKeeper, type CertificateKeeperOptions } from './certificate-keeper.ts';
import type { Leaf } from './certificate.ts';
import { openLeafFile } from './leaf-file.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const START = Date.UTC(2027, 0, 1);
const AT_HOME = { names: ['earshot.local'], addresses: ['192.168.1.5'] };
const ELSEWHERE = { names: ['earshot.local'], addresses: ['10.0.0.7'] };

let folder = '';
let clock: ManualClock;
let authority: Authority;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-'));
  clock = new ManualClock(START);
  authority = await openAuthority({ folder, now: () => clock.now(), label: 'study' });
});
afterEach(() => rm(folder, { recursive: true }));

/** A keeper whose server notes which certificates it was given. */
function keeper(changes: Partial<CertificateKeeperOptions> = {}) {
  const shown: string[] = [];
  const problems: unknown[] = [];
  const issued: Leaf[] = [];
  const options = {
    authority,
    leafFile: openLeafFile(join(folder, 'leaf.pem'), authority, () => clock.now()),
    server: { setSecureContext: ({ cert }: { cert?: unknown }) => void shown.push(String(cert)) },
    clock,
    onIssued: (leaf: Leaf) => void issued.push(leaf),
    onProblem: (error: unknown) => void problems.push(error),
    ...changes,
  };
  return { keeper: new CertificateKeeper(options), shown, problems, issued };
}

describe('the certificate', () => {
  it('is issued for the first hosts, shown, and kept private on disk', async () => {
    const { keeper: kept, shown, issued } = keeper();
    await kept.setHosts(AT_HOME);
    expect(kept.leaf?.addresses).toEqual(['127.0.0.1', '192.168.1.5', '::1']);
    expect(shown).toEqual([kept.leaf?.certificatePem]);
    expect(issued).toEqual([kept.leaf]);
    expect(((await stat(join(folder, 'leaf.pem'))).mode & 0o777).toString(8)).toBe('600');
    expect(shown[0]?.endsWith(authority.certificatePem)).toBe(true);
  });

  it('stays the same while the hosts do, in whatever order and with whatever is left out of it', async () => {
    const { keeper: kept, shown } = keeper();
    await kept.setHosts({ names: ['a.local', 'b.local'], addresses: ['10.0.0.1', '10.0.0.2'] });
    await kept.setHosts({
      names: ['b.local', 'a.local', 'pc'],
      addresses: ['10.0.0.2', '10.0.0.1', '8.8.8.8'],
    });
    expect(shown).toHaveLength(1);
  });

  it('is replaced when an address comes and when one goes', async () => {
    const { keeper: kept, shown } = keeper();
    await kept.setHosts(AT_HOME);
    await kept.setHosts({ ...AT_HOME, addresses: ['192.168.1.5', '10.0.0.7'] });
    expect(kept.leaf?.addresses).toContain('10.0.0.7');
    await kept.setHosts(ELSEWHERE);
    expect(kept.leaf?.addresses).toEqual(['10.0.0.7', '127.0.0.1', '::1']);
    expect(shown).toHaveLength(3);
  });

  it('is the one for the last hosts, however fast they change', async () => {
    const { keeper: kept, shown } = keeper();
    await Promise.all([kept.setHosts(AT_HOME), kept.setHosts(ELSEWHERE), kept.setHosts(AT_HOME)]);
    expect(kept.leaf?.addresses).toContain('192.168.1.5');
    expect(shown).toHaveLength(1); // what was overtaken is never issued
  });
});

describe('after a restart', () => {
  it('the same certificate is shown, so that those who accepted it are not asked again', async () => {
    const before = keeper();
    await before.keeper.setHosts(AT_HOME);
    clock.advance(DAY);
    const after = keeper();
    await after.keeper.setHosts(AT_HOME);
    expect(after.shown).toEqual(before.shown);
    expect(after.issued).toEqual([]);
    expect(after.keeper.leaf).toEqual(before.keeper.leaf);
  });

  it('and not another one while the name is not ours again yet', async () => {
    const before = keeper();
    await before.keeper.setHosts(AT_HOME);
    const after = keeper();
    await after.keeper.setHosts({ ...AT_HOME, names: [] });
    await after.keeper.setHosts(AT_HOME);
    expect(after.shown).toEqual(before.shown);
  });

  const leafPath = () => join(folder, 'leaf.pem');
  const nothing = () => Promise.resolve();
  it.each([
    { why: 'is for other hosts', meanwhile: nothing, hosts: ELSEWHERE, days: 0 },
    { why: 'lasts less than thirty days more', meanwhile: nothing, hosts: AT_HOME, days: 361 },
    {
      why: 'is damaged',
      meanwhile: async () => writeFile(leafPath(), (await readFile(leafPath(), 'utf8')).slice(0, 300)),
      hosts: AT_HOME,
      days: 0,
    },
    {
      why: 'is of an earlier authority',
      meanwhile: async () => {
        await rm(join(folder, 'authority.pem'));
        authority = await openAuthority({ folder, now: () => clock.now(), label: 'study' });
      },
      hosts: AT_HOME,
      days: 0,
    },
    {
      why: 'has the key of another',
      meanwhile: async () => {
        const { keyPem } = await authority.issue(AT_HOME);
        const text = await readFile(leafPath(), 'utf8');
        await writeFile(leafPath(), keyPem + text.slice(text.indexOf('-----BEGIN CERT')));
      },
      hosts: AT_HOME,
      days: 0,
    },
  ])('a new one is made where the old one $why', async ({ meanwhile, hosts, days }) => {
    const before = keeper();
    await before.keeper.setHosts(AT_HOME);
    before.keeper.stop();
    await meanwhile();
    clock.advance(days * DAY);
    const after = keeper();
    await after.keeper.setHosts(hosts);
    expect(after.issued).toHaveLength(1);
    expect(after.shown).toHaveLength(1);
    expect(after.shown).not.toEqual(before.shown);
  });
});

describe('while it runs', () => {
  /** Lets the check that just fell due reach its end. */
  const checked = async (kept: CertificateKeeper) => {
    await settled();
    await kept.setHosts(AT_HOME);
  };

  it('renews in the hour in which fewer than thirty days remain, and not before', async () => {
    const { keeper: kept, shown } = keeper();
    await kept.setHosts(AT_HOME);
    const rest = (kept.leaf?.notAfter ?? 0) - clock.now() - 30 * DAY;
    clock.advance(rest);
    await checked(kept);
    expect(shown).toHaveLength(1);
    clock.advance(HOUR);
    await checked(kept);
    expect(shown).toHaveLength(2);
    expect((kept.leaf?.notAfter ?? 0) - clock.now()).toBeGreaterThan(389 * DAY);
  });

  it('checks by itself, with nobody calling', async () => {
    const times: number[] = [];
    let issuedTwice = (): void => undefined;
    const twice = new Promise<void>((resolve) => (issuedTwice = resolve));
    const counting = {
      notBefore: authority.notBefore,
      notAfter: authority.notAfter,
      issue: (hosts: Parameters<Authority['issue']>[0]) => {
        if (times.push(clock.now()) === 2) issuedTwice();
        return authority.issue(hosts);
      },
    };
    const { keeper: kept } = keeper({ authority: counting });
    await kept.setHosts(AT_HOME);
    clock.advance(380 * DAY);
    await twice;
    await kept.setHosts(AT_HOME);
    expect(times).toEqual([START, START + 380 * DAY]);
  });

  it('makes a new one when the clock was put right backwards', async () => {
    clock.advance(800 * DAY);
    const { keeper: kept, shown } = keeper();
    await kept.setHosts(AT_HOME);
    clock.advance(-800 * DAY);
    await checked(kept);
    expect(shown).toHaveLength(2);
    expect(kept.leaf?.notBefore).toBeLessThanOrEqual(clock.now());
  });

  it('does not make one after another where the authority itself is the limit', async () => {
    clock.advance(authority.notAfter - clock.now() - 10 * DAY);
    const { keeper: kept, shown } = keeper();
    await kept.setHosts(AT_HOME);
    clock.advance(HOUR);
    await checked(kept);
    clock.advance(-3_700 * DAY); // before there was an authority
    await checked(kept);
    await checked(kept);
    expect(shown).toHaveLength(2);
  });

  it('goes on with the old one when issuing fails, says so, and tries again', async () => {
    let fails = false;
    const moody = {
      notBefore: authority.notBefore,
      notAfter: authority.notAfter,
      issue: (hosts: Parameters<Authority['issue']>[0]) =>
        fails ? Promise.reject(new Error('no entropy')) : authority.issue(hosts),
    };
    const { keeper: kept, shown, problems } = keeper({ authority: moody });
    await kept.setHosts(AT_HOME);
    fails = true;
    await expect(kept.setHosts(ELSEWHERE)).rejects.toThrow('no entropy');
    expect(shown).toEqual([kept.leaf?.certificatePem]);
    fails = false;
    clock.advance(HOUR);
    await settled();
    await kept.setHosts(ELSEWHERE);
    expect(shown).toHaveLength(2);
    expect(problems).toEqual([]);
  });

  it('shows a certificate that could not be kept on disk, and says so', async () => {
    const full = { load: () => Promise.resolve(null), save: () => Promise.reject(new Error('disk full')) };
    const { keeper: kept, shown, problems } = keeper({ leafFile: full });
    await kept.setHosts(AT_HOME);
    expect(shown).toHaveLength(1);
    expect(problems).toEqual([new Error('disk full')]);
  });

  it('leaves no timer behind when stopped', async () => {
    const { keeper: kept } = keeper();
    await kept.setHosts(AT_HOME);
    expect(clock.waiting).toBe(1);
    kept.stop();
    kept.stop();
    expect(clock.waiting).toBe(0);
    await kept.setHosts(ELSEWHERE);
    expect(clock.waiting).toBe(0);
  });
});
