import { describe, expect, it } from 'vitest';
import { canBeProven, coversHosts, leafHosts } from './permitted-hosts.ts';

const LOOPBACK = { names: ['localhost'], addresses: ['127.0.0.1', '::1'] };
const inLeaf = (host: string): boolean => {
  const { names, addresses } = leafHosts({ names: [host], addresses: [host] });
  return names.length > LOOPBACK.names.length || addresses.length > LOOPBACK.addresses.length;
};

describe('what a leaf may name', () => {
  it.each([
    'earshot.local',
    'a.b.local',
    'EARSHOT.Local.',
    'x.localhost',
    'pc.home.arpa',
    'pc.lan',
    'pc.internal',
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
