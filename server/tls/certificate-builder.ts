/**
 * The two kinds of X.509 certificate we make, field by field. The only module that knows the ASN.1 library;
 * everything else handles PEM.
 */
import 'reflect-metadata'; // the library below needs it first
import { AsnConvert } from '@peculiar/asn1-schema';
import { GeneralName, GeneralSubtree, GeneralSubtrees, NameConstraints } from '@peculiar/asn1-x509';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { createHash, createPrivateKey, KeyObject, randomBytes, webcrypto } from 'node:crypto';
import { type Hosts, PERMITTED_NAMES, PERMITTED_RANGES } from '../permitted-hosts.ts';

export interface KeyAndCertificate {
  readonly keyPem: string;
  readonly certificatePem: string;
}

const DAY = 86_400_000;
/** Clocks in homes are wrong, and a certificate "of tomorrow" is refused as firmly as a forged one. */
const BACKDATED = 7 * DAY;
const AUTHORITY_DAYS = 3_653;
/** What browsers accept at most from anybody is 398 days; the backdating counts. */
const LEAF_DAYS = 397;

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const NAME_CONSTRAINTS_OID = '2.5.29.30';
const CRITICAL = true;

export async function buildAuthority(options: { label: string; now: number }): Promise<KeyAndCertificate> {
  const keys = await newKeys();
  const notBefore = wholeSeconds(options.now - BACKDATED);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: newSerial(),
      name: [{ CN: [authorityName(options.label, keys.publicKey)] }, { O: ['Earshot'] }],
      notBefore,
      notAfter: new Date(notBefore.getTime() + AUTHORITY_DAYS * DAY),
      keys,
      signingAlgorithm: ECDSA,
      extensions: [
        new BasicConstraintsExtension(true, 0, CRITICAL),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, CRITICAL),
        // Windows, Firefox and OpenSSL read this as "for servers only": no mail, no programs signed with a stolen key.
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        nameConstraints(),
        await SubjectKeyIdentifierExtension.create(keys.publicKey),
        await AuthorityKeyIdentifierExtension.create(keys.publicKey),
      ],
    },
    webcrypto,
  );
  return { keyPem: toKeyPem(keys.privateKey), certificatePem: toCertificatePem(certificate) };
}

/** Signs whatever it is given; keeping to the permitted hosts is the caller's duty, and the verifier's. */
export async function buildLeaf(
  authority: KeyAndCertificate,
  options: Hosts & { label: string; now: number },
): Promise<KeyAndCertificate> {
  const issuer = new X509Certificate(authority.certificatePem);
  const signingKey = await webcrypto.subtle.importKey(
    'pkcs8',
    createPrivateKey(authority.keyPem).export({ type: 'pkcs8', format: 'der' }),
    ECDSA,
    false,
    ['sign'],
  );
  const keys = await newKeys();
  // A clock that says it is earlier than our own authority is wrong, and a leaf dated by it would help nobody.
  const notBefore = wholeSeconds(Math.max(options.now - BACKDATED, issuer.notBefore.getTime()));
  const notAfter = Math.min(notBefore.getTime() + LEAF_DAYS * DAY, issuer.notAfter.getTime());
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: newSerial(),
      // With a space in it no verifier takes it for a host name.
      subject: [{ CN: [`Earshot on ${shortLabel(options.label)}`] }],
      issuer: issuer.subjectName,
      notBefore,
      notAfter: new Date(notAfter),
      publicKey: keys.publicKey,
      signingKey,
      signingAlgorithm: ECDSA,
      extensions: [
        new BasicConstraintsExtension(false, undefined, CRITICAL),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, CRITICAL),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension([
          ...options.names.map((value) => ({ type: 'dns', value }) as const),
          ...options.addresses.map((value) => ({ type: 'ip', value }) as const),
        ]),
        await SubjectKeyIdentifierExtension.create(keys.publicKey),
        await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ],
    },
    webcrypto,
  );
  return { keyPem: toKeyPem(keys.privateKey), certificatePem: toCertificatePem(certificate) };
}

function nameConstraints(): Extension {
  const bases = [
    ...PERMITTED_NAMES.map((dNSName) => new GeneralName({ dNSName })),
    ...PERMITTED_RANGES.map((iPAddress) => new GeneralName({ iPAddress })),
  ];
  const permittedSubtrees = new GeneralSubtrees(bases.map((base) => new GeneralSubtree({ base })));
  const value = AsnConvert.serialize(new NameConstraints({ permittedSubtrees }));
  return new Extension(NAME_CONSTRAINTS_OID, CRITICAL, value);
}

/** Recognisable in a list of trusted authorities, also when one computer has had several. */
function authorityName(label: string, publicKey: webcrypto.CryptoKey): string {
  const der = KeyObject.from(publicKey).export({ type: 'spki', format: 'der' });
  const id = createHash('sha256').update(der).digest('hex').slice(0, 8).toUpperCase();
  return `Earshot CA (${shortLabel(label)}, ${id.slice(0, 4)} ${id.slice(4)})`;
}

/** A common name holds 64 characters at most, and one that is shown to people holds nothing invisible. */
function shortLabel(label: string): string {
  const visible = label
    .normalize('NFC')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
  return Array.from(visible).slice(0, 32).join('') || 'this computer';
}

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);

/** 127 random bits, positive, and never with a leading zero byte, which strict readers refuse. */
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = 0x40 | ((bytes[0] ?? 0) & 0x3f);
  return bytes.toString('hex');
}

const wholeSeconds = (ms: number): Date => new Date(Math.floor(ms / 1_000) * 1_000);

const toKeyPem = (key: webcrypto.CryptoKey): string =>
  KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }).toString();

const toCertificatePem = (certificate: X509Certificate): string => `${certificate.toString('pem').trim()}\n`;
