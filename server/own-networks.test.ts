import type { NetworkInterfaceInfo } from 'node:os';
import { expect, it } from 'vitest';
import { isOnOwnNetwork } from './own-networks.ts';

const common = { mac: '00:00:00:00:00:00', internal: false };
const campus: NodeJS.Dict<NetworkInterfaceInfo[]> = {
  lo: [{ ...common, internal: true, family: 'IPv4', address: '127.0.0.1', netmask: '', cidr: '127.0.0.1/8' }],
  eth0: [
    { ...common, family: 'IPv4', address: '192.0.2.17', netmask: '', cidr: '192.0.2.17/24' },
    {
      ...common,
      family: 'IPv6',
      address: '2001:db8:1::17',
      netmask: '',
      cidr: '2001:db8:1::17/64',
      scopeid: 0,
    },
  ],
  tun0: [{ ...common, family: 'IPv4', address: '198.51.100.1', netmask: '', cidr: null }],
};

it.each(['192.0.2.99', '192.0.2.17', '2001:db8:1::99'])('%s is a neighbour', (address) => {
  expect(isOnOwnNetwork(address, campus)).toBe(true);
});

it.each(['192.0.3.99', '2001:db8:2::99', '127.0.0.1', '198.51.100.1', '::ffff:8.8.8.8', 'x.local', ''])(
  '%s is none',
  (address) => {
    expect(isOnOwnNetwork(address, campus)).toBe(false);
  },
);
