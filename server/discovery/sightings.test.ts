import { describe, expect, it } from 'vitest';
import { isOurs, type MdnsRecord, readSightings } from './sightings.ts';

const SERVICE = 'Studio v2._earshot._tcp.local';
const srv: MdnsRecord = { name: SERVICE, type: 33, ttl: 120, port: 5443, target: 'earshot-2.local' };
const txt: MdnsRecord = {
  name: SERVICE,
  type: 16,
  ttl: 120,
  data: ['v=1', 'id=abc', 'name=Studio = 2', 'path=/', '=', 'x'],
};
const a: MdnsRecord = { name: 'Earshot-2.local', type: 1, ttl: 120, address: '192.168.1.7' };
const aaaa: MdnsRecord = { name: 'earshot-2.local', type: 28, ttl: 120, address: 'fd00:0:0:0:0:0:0:7' };
const ptr: MdnsRecord = { name: '_earshot._tcp.local', type: 12, ttl: 120, data: SERVICE };
const packet = (answer: MdnsRecord[], additional: MdnsRecord[] = []) => ({ answer, additional });

describe('readSightings', () => {
  it('puts a server together from the records of its packet', () => {
    expect(readSightings(packet([ptr], [srv, txt, a, aaaa]))).toEqual([
      {
        ...{ kind: 'here', id: 'abc', name: 'Studio = 2', host: 'earshot-2.local', port: 5443 },
        addresses: ['192.168.1.7', 'fd00:0:0:0:0:0:0:7'],
      },
    ]);
  });

  it('takes a lifetime of nothing for a goodbye', () => {
    expect(
      readSightings(
        packet([
          { ...srv, ttl: 0 },
          { ...txt, ttl: 0 },
        ]),
      ),
    ).toEqual([{ kind: 'gone', id: 'abc' }]);
  });

  it('sees several servers in one packet', () => {
    const other = 'Other._earshot._tcp.local';
    const more = [
      { ...srv, name: other },
      { ...txt, name: other, data: ['id=def'] },
    ];
    expect(
      readSightings(packet([srv, txt, ...more])).map((sighting) => 'id' in sighting && sighting.id),
    ).toEqual(['abc', 'def']);
  });

  it('sees nothing in a server without an id, or in text of another kind', () => {
    expect(readSightings(packet([srv]))).toEqual([]);
    expect(readSightings(packet([srv, { ...txt, data: 7 }]))).toEqual([]);
    expect(readSightings(packet([srv, { ...txt, data: [7, null] }]))).toEqual([]);
  });
});

describe('isOurs', () => {
  it('lets through what concerns our service', () => {
    expect(isOurs(packet([ptr]))).toBe(true);
    expect(isOurs(packet([], [{ ...srv, name: 'X._EARSHOT._tcp.local' }]))).toBe(true);
  });

  it.each([
    ['a packet of others', packet([{ name: '_ipp._tcp.local', type: 12 }])],
    ['a name that only ends alike', packet([{ name: 'x_earshot._tcp.local', type: 12 }])],
    ['a question without answers', packet([])],
    ['records that are holes', { answer: [undefined, null], additional: [] }],
    ['names that are no text', packet([{ name: 7 }])],
    ['a nested list, which 36 zero bytes become', [[], []]],
    ['nothing', null],
  ])('keeps back %s', (_, value) => {
    expect(isOurs(value)).toBe(false);
  });
});
