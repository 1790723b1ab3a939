/** What the virtual LAN needs from the machine, and how to get what is missing. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The Debian package of each program. All of them are in tests/debian-packages.txt. */
const PROGRAMS: Readonly<Record<string, string>> = {
  unshare: 'util-linux',
  nsenter: 'util-linux',
  ip: 'iproute2',
  nft: 'nftables',
  'dbus-daemon': 'dbus',
  'avahi-daemon': 'avahi-daemon',
  'avahi-browse': 'avahi-utils',
  certutil: 'libnss3-tools',
  chromium: 'chromium',
};

/** One sentence on why the virtual LAN cannot be made here, or null where it can. */
export function requirements(): string | null {
  if (process.platform !== 'linux') return 'The LAN tests need Linux, for its network namespaces.';
  if (process.getuid?.() !== 0) {
    return 'The LAN tests need root, to make network namespaces: run them with sudo.';
  }
  const missing = new Set(
    Object.entries(PROGRAMS)
      .filter(([program]) => !isInstalled(program))
      .map(([, debianPackage]) => debianPackage),
  );
  if (!hasMdnsResolver()) missing.add('libnss-mdns');
  if (missing.size > 0) {
    return `The LAN tests need programs that are not here: apt-get install ${[...missing].join(' ')}`;
  }
  const attempt = spawnSync('unshare', ['--net', '--mount', '--pid', '--fork', 'true'], { encoding: 'utf8' });
  if (attempt.status !== 0) {
    return `The LAN tests need network namespaces, which this machine does not allow (${attempt.stderr.trim()}).`;
  }
  return null;
}

function isInstalled(program: string): boolean {
  const folders = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin:/usr/bin:/bin`.split(':');
  return folders.some((folder) => folder !== '' && existsSync(join(folder, program)));
}

function hasMdnsResolver(): boolean {
  return readdirSync('/usr/lib').some((folder) =>
    existsSync(join('/usr/lib', folder, 'libnss_mdns4_minimal.so.2')),
  );
}
