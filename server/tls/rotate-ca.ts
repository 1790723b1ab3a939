/** `earshot rotate-ca`: a new certificate authority, for when the old one may be in other hands. */
import { readFile } from 'node:fs/promises';
import { X509Certificate } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { LoadedConfig } from '../../config/load.ts';
import { StartError } from '../start-error.ts';
import { replaceAuthority } from './authority.ts';

interface RotateOptions {
  readonly config: Pick<LoadedConfig, 'dataDir' | 'cert' | 'name'>;
  readonly now: () => number;
  readonly print: (text: string) => void;
}

/** @throws StartError where there is none to replace, or the disk does not take it */
export async function rotateCa({ config, now, print }: RotateOptions): Promise<void> {
  if (config.cert !== undefined) {
    throw new StartError(
      'rotate-ca: with a certificate of your own (--cert) there is no authority to replace.',
    );
  }
  const folder = join(config.dataDir, 'tls');
  const before = await fingerprintIn(join(folder, 'earshot-ca.crt'));
  const { fingerprint } = await replaceAuthority({ folder, now, label: config.name ?? hostname() });
  print('A new certificate authority was made. Restart the server if it runs.');
  print('');
  if (before !== null) print(`  old  SHA-256 ${before}`);
  print(`  new  SHA-256 ${fingerprint}`);
  print('');
  print('Every device has to trust the new one, as on its first visit, and should forget the old one:');
  print('the section "Certificates" of docs/operating.md says where that is done.');
}

/** Null where there is no such file, or none that can be read. */
async function fingerprintIn(path: string): Promise<string | null> {
  try {
    return new X509Certificate(await readFile(path)).fingerprint256;
  } catch {
    return null;
  }
}
