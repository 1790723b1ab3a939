import { describe, expect, it } from 'vitest';
import { MAX_SIGHTINGS, parseSightings } from './neighbour.ts';

const here = {
  ...{ kind: 'here', id: 'abc123', name: 'Studio', host: 'earshot-2.local', port: 5443 },
  addresses: ['192.168.1.7'],
};

describe('parseSightings', () => {
  it('gives what can be believed as it is', () => {
    expect(parseSightings([here, { kind: 'gone', id: 'abc123' }])).toEqual([
      here,
      { kind: 'gone', id: 'abc123' },
    ]);
  });

  it('keeps private addresses only, in one form, each once', () => {
    const addresses = [
      '8.8.8.8',
      'fd77:0:0:0:0:0:0:12',
      '10.0.0.1',
      '10.0.0.1',
      'evil.example',
      '127.0.0.1',
      'fe80::1',
      '2001:db8::1',
    ];
    expect(parseSightings([{ ...here, addresses }])).toEqual([
      { ...here, addresses: ['fd77::12', '10.0.0.1'] },
    ]);
  });

  it('takes control and direction characters out of names', () => {
    expect(parseSightings([{ ...here, name: ' Stu\u0007dio\u202e ' }])).toEqual([here]);
  });

  it.each([
    ['no address', { addresses: [] }],
    ['public addresses only', { addresses: ['8.8.8.8'] }],
    ['addresses that are no text', { addresses: [7] }],
    ['a name of nothing', { name: '\u202e ' }],
    ['an endless name', { name: 'x'.repeat(201) }],
    ['a host outside of the network', { host: 'example.com' }],
    ['a host with a path', { host: 'a/b.local' }],
    ['a strange id', { id: '<script>' }],
    ['port 0', { port: 0 }],
    ['a port that is no number', { port: '5443' }],
    ['another kind', { kind: 'there' }],
  ])('leaves out one with %s, and keeps the others', (_, change) => {
    expect(parseSightings([{ ...here, ...change }, here])).toEqual([here]);
  });

  it('makes nothing of what is no list, and looks at so many and no more', () => {
    expect(parseSightings('here')).toEqual([]);
    expect(parseSightings(null)).toEqual([]);
    expect(parseSightings(Array.from({ length: 1_000 }, () => here))).toHaveLength(MAX_SIGHTINGS);
  });
});
