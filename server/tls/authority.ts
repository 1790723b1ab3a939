/**
 * The certificate authority of this installation: made at the first start, kept in one private file, never replaced by
 * itself. Every device that trusts it would have to trust a new one again, so a damaged or expired one stops the start
 * with a sentence, and the decision is the operator's.
 */
import { createHash, type X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';
import { removeLeftovers, writeFileAtomically } from '../write-file-atomically.ts';
import type { KeyAndCertificate } from './certificate-builder.ts';
import { describeCertificate, type Leaf } from './certificate.ts';
import { certificatesIn, privateKeyIn } from './pem.ts';
import { type Hosts, leafHosts } from '../permitted-hosts.ts';

export interface Authority {
  /** For people: what devices are told to trust. */
  readonly certificatePem: string;
  readonly certificateDer: Buffer;
  /** Where a copy of it lies on this computer. */
  readonly certificateFile: string;
  /** SHA-256, pairs of upper case hexadecimal digits with colons between. */
  readonly fingerprint: string;
  /** Milliseconds since 1970, as is `notAfter`. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** A leaf for the permitted part of `hosts` and this computer itself. */
  issue(hosts: Hosts): Promise<Leaf>;
  /** Whether this authority, and not an earlier one, signed the certificate. */
  hasIssued(certificate: X509Certificate): boolean;
}

interface AuthorityOptions {
  /** A folder for nothing else, since it is made private to this user. */
  readonly folder: string;
  readonly now: () => number;
  /** Whose authority it is, for a person who reads a list of them; the computer's name. */
  readonly label: string;
}

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
const PUBLIC_FILE = 0o644;

/** A quarter of the server's code, and needed only to make a certificate, which most starts do not. */
const loadCertificateBuilder = () => import('./certificate-builder.ts');

/** @throws StartError */
export async function openAuthority(options: AuthorityOptions): Promise<Authority> {
  const { folder, now, label } = options;
  // One file for key and certificate: there is no moment at which one of them is there without the other.
  const path = join(folder, 'authority.pem');
  const certificateFile = join(folder, 'earshot-ca.crt');
  const kept = await usingFolder(folder, async () => {
    await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
    await makePrivate(folder, PRIVATE_FOLDER);
    await removeLeftovers(path, now());
    const text = (await readIfThere(path)) ?? (await createAuthority(path, options));
    await makePrivate(path, PRIVATE_FILE);
    return text;
  });
  const { pair, certificate } = parseAuthority(kept, path);
  const notAfter = Date.parse(certificate.validTo);
  if (now() > notAfter) {
    const day = certificate.validTo;
    throw new StartError(
      `The certificate authority in ${path} expired on ${day}: check this computer's clock, or delete that file to make a new one, which every device has to trust again.`,
    );
  }
  await usingFolder(folder, () => keepCopy(certificateFile, pair.certificatePem, now()));
  return {
    certificatePem: pair.certificatePem,
    certificateDer: certificate.raw,
    certificateFile,
    fingerprint: fingerprintOf(certificate),
    notBefore: Date.parse(certificate.validFrom),
    notAfter,
    issue: async (hosts) => {
      const { buildLeaf } = await loadCertificateBuilder();
      const leaf = await buildLeaf(pair, { ...leafHosts(hosts), label, now: now() });
      const [issued] = certificatesIn(leaf.certificatePem);
      if (issued === undefined) throw new Error('the certificate just made cannot be read');
      const certificatePem = leaf.certificatePem + pair.certificatePem;
      return describeCertificate(issued, { certificatePem, keyPem: leaf.keyPem });
    },
    hasIssued: (other) => other.checkIssued(certificate) && other.verify(certificate.publicKey),
  };
}

/**
 * A new one in the place of whatever is there, whose key is gone for good; what it signed is issued again when it is next opened. Every
 * device has to trust it anew. @throws StartError
 */
export async function replaceAuthority(options: AuthorityOptions): Promise<Authority> {
  const { folder, label, now } = options;
  const { buildAuthority } = await loadCertificateBuilder();
  const made = await buildAuthority({ label, now: now() });
  await usingFolder(folder, async () => {
    await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
    const text = made.keyPem + made.certificatePem;
    await writeFileAtomically({ path: join(folder, 'authority.pem'), text, mode: PRIVATE_FILE });
  });
  return openAuthority(options);
}

async function createAuthority(path: string, { label, now }: AuthorityOptions): Promise<string> {
  const { buildAuthority } = await loadCertificateBuilder();
  const made = await buildAuthority({ label, now: now() });
  const text = made.keyPem + made.certificatePem;
  const mine = await writeFileAtomically({ path, text, mode: PRIVATE_FILE, keepExisting: true });
  // Two servers started at the same moment use the same authority: that of the faster one.
  return mine ? text : await readFile(path, 'utf8');
}

function parseAuthority(
  text: string,
  path: string,
): { pair: KeyAndCertificate; certificate: X509Certificate } {
  const damaged = (cause?: unknown) =>
    new StartError(
      `The certificate authority in ${path} is damaged: restore that file from a copy, or delete it to make a new one, which every device has to trust again.`,
      { cause },
    );
  try {
    const key = privateKeyIn(text);
    const [certificate] = certificatesIn(text);
    if (key === null || certificate === undefined) throw new Error('key or certificate is missing');
    if (!certificate.ca || !certificate.checkPrivateKey(key)) throw new Error('key and certificate differ');
    if (!certificate.verify(certificate.publicKey)) throw new Error('the signature is wrong');
    const keyPem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
    return { pair: { keyPem, certificatePem: certificate.toString() }, certificate };
  } catch (error) {
    throw damaged(error);
  }
}

/** The copy is for people to carry to their devices; the file with the key must not travel. */
async function keepCopy(path: string, text: string, now: number): Promise<void> {
  await removeLeftovers(path, now);
  if ((await readIfThere(path)) !== text) await writeFileAtomically({ path, text, mode: PUBLIC_FILE });
}

async function usingFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const sentence = `The folder ${folder} cannot be used for keys (${String(error.code)}); choose another with --data-dir.`;
    throw new StartError(sentence, { cause: error });
  }
}

/** A folder or key that came from a copy may be readable by everybody. Windows has no such modes. */
async function makePrivate(path: string, mode: number): Promise<void> {
  if (process.platform === 'win32') return;
  if (((await stat(path)).mode & 0o777) !== mode) await chmod(path, mode);
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

const fingerprintOf = (certificate: X509Certificate): string =>
  (createHash('sha256').update(certificate.raw).digest('hex').toUpperCase().match(/../g) ?? []).join(':');
