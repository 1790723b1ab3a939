/** Whether an address belongs to a network that this computer is in itself: some networks give every device a public address. */
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

export function isOnOwnNetwork(address: string, interfaces = networkInterfaces()): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  const networks = new BlockList();
  for (const { address: own, cidr, internal, family } of Object.values(interfaces).flatMap(
    (all) => all ?? [],
  )) {
    const bits = Number(cidr?.split('/')[1]);
    if (!internal && bits > 0) networks.addSubnet(own, bits, family === 'IPv4' ? 'ipv4' : 'ipv6');
  }
  return networks.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
