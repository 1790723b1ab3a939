import { describe, expect, it } from 'vitest';
import { canBeProven, coversHosts, isLanAddress, leafHosts, plainAddress } from './permitted-hosts.ts';

const LOOPBACK = { names: ['localhost'], addresses: ['127.0.0.1', '::1'] };
const inLeaf = (host: string): boolean => {
  const { names, addresses } = leafHosts({ names: [host], addresses: [host] });
  return names.length > LOOPBACK.names.length || addresses.length > LOOPBACK.addresses.length;
};

/** As long as one may be, with 63 characters in a label and 253 in all. */
const LABEL = `${'a'.repeat(63)}.local`;
const LONGEST = `${'a'.repeat(55)}.${`${'b'.repeat(63)}.`.repeat(3)}local`;

describe('what a leaf may name', () => {
  it.each([
    'earshot.local',
    'a.b.local',
    'EARSHOT.Local.',
    'x.localhost',
    'pc.home.arpa',
    'pc.lan',
    'pc.internal',
    ' earshot.local ',
    '_service.my-pc_2.local',
    'local',
    LABEL,
    `a.${LABEL}`,
    LONGEST,
  ])('%s yes', (name) => expect(inLeaf(name)).toBe(true));

  it.each([
    'mycomputer',
    'example.org',
    'local.example.org',
    'notlocal',
    'arpa',
    '*.local',
    'a..local',
    'a b.local',
    '-a.local',
    'a.-b.local',
    `a${LABEL}`,
    `a.a${LABEL}`,
    `a${LONGEST}`,
  ])('%s no', (name) => expect(inLeaf(name)).toBe(false));

  it.each([
    '10.0.0.0',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.1.1',
    '100.64.0.1',
    '100.127.255.255',
    'fe80::1%eth0',
    'febf::1',
    'fc00::1',
    'fdff::1',
    '::ffff:192.168.1.1',
  ])('%s yes', (address) => expect(inLeaf(address)).toBe(true));

  it.each([
    '9.255.255.255',
    '11.0.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '8.8.8.8',
    '0.0.0.0',
    '2001:db8::1',
    'fec0::1',
    '::',
    '::2',
    '::ffff:8.8.8.8',
    '',
    'nonsense',
    '10.0.0',
    '10.0.0.1/8',
  ])('%s no', (address) => expect(inLeaf(address)).toBe(false));

  it('is in it once, in lower case and sorted', () => {
    const names = ['B.local', 'a.local.', 'b.local', 'example.org'];
    const addresses = ['FD00:0:0::5', '192.168.0.2', '10.0.0.1', 'fd00::5%eth0', '8.8.8.8'];
    expect(leafHosts({ names, addresses })).toEqual({
      names: ['a.local', 'b.local', 'localhost'],
      addresses: ['10.0.0.1', '127.0.0.1', '192.168.0.2', '::1', 'fd00::5'],
    });
  });

  it('is in every case this computer itself', () => {
    expect(leafHosts({ names: [], addresses: [] })).toEqual(LOOPBACK);
  });
});

it.each([
  ['localhost', true],
  ['earshot.local', true],
  ['192.168.1.5', true],
  ['[fd00::5]', true],
  ['[::1]', true],
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['ear[shot.local', false],
  ['ear]shot.local', false],
  ['mycomputer', false],
  ['example.org', false],
  ['203.0.113.7', false],
  ['[2001:db8::1]', false],
])('a leaf can name %s: %s', (host, can) => expect(canBeProven(host)).toBe(can));

it('a leaf will do for the same addresses in any order, and for some of its names', () => {
  const held = { names: ['a', 'b'], addresses: ['1', '2'] };
  expect(coversHosts(held, { names: ['b', 'a', 'b'], addresses: ['2', '1'] })).toBe(true);
  expect(coversHosts(held, { names: [], addresses: ['1', '2'] })).toBe(true);
  expect(coversHosts(held, { names: ['a', 'c'], addresses: ['1', '2'] })).toBe(false);
  expect(coversHosts(held, { names: ['a'], addresses: ['1'] })).toBe(false);
  expect(coversHosts(held, { names: ['a'], addresses: ['1', '2', '3'] })).toBe(false);
});

it.each([
  ['192.168.1.5', true],
  ['fe80::1', true],
  ['127.0.0.1', false],
  ['127.1.2.3', false],
  ['::1', false],
  ['203.0.113.7', false],
  ['earshot.local', false],
])('%s is of another device of this network: %s', (address, is) => expect(isLanAddress(address)).toBe(is));

it.each([
  [' FE80::1%eth0 ', 'fe80::1'],
  ['::FFFF:10.0.0.1', '10.0.0.1'],
  ['2001:DB8:0:0::1', '2001:db8::1'],
  ['64:ff9b::ffff:10.0.0.1', '64:ff9b::ffff:a00:1'],
  ['::ffff:1:2', '::ffff:1:2'],
  ['10.0.0.1', '10.0.0.1'],
])('%s is printed as %s', (address, plain) => expect(plainAddress(address)).toBe(plain));
