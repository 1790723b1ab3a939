/**
 * The leaf in use, kept on disk. Issuing takes about ten milliseconds, so this is not for speed: whoever went on past the
 * browser's warning did so for exactly this certificate, and would be warned again after every restart of the server.
 */
import { readFile } from 'node:fs/promises';
import { removeLeftovers, writeFileAtomically } from '../write-file-atomically.ts';
import type { Authority } from './authority.ts';
import { describeCertificate, type Leaf } from './certificate.ts';
import { certificatesIn, privateKeyIn } from './pem.ts';

export interface LeafFile {
  /** Null where there is none, or none this authority has signed. Damage is no error: a leaf is easily replaced. */
  load(): Promise<Leaf | null>;
  save(leaf: Leaf): Promise<void>;
}

export function openLeafFile(path: string, authority: Authority, now: () => number): LeafFile {
  return {
    load: async () => {
      await removeLeftovers(path, now()).catch(() => undefined);
      try {
        return parseLeaf(await readFile(path, 'utf8'), authority);
      } catch {
        return null;
      }
    },
    save: async (leaf) => {
      await writeFileAtomically({ path, text: leaf.keyPem + leaf.certificatePem, mode: 0o600 });
    },
  };
}

function parseLeaf(text: string, authority: Authority): Leaf | null {
  const [certificate] = certificatesIn(text);
  const key = privateKeyIn(text);
  if (certificate === undefined || key === null) return null;
  if (!certificate.checkPrivateKey(key) || !authority.hasIssued(certificate)) return null;
  return describeCertificate(certificate, {
    keyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem: certificate.toString() + authority.certificatePem,
  });
}
