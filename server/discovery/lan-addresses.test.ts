import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { lanAddresses } from './lan-addresses.ts';

const info = (address: string, internal = false): NetworkInterfaceInfo => {
  const rest = { address, internal, mac: '02:00:00:00:00:01', cidr: null, netmask: '' };
  return address.includes(':') ? { ...rest, family: 'IPv6', scopeid: 0 } : { ...rest, family: 'IPv4' };
};
const found = (interfaces: Record<string, NetworkInterfaceInfo[]>): string[] =>
  lanAddresses(interfaces).map(({ address }) => address);

describe('lanAddresses', () => {
  it('gives each address with its family and interface', () => {
    expect(lanAddresses({ wlan0: [info('192.168.1.5'), info('fd12::5')] })).toEqual([
      { address: '192.168.1.5', family: 4, interfaceName: 'wlan0' },
      { address: 'fd12::5', family: 6, interfaceName: 'wlan0' },
    ]);
  });

  it('leaves out the computer itself and link-local IPv6, which no browser can open', () => {
    expect(
      found({ lo: [info('127.0.0.1', true), info('::1', true)], eth0: [info('fe80::1'), info('10.0.0.2')] }),
    ).toEqual(['10.0.0.2']);
  });

  it.each([
    'docker0',
    'br-0123456789ab',
    'veth12ab34',
    'virbr0',
    'tun0',
    'tap1',
    'wg0',
    'utun3',
    'tailscale0',
    'vmnet8',
    'vboxnet0',
    'ztabcdef12',
    'bridge100',
    'awdl0',
    'vEthernet (WSL)',
    'VMware Network Adapter VMnet1',
  ])('leaves out %s, behind which nobody with a phone is', (name) => {
    expect(found({ [name]: [info('172.17.0.1')], eth0: [info('192.168.1.5')] })).toEqual(['192.168.1.5']);
  });

  it.each(['br0', 'br-lan', 'eth0.20', 'enx001122334455', 'bond0', 'Wi-Fi', 'en0'])(
    'keeps %s, which is a real network',
    (name) => {
      expect(found({ docker0: [info('172.17.0.1')], [name]: [info('192.168.1.5')] })).toEqual([
        '192.168.1.5',
      ]);
    },
  );

  it('puts private IPv4 first, then unique local IPv6, then others, cable and Wi-Fi before other names', () => {
    expect(
      found({
        usb0: [info('2001:db8::9'), info('fd00::9'), info('10.9.9.9'), info('203.0.113.9')],
        eth0: [info('2001:db8::1'), info('169.254.7.7'), info('fd00::1'), info('192.168.1.1')],
        wlan0: [info('10.1.1.1')],
      }),
    ).toEqual([
      ...['192.168.1.1', '10.1.1.1', '10.9.9.9'],
      ...['fd00::1', 'fd00::9'],
      ...['169.254.7.7', '203.0.113.9'],
      ...['2001:db8::1', '2001:db8::9'],
    ]);
  });

  it('falls back to virtual interfaces where there is nothing else', () => {
    expect(found({ lo: [info('127.0.0.1', true)], docker0: [info('172.17.0.1')] })).toEqual(['172.17.0.1']);
  });

  it('gives nothing without a network', () => {
    expect(found({ lo: [info('127.0.0.1', true)], eth0: [info('fe80::1')] })).toEqual([]);
    expect(lanAddresses({ eth0: undefined })).toEqual([]);
  });
});
