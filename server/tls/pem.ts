/** Taking PEM text apart. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g;

const blocks = (text: string, kind: (label: string) => boolean): string[] =>
  [...text.matchAll(BLOCK)].filter((match) => kind(match[1] ?? '')).map((match) => match[0]);

/** All certificates in `text`, in order; none where there is none. @throws what OpenSSL says of a damaged one */
export const certificatesIn = (text: string): X509Certificate[] =>
  blocks(text, (label) => label === 'CERTIFICATE').map((block) => new X509Certificate(block));

/** The first private key in `text`. @throws what OpenSSL says of a damaged or encrypted one */
export function privateKeyIn(text: string): KeyObject | null {
  const [block] = blocks(text, (label) => label.endsWith('PRIVATE KEY'));
  return block === undefined ? null : createPrivateKey(block);
}
