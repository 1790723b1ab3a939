import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openssl, OPENSSL_MISSING } from '../../tests/support/openssl.ts';
import { StartError } from '../start-error.ts';
import { buildAuthority, buildLeaf, type KeyAndCertificate } from './certificate-builder.ts';
import { loadOwnCertificate } from './certificate.ts';

const DAY = 86_400_000;
const NOW = Date.now();
const hosts = {
  names: ['chat.example.org'],
  addresses: ['203.0.113.7', '2001:db8::7'],
  label: 'x',
  now: NOW,
};

let folder = '';
let authority: KeyAndCertificate;
let leaf: KeyAndCertificate;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-'));
  authority = await buildAuthority({ label: 'x', now: NOW });
  leaf = await buildLeaf(authority, hosts);
});
afterAll(() => rm(folder, { recursive: true }));

const given = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};
const load = async (files: { cert: string; key: string }, now = NOW) =>
  loadOwnCertificate({
    cert: await given('cert.pem', files.cert),
    key: await given('key.pem', files.key),
    now: () => now,
  });
const refusal = async (attempt: Promise<unknown>): Promise<string> => {
  const error: unknown = await attempt.catch((fault: unknown) => fault);
  expect(error).toBeInstanceOf(StartError);
  const message = error instanceof StartError ? error.message : '';
  expect(message).toMatch(/^[^\n]+\.$/);
  return message.replaceAll(folder, '');
};

describe("a certificate of the operator's own", () => {
  it('is taken with its whole chain, and tells whom it is for', async () => {
    const chain = leaf.certificatePem + authority.certificatePem;
    expect(await load({ cert: chain, key: leaf.keyPem })).toEqual({
      certificatePem: chain,
      keyPem: leaf.keyPem,
      names: ['chat.example.org'],
      addresses: ['203.0.113.7', '2001:db8::7'],
      notBefore: Date.parse(new X509Certificate(leaf.certificatePem).validFrom),
      notAfter: Date.parse(new X509Certificate(leaf.certificatePem).validTo),
    });
  });

  it('may come from one file that holds both', async () => {
    const both = await given('both.pem', leaf.keyPem + leaf.certificatePem);
    const own = await loadOwnCertificate({ cert: both, key: both, now: () => NOW });
    expect(own.names).toEqual(['chat.example.org']);
  });

  it('is refused where a file is not there or is none', async () => {
    const key = await given('key.pem', leaf.keyPem);
    const missing = join(folder, 'missing.pem');
    expect(await refusal(loadOwnCertificate({ cert: missing, key, now: () => NOW }))).toBe(
      '/missing.pem (--cert): there is no such file.',
    );
    expect(await refusal(loadOwnCertificate({ cert: key, key: folder, now: () => NOW }))).toBe(
      ' (--key): cannot be read (EISDIR).',
    );
  });

  it('is refused where a file holds something else', async () => {
    expect(await refusal(load({ cert: 'hello', key: leaf.keyPem }))).toBe(
      '/cert.pem (--cert) holds no certificate in PEM form.',
    );
    expect(await refusal(load({ cert: leaf.keyPem, key: leaf.certificatePem }))).toBe(
      '/cert.pem (--cert) holds no certificate in PEM form.',
    );
    expect(await refusal(load({ cert: leaf.certificatePem, key: leaf.certificatePem }))).toBe(
      '/key.pem (--key) holds no private key in PEM form.',
    );
    const damaged = leaf.certificatePem.replace(/\n.{40}/, '\n');
    expect(await refusal(load({ cert: damaged, key: leaf.keyPem }))).toBe(
      'The certificate in /cert.pem is damaged.',
    );
    expect(await refusal(load({ cert: leaf.certificatePem, key: leaf.keyPem.replace(/\n.{9}/, '\n') }))).toBe(
      'The key in /key.pem is damaged.',
    );
  });

  it('is refused with a key that is locked or not its own', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const locked = privateKey.export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'x',
    });
    expect(await refusal(load({ cert: leaf.certificatePem, key: locked.toString() }))).toMatch(
      /^The key in \/key.pem \(--key\) is locked with a passphrase/,
    );
    const other = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(await refusal(load({ cert: leaf.certificatePem, key: other }))).toBe(
      'The key in /key.pem (--key) does not belong to the certificate in /cert.pem (--cert).',
    );
    const wrongOrder = authority.certificatePem + leaf.certificatePem;
    expect(await refusal(load({ cert: wrongOrder, key: leaf.keyPem }))).toBe(
      'The certificate that belongs to /key.pem (--key) must be the first one in /cert.pem (--cert).',
    );
  });

  it('is refused once it has expired, or before its time', async () => {
    const { certificatePem: cert, keyPem: key } = leaf;
    expect(await refusal(load({ cert, key }, NOW + 400 * DAY))).toMatch(
      /^The certificate in \/cert.pem \(--cert\) expired on \d{4}-\d\d-\d\d\.$/,
    );
    expect(await refusal(load({ cert, key }, NOW - 8 * DAY))).toMatch(
      /is not valid before \d{4}-\d\d-\d\d; check/,
    );
  });

  it.skipIf(OPENSSL_MISSING)('is refused where OpenSSL finds its key too short to be safe', async () => {
    const [cert, key] = [join(folder, 'weak.pem'), join(folder, 'weak.key')];
    openssl([
      'req',
      '-x509',
      '-newkey',
      'rsa:512',
      '-nodes',
      '-keyout',
      key,
      '-out',
      cert,
      '-subj',
      '/CN=weak',
    ]);
    expect(await refusal(loadOwnCertificate({ cert, key, now: () => Date.now() }))).toBe(
      'The certificate in /weak.pem (--cert) cannot be used: ee key too small.',
    );
  });
});
