/** OpenSSL's command as an independent judge of our certificates. */
import { spawnSync } from 'node:child_process';

const installed = spawnSync('openssl', ['version']).status === 0;
if (!installed && !process.env['CI']) {
  console.warn('openssl is not installed, so the tests that ask it are skipped: apt-get install openssl');
}
/** True where the tests that need it are to be skipped; never in CI, where its absence is a failure. */
export const OPENSSL_MISSING = !installed && !process.env['CI'];

export interface OpensslAnswer {
  readonly ok: boolean;
  readonly output: string;
}

export function openssl(args: readonly string[], input = ''): OpensslAnswer {
  const run = spawnSync('openssl', [...args], { input, encoding: 'utf8' });
  if (run.error) throw run.error;
  return { ok: run.status === 0, output: run.stdout + run.stderr };
}
