import { expect, it } from 'vitest';
import { seenAddresses } from './seen-addresses.ts';

const OWN = ['192.168.1.2', 'fd00::2'];
const seen = (address: string, headers: Record<string, string> = { host: '192.168.1.2:5443' }) =>
  seenAddresses({ address, headers }, OWN);

it.each([
  ['192.168.1.7', '192.168.1.7'],
  ['::ffff:192.168.1.7', '192.168.1.7'],
  ['fd00:0:0::7', 'fd00::7'],
])('whoever connects from %s can be reached at %s', (address, plain) => {
  expect(seen(address)).toEqual([plain]);
});

it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])(
  'whoever sits at this computer (%s) can be reached at its addresses on the network',
  (address) => {
    expect(seen(address, { host: 'localhost:5443' })).toEqual(OWN);
    expect(seen(address, { host: '127.0.0.1:5443' })).toEqual(OWN);
    expect(seen(address, { host: '[::1]:5443' })).toEqual(OWN);
  },
);

it('of whoever comes through a proxy nothing is known, whatever the proxy says', () => {
  expect(seen('127.0.0.1', { host: 'chat.lan' })).toEqual([]);
  expect(seen('192.168.1.7', { host: 'chat.lan', 'x-forwarded-for': '192.168.1.9' })).toEqual([]);
  expect(seen('192.168.1.7', { host: 'chat.lan', forwarded: 'for=192.168.1.9' })).toEqual([]);
  expect(seen('192.168.1.7', { host: 'chat.lan', via: '1.1 proxy' })).toEqual([]);
});

it.each(['8.8.8.8', '2001:db8::1', 'fe80::1%eth0', ''])('%s is no address for others', (address) => {
  expect(seen(address)).toEqual([]);
});
