import { createPublicKey, X509Certificate } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openssl, OPENSSL_MISSING } from '../../tests/support/openssl.ts';
import { StartError } from '../start-error.ts';
import { openAuthority, replaceAuthority } from './authority.ts';
import { buildLeaf } from './certificate-builder.ts';

const DAY = 86_400_000;
const NOW = Date.now();

let folder = '';
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'earshot-')), 'tls');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

const open = (now = NOW, label = 'study') => openAuthority({ folder, now: () => now, label });
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
const file = (name: string) => join(folder, name);

describe('the authority of an installation', () => {
  it('is made once and found again, with the same fingerprint', async () => {
    const first = await open();
    const second = await open(NOW + DAY);
    expect(second.certificatePem).toBe(first.certificatePem);
    expect(second.fingerprint).toBe(first.fingerprint);
    expect(first.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(first.fingerprint).toBe(new X509Certificate(first.certificateDer).fingerprint256);
  });

  it('keeps its key to this user and a copy of its certificate for people', async () => {
    const authority = await open();
    expect((await readdir(folder)).sort()).toEqual(['authority.pem', 'earshot-ca.crt']);
    expect([await modeOf(folder), await modeOf(file('authority.pem'))]).toEqual(['700', '600']);
    expect(authority.certificateFile).toBe(file('earshot-ca.crt'));
    const copy = await readFile(authority.certificateFile, 'utf8');
    expect(copy).toBe(authority.certificatePem);
    expect(copy).not.toContain('PRIVATE');
  });

  it('makes a folder and a key private again that came from a careless copy', async () => {
    await open();
    await chmod(folder, 0o755);
    await chmod(file('authority.pem'), 0o644);
    await open();
    expect([await modeOf(folder), await modeOf(file('authority.pem'))]).toEqual(['700', '600']);
  });

  it('is replaced on demand, whatever state it is in, and then has signed nothing of the one before', async () => {
    const first = await open();
    const leaf = await first.issue({ names: ['study.local'], addresses: ['192.168.1.2'] });
    const second = await replaceAuthority({ folder, now: () => NOW, label: 'study' });
    expect(second.fingerprint).not.toBe(first.fingerprint);
    expect((await open()).fingerprint).toBe(second.fingerprint);
    expect(second.hasIssued(new X509Certificate(leaf.certificatePem))).toBe(false);
    expect(await readFile(second.certificateFile, 'utf8')).toBe(second.certificatePem);
    expect([await modeOf(folder), await modeOf(file('authority.pem'))]).toEqual(['700', '600']);
    await writeFile(file('authority.pem'), 'damaged');
    expect((await replaceAuthority({ folder, now: () => NOW, label: 'study' })).fingerprint).toMatch(
      /^[0-9A-F:]+$/,
    );
  });

  it('carries a name by which a person finds it in a list, short enough and without invisible characters', async () => {
    const { certificateDer } = await open(NOW, `Zoë's\u202e  computer\n${'x'.repeat(80)}`);
    const [name, organisation] = new X509Certificate(certificateDer).subject.split('\n');
    expect(name).toMatch(/^CN=Earshot CA \(Zoë's computer x{17}\\, [0-9A-F]{4} [0-9A-F]{4}\)$/);
    expect(organisation).toBe('O=Earshot');
  });

  it('lasts ten years and begins a week ago', async () => {
    const authority = await open();
    expect(Math.round((authority.notAfter - NOW) / DAY)).toBe(3_646);
    expect(Math.round((NOW - authority.notBefore) / DAY)).toBe(7);
  });

  it('is one and the same for two servers started at the same moment', async () => {
    const all = await Promise.all([open(), open(), open(), open()]);
    expect(new Set(all.map((authority) => authority.fingerprint)).size).toBe(1);
    expect((await open()).fingerprint).toBe(all[0]?.fingerprint);
  });

  it('starts over where the first start was cut off before there was one', async () => {
    await open();
    await rm(file('authority.pem'));
    await writeFile(file('.authority.pem.0123456789ab.tmp'), '-----BEGIN PRIVATE KEY-----\nMIGH');
    const authority = await open(NOW + DAY);
    expect((await readdir(folder)).sort()).toEqual(['authority.pem', 'earshot-ca.crt']);
    expect(await readFile(authority.certificateFile, 'utf8')).toBe(authority.certificatePem);
  });
});

describe('an authority that cannot be used stops the start with one sentence', () => {
  const refusal = async (now = NOW): Promise<string> => {
    const error: unknown = await open(now).catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(StartError);
    const message = error instanceof StartError ? error.message : '';
    expect(message).toMatch(/^[^\n]+\.$/);
    return message;
  };

  it.each([
    ['cut short', (text: string) => text.slice(0, 400)],
    ['empty', () => ''],
    ['without its key', (text: string) => text.slice(text.indexOf('-----BEGIN CERT'))],
    ['without its certificate', (text: string) => text.slice(0, text.indexOf('-----BEGIN CERT'))],
    ['with a letter changed', (text: string) => text.replace(/(CERTIFICATE-----\n.{40})./, '$1#')],
  ])('%s, and is left as it is', async (_case, damage) => {
    await open();
    const damaged = damage(await readFile(file('authority.pem'), 'utf8'));
    await writeFile(file('authority.pem'), damaged);
    expect(await refusal()).toContain(`${file('authority.pem')} is damaged: restore`);
    expect(await readFile(file('authority.pem'), 'utf8')).toBe(damaged);
  });

  it('with the key of another', async () => {
    await open();
    const one = await readFile(file('authority.pem'), 'utf8');
    await rm(file('authority.pem'));
    await open();
    const other = await readFile(file('authority.pem'), 'utf8');
    const certificate = other.indexOf('-----BEGIN CERT');
    await writeFile(file('authority.pem'), one.slice(0, certificate) + other.slice(certificate));
    expect(await refusal()).toContain('is damaged');
  });

  it('expired', async () => {
    await open();
    expect(await refusal(NOW + 3_700 * DAY)).toContain("check this computer's clock, or delete that file");
  });

  it('in a folder that is none', async () => {
    await writeFile(folder, '');
    expect(await refusal()).toContain('choose another with --data-dir');
  });
});

describe('a leaf', () => {
  it('names what it was asked for, this computer itself, and nothing an authority like this may not name', async () => {
    const leaf = await (
      await open()
    ).issue({
      names: [
        'Earshot.local.',
        'mycomputer',
        'example.org',
        'chat.home.arpa',
        'notlocal',
        'local.example.org',
      ],
      addresses: [
        '192.168.1.5',
        '8.8.8.8',
        'fe80::1%eth0',
        'FD00:0:0::5',
        '2001:db8::1',
        '::ffff:10.1.2.3',
        'x',
      ],
    });
    expect(leaf.names).toEqual(['chat.home.arpa', 'earshot.local', 'localhost']);
    expect(leaf.addresses).toEqual(['10.1.2.3', '127.0.0.1', '192.168.1.5', '::1', 'fd00::5', 'fe80::1']);
  });

  it('lasts 397 days at most, begins a week ago, and has its own key', async () => {
    const authority = await open();
    const one = await authority.issue({ names: [], addresses: [] });
    const two = await authority.issue({ names: [], addresses: [] });
    expect((one.notAfter - one.notBefore) / DAY).toBe(397);
    expect(Math.round((NOW - one.notBefore) / DAY)).toBe(7);
    const key = (pem: string) => createPublicKey(pem).export({ type: 'spki', format: 'pem' });
    expect(key(one.keyPem)).toBe(key(one.certificatePem));
    expect(key(one.keyPem)).not.toBe(key(two.keyPem));
  });

  it('stays within the life of its authority, also when the clock is wrong', async () => {
    const { notBefore, notAfter } = await open();
    const early = await (await open(NOW - 3_000 * DAY)).issue({ names: [], addresses: [] });
    expect([early.notBefore, early.notAfter]).toEqual([notBefore, notBefore + 397 * DAY]);
    const late = await (await open(notAfter - DAY)).issue({ names: [], addresses: [] });
    expect(late.notAfter).toBe(notAfter);
  });
});

describe.skipIf(OPENSSL_MISSING)('to a strict verifier', () => {
  const verify = async (chain: string, check: readonly string[]) => {
    await writeFile(file('leaf.pem'), chain);
    const strict = ['verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', file('earshot-ca.crt')];
    return openssl([...strict, ...check, file('leaf.pem')]);
  };
  const stolen = async () => {
    const pem = await readFile(file('authority.pem'), 'utf8');
    const certificate = pem.indexOf('-----BEGIN CERT');
    return { keyPem: pem.slice(0, certificate), certificatePem: pem.slice(certificate) };
  };

  it('the names and addresses of the server are proven', async () => {
    const { certificatePem } = await (
      await open()
    ).issue({
      names: ['earshot.local', 'study.lan', 'a.b.internal'],
      addresses: ['192.168.1.5', '10.9.8.7', '172.31.0.1', '169.254.3.4', '100.64.0.9', 'fe80::1', 'fd12::9'],
    });
    const names = ['earshot.local', 'study.lan', 'a.b.internal', 'localhost'];
    const addresses = [
      '192.168.1.5',
      '10.9.8.7',
      '172.31.0.1',
      '169.254.3.4',
      '100.64.0.9',
      'fe80::1',
      'fd12::9',
    ];
    for (const name of names) {
      expect(await verify(certificatePem, ['-verify_hostname', name])).toMatchObject({ ok: true });
    }
    for (const address of [...addresses, '127.0.0.1', '::1']) {
      expect(await verify(certificatePem, ['-verify_ip', address])).toMatchObject({ ok: true });
    }
    expect(await verify(certificatePem, ['-verify_hostname', 'example.org'])).toMatchObject({ ok: false });
    expect(await verify(certificatePem, ['-verify_ip', '192.168.1.6'])).toMatchObject({ ok: false });
  });

  it.each([
    ['a public name', { names: ['www.example.org'], addresses: [] }, ['-verify_hostname', 'www.example.org']],
    ['a public address', { names: [], addresses: ['8.8.8.8'] }, ['-verify_ip', '8.8.8.8']],
    ['a public IPv6 address', { names: [], addresses: ['2606:4700::1'] }, ['-verify_ip', '2606:4700::1']],
    [
      'a name that only ends alike',
      { names: ['evil-local'], addresses: [] },
      ['-verify_hostname', 'evil-local'],
    ],
    ['a private name beside a public one', { names: ['a.local', 'example.org'], addresses: [] }, []],
  ])('%s is worth nothing even when signed with the stolen key', async (_case, hosts, check) => {
    await open();
    const forged = await buildLeaf(await stolen(), { ...hosts, label: 'thief', now: NOW });
    const answer = await verify(forged.certificatePem, check);
    expect(answer).toMatchObject({ ok: false });
    expect(answer.output).toContain('permitted subtree violation');
  });

  /** What OpenSSL makes of a request of the thief's with the stolen key, whatever we would have made of it. */
  const signByThief = async (extensions: string) => {
    const [request, key, made] = [file('request.pem'), file('thief.key'), file('made.pem')];
    const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key];
    expect(openssl(['req', ...newKey, '-subj', '/CN=thief', '-out', request])).toMatchObject({ ok: true });
    await writeFile(file('ext'), `${extensions}\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n`);
    const signer = ['-CA', file('authority.pem'), '-CAkey', file('authority.pem')];
    const signing = ['x509', '-req', '-in', request, ...signer, '-extfile', file('ext'), '-days', '9'];
    expect(openssl([...signing, '-out', made])).toMatchObject({ ok: true });
    return { keyPem: await readFile(key, 'utf8'), certificatePem: await readFile(made, 'utf8') };
  };

  it('the stolen key makes no further authority', async () => {
    await open();
    const below = await signByThief('basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign');
    const leaf = await buildLeaf(below, { names: ['a.local'], addresses: [], label: 'thief', now: NOW });
    const answer = await verify(leaf.certificatePem, ['-untrusted', file('made.pem')]);
    expect(answer).toMatchObject({ ok: false });
    expect(answer.output).toContain('path length constraint exceeded');
  });

  it('the stolen key signs no mail', async () => {
    await open();
    await signByThief('extendedKeyUsage=emailProtection\nsubjectAltName=email:boss@example.org');
    const answer = openssl([
      'verify',
      '-purpose',
      'smimesign',
      '-CAfile',
      file('earshot-ca.crt'),
      file('made.pem'),
    ]);
    expect(answer).toMatchObject({ ok: false });
    expect(answer.output).toMatch(/(unsupported|unsuitable) certificate purpose/);
  });
});
