/** Under which names and addresses this server is reached: for the certificate, the guard, and the addresses shown to people. */
import { isIP } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import type { LanAddress } from './discovery/lan-addresses.ts';
import type { Hosts } from './permitted-hosts.ts';

interface HostSources {
  /** The computer's name, as the system has it. */
  readonly computer: string;
  /** Held by mDNS now, or null. */
  readonly hostName: string | null;
  readonly lan: readonly LanAddress[];
  readonly interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>;
  /** From the configuration: names and addresses mixed. */
  readonly further: readonly string[];
  /** Names of the operator's own certificate. */
  readonly certified: readonly string[];
}

/** What the certificate vouches for. */
export function certifiedHosts({ computer, hostName, lan, further }: HostSources): Hosts {
  const names = [
    ...(hostName === null ? [] : [hostName]),
    ...computerNames(computer),
    ...further.filter(isName),
  ];
  const addresses = [...lan.map(({ address }) => address), ...further.filter((host) => !isName(host))];
  return { names, addresses };
}

/** What the guard lets through: all of the above, every interface of this computer, and itself. */
export function allowedHosts(sources: HostSources): string[] {
  const { names, addresses } = certifiedHosts(sources);
  const local = Object.values(sources.interfaces).flatMap((infos) =>
    (infos ?? []).map((info) => info.address),
  );
  return ['localhost', '127.0.0.1', '::1', ...names, ...addresses, ...local, ...sources.certified];
}

/** Addresses to open, the most reliable first: numbers work on every phone, names do not. */
export function urlsOf(
  { hostName, lan, further, certified }: HostSources,
  port: number,
  ipv6: boolean,
): string[] {
  const reachable = lan.filter(({ family }) => ipv6 || family === 4).map(({ address }) => address);
  const own = certified.filter((name) => !name.startsWith('*'));
  // With a certificate of the operator's own, only its names are opened without a warning.
  const hosts = [...own, ...further, ...reachable, ...(hostName === null ? [] : [hostName])];
  return [...new Set(hosts)].map((host) => `https://${isIP(host) === 6 ? `[${host}]` : host}:${port}/`);
}

const isName = (host: string): boolean => isIP(host) === 0;

/** `box` is reached as itself where the router's DNS knows it, and as `box.local` where mDNS does. */
function computerNames(computer: string): string[] {
  const name = computer.toLowerCase();
  return name === '' ? [] : name.includes('.') ? [name] : [name, `${name}.local`];
}
