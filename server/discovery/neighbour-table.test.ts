import { describe, expect, it } from 'vitest';
import type { Sighting } from './neighbour.ts';
import { NeighbourTable } from './neighbour-table.ts';

const LIFE = 3;
const here = (id: string, name = id, addresses = ['192.168.1.7']): Sighting => ({
  ...{ kind: 'here', id, name, addresses, port: 5443, host: `${id}.local` },
});
const names = (table: NeighbourTable) => table.list.map(({ name }) => name);

describe('NeighbourTable', () => {
  it('lists who was heard of, by name, without the kind of the sighting', () => {
    const table = new NeighbourTable('me', LIFE);
    table.hear([here('b', 'Studio'), here('a', 'Kitchen')]);
    expect(table.list).toEqual([
      { id: 'a', name: 'Kitchen', host: 'a.local', addresses: ['192.168.1.7'], port: 5443 },
      { id: 'b', name: 'Studio', host: 'b.local', addresses: ['192.168.1.7'], port: 5443 },
    ]);
  });

  it('does not list the server itself', () => {
    const table = new NeighbourTable('me', LIFE);
    table.hear([here('me')]);
    expect(table.list).toEqual([]);
  });

  it('drops at once who said goodbye', () => {
    const table = new NeighbourTable('me', LIFE);
    table.hear([here('a'), here('b')]);
    table.hear([{ kind: 'gone', id: 'a' }]);
    expect(names(table)).toEqual(['b']);
  });

  it('drops who was not heard of for the length of a life', () => {
    const table = new NeighbourTable('me', LIFE);
    table.hear([here('a'), here('b')]);
    for (let tick = 1; tick < LIFE; tick++) table.tick();
    table.hear([here('b')]);
    expect(names(table)).toEqual(['a', 'b']);
    table.tick();
    expect(names(table)).toEqual(['b']);
  });

  it('gives the same list while nothing changes, and another after a change', () => {
    const table = new NeighbourTable('me', LIFE);
    table.hear([here('a')]);
    const before = table.list;
    table.hear([here('a')]);
    table.tick();
    expect(table.list).toBe(before);
    table.hear([here('a', 'renamed')]);
    expect(names(table)).toEqual(['renamed']);
  });

  it('puts together the addresses that a server has on several networks', () => {
    const table = new NeighbourTable('me', LIFE);
    table.hear([here('a', 'a', ['192.168.1.7']), here('a', 'a', ['10.0.0.7'])]);
    const [neighbour] = table.list;
    expect(neighbour?.addresses).toEqual(['10.0.0.7', '192.168.1.7']);
    table.hear([here('a', 'a', ['192.168.1.7'])]);
    expect(table.list).toEqual([neighbour]);
  });

  it('drops the address of a server that has moved when it has not said it for the length of a life', () => {
    const table = new NeighbourTable('me', LIFE);
    table.hear([here('a', 'a', ['192.168.1.7'])]);
    for (let tick = 1; tick <= LIFE; tick++) {
      table.hear([here('a', 'a', ['192.168.1.8'])]);
      expect(table.list[0]?.addresses).toEqual(['192.168.1.8', '192.168.1.7']);
      table.tick();
    }
    expect(table.list[0]?.addresses).toEqual(['192.168.1.8']);
  });

  it('keeps so many addresses of one server and no more', () => {
    const table = new NeighbourTable('me', LIFE);
    for (let last = 1; last <= 50; last++) table.hear([here('a', 'a', [`10.0.0.${last}`])]);
    expect(table.list[0]?.addresses).toHaveLength(8);
  });

  it('is not crowded out by somebody who invents servers', () => {
    const table = new NeighbourTable('me', LIFE);
    table.hear([here('real')]);
    table.hear(Array.from({ length: 1_000 }, (_, index) => here(`fake${index}`)));
    expect(table.list).toHaveLength(32);
    table.hear([here('real', 'real, renamed')]);
    expect(names(table)).toContain('real, renamed');
  });
});
