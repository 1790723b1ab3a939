/**
 * Which of this computer's addresses other people on the network can open, the most useful first.
 *
 * Link-local IPv6 is never among them: such an address means something only together with the visitor's own interface
 * (`fe80::1%wlan0`), and no browser opens a URL with one. So it is of no use in a URL, in a certificate or in mDNS.
 */
import { BlockList } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';

export interface LanAddress {
  readonly address: string;
  readonly family: 4 | 6;
  readonly interfaceName: string;
}

/** Interfaces that lead to containers, virtual machines and tunnels, where nobody with a phone is. */
const VIRTUAL_INTERFACE = new RegExp(
  [
    // Docker names its bridges br-<12 hex digits>; OpenWrt's br-lan and a hand-made br0 are real networks.
    '^(docker|br-[0-9a-f]{12}$|veth|virbr|lxcbr|lxdbr|cni|flannel|cali|podman|vmnet|vboxnet|ifb|dummy)',
    '^(tun|tap|wg|utun|ppp|ipsec|tailscale|zt|nordlynx|proton)',
    // macOS: AirDrop and its kin, and the bridges of virtual machines. Windows: names in words.
    '^(awdl|llw|anpi|bridge\\d{3}$)',
    'vEthernet|VMware|VirtualBox|Hyper-V|WSL|Tailscale|ZeroTier|WireGuard|OpenVPN|TAP-|Loopback',
  ].join('|'),
  'i',
);
const PHYSICAL_INTERFACE = /^(en|eth|wl|Wi-?Fi|WLAN|Ethernet|LAN)/i;

const privateRanges = new BlockList();
privateRanges.addSubnet('10.0.0.0', 8, 'ipv4');
privateRanges.addSubnet('172.16.0.0', 12, 'ipv4');
privateRanges.addSubnet('192.168.0.0', 16, 'ipv4');
privateRanges.addSubnet('fc00::', 7, 'ipv6');

const unopenable = new BlockList();
unopenable.addSubnet('fe80::', 10, 'ipv6');
unopenable.addAddress('::', 'ipv6');
unopenable.addAddress('0.0.0.0', 'ipv4');

/**
 * In order: private IPv4, unique local IPv6, then whatever else there is; within each, cable and Wi-Fi before interfaces
 * of other names. A computer with nothing but virtual interfaces gives those; one without a network gives none.
 */
export function lanAddresses(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): readonly LanAddress[] {
  const all = Object.entries(interfaces).flatMap(([interfaceName, infos]) =>
    (infos ?? [])
      .filter((info) => !info.internal)
      .map(({ address, family }) => ({ address, family: family === 'IPv4' ? 4 : 6, interfaceName }) as const)
      .filter(({ address, family }) => !unopenable.check(address, kindOf(family))),
  );
  const real = all.filter(({ interfaceName }) => !VIRTUAL_INTERFACE.test(interfaceName));
  // Sorting is stable, so what ranks the same stays in the system's order.
  return (real.length > 0 ? real : all).toSorted((a, b) => rank(a) - rank(b));
}

function rank({ address, family, interfaceName }: LanAddress): number {
  const isPrivate = privateRanges.check(address, kindOf(family));
  const kind = isPrivate ? (family === 4 ? 0 : 1) : family === 4 ? 2 : 3;
  return kind * 2 + (PHYSICAL_INTERFACE.test(interfaceName) ? 0 : 1);
}

const kindOf = (family: 4 | 6) => (family === 4 ? 'ipv4' : 'ipv6');
