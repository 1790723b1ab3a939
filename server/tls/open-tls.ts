/** Which certificate the server shows: one of its own authority, kept right as addresses change, or the operator's. */
import { join } from 'node:path';
import type { LoadedConfig } from '../../config/load.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { openAuthority, type Authority } from './authority.ts';
import { CertificateKeeper, type CertificateKeeperOptions } from './certificate-keeper.ts';
import { loadOwnCertificate } from './certificate.ts';
import { openLeafFile } from './leaf-file.ts';
import type { Hosts } from '../permitted-hosts.ts';

export interface Tls {
  /** Null with the operator's own certificate. */
  readonly authority: Authority | null;
  /** Names in the operator's own certificate. */
  readonly certifiedNames: readonly string[];
  setHosts(hosts: Hosts): Promise<void>;
  stop(): void;
}

interface TlsOptions {
  readonly config: LoadedConfig;
  readonly label: string;
  readonly server: CertificateKeeperOptions['server'];
  readonly clock: Clock;
  readonly log: Log;
}

/** @throws StartError */
export async function openTls({ config, label, server, clock, log }: TlsOptions): Promise<Tls> {
  const now = () => clock.now();
  if (config.cert !== undefined && config.key !== undefined) {
    const own = await loadOwnCertificate({ cert: config.cert, key: config.key, now });
    server.setSecureContext({ cert: own.certificatePem, key: own.keyPem });
    return {
      authority: null,
      certifiedNames: own.names,
      setHosts: () => Promise.resolve(),
      stop: () => undefined,
    };
  }
  const folder = join(config.dataDir, 'tls');
  const authority = await openAuthority({ folder, now, label });
  const keeper = new CertificateKeeper({
    authority,
    leafFile: openLeafFile(join(folder, 'leaf.pem'), authority, now),
    server,
    clock,
    onIssued: (leaf) => log.info('certificate issued', { addresses: leaf.addresses.length }),
    onProblem: (error) => log.error('certificate', error),
  });
  return {
    authority,
    certifiedNames: [],
    setHosts: (hosts) => keeper.setHosts(hosts),
    stop: () => keeper.stop(),
  };
}
