/** The certificate the HTTPS side shows: a leaf of our own authority, or the operator's own from two files. */
import type { KeyObject, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { StartError } from '../start-error.ts';
import { certificatesIn, privateKeyIn } from './pem.ts';
import { type Hosts, plainAddress } from '../permitted-hosts.ts';

/** A key with its certificate, and what the certificate says about itself. */
export interface ServerCertificate extends Hosts {
  /** The leaf and what signed it, in that order. */
  readonly certificatePem: string;
  readonly keyPem: string;
  /** Milliseconds since 1970, as is `notAfter`. */
  readonly notBefore: number;
  readonly notAfter: number;
}
/** Issued by our own authority. */
export type Leaf = ServerCertificate;
/** The operator's, from `--cert` and `--key`. */
export type OwnCertificate = ServerCertificate;

export function describeCertificate(
  certificate: X509Certificate,
  pem: { certificatePem: string; keyPem: string },
): ServerCertificate {
  const alternatives = (certificate.subjectAltName ?? '').split(', ');
  const named = (kind: string) =>
    alternatives.filter((entry) => entry.startsWith(kind)).map((entry) => entry.slice(kind.length));
  return {
    ...pem,
    names: named('DNS:'),
    addresses: named('IP Address:').map(plainAddress),
    notBefore: Date.parse(certificate.validFrom),
    notAfter: Date.parse(certificate.validTo),
  };
}

/** @throws StartError with the one thing that is wrong with the two files */
export async function loadOwnCertificate(options: {
  cert: string;
  key: string;
  now: () => number;
}): Promise<OwnCertificate> {
  const { cert, key } = options;
  const certificatePem = await readText(cert, '--cert');
  const keyPem = await readText(key, '--key');
  const [leaf, ...chain] = parse(() => certificatesIn(certificatePem), cert, 'certificate');
  if (leaf === undefined) {
    throw new StartError(`${cert} (--cert) holds no certificate in PEM form.`);
  }
  const privateKey = parseKey(keyPem, key);
  if (!leaf.checkPrivateKey(privateKey)) {
    const later = chain.some((other) => other.checkPrivateKey(privateKey));
    throw new StartError(
      later
        ? `The certificate that belongs to ${key} (--key) must be the first one in ${cert} (--cert).`
        : `The key in ${key} (--key) does not belong to the certificate in ${cert} (--cert).`,
    );
  }
  const own = describeCertificate(leaf, { certificatePem, keyPem });
  const now = options.now();
  if (now > own.notAfter) {
    throw new StartError(`The certificate in ${cert} (--cert) expired on ${day(own.notAfter)}.`);
  }
  if (now < own.notBefore) {
    throw new StartError(
      `The certificate in ${cert} (--cert) is not valid before ${day(own.notBefore)}; check this computer's clock.`,
    );
  }
  checkUsable(own, cert);
  return own;
}

async function readText(path: string, option: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const why = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`;
    throw new StartError(`${path} (${option}): ${why}.`, { cause: error });
  }
}

function parse<T>(read: () => T, path: string, what: string): T {
  try {
    return read();
  } catch (error) {
    throw new StartError(`The ${what} in ${path} is damaged.`, { cause: error });
  }
}

function parseKey(text: string, path: string): KeyObject {
  if (/ENCRYPTED/.test(text)) {
    throw new StartError(
      `The key in ${path} (--key) is locked with a passphrase; give one without (openssl pkey -in FILE -out NEW).`,
    );
  }
  const key = parse(() => privateKeyIn(text), path, 'key');
  if (key === null) throw new StartError(`${path} (--key) holds no private key in PEM form.`);
  return key;
}

/** OpenSSL has the last word, for instance on keys too short to be safe. */
function checkUsable(own: OwnCertificate, path: string): void {
  try {
    createSecureContext({ cert: own.certificatePem, key: own.keyPem });
  } catch (error) {
    const why = error instanceof Error && 'reason' in error ? String(error.reason) : 'refused by OpenSSL';
    throw new StartError(`The certificate in ${path} (--cert) cannot be used: ${why}.`, { cause: error });
  }
}

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
