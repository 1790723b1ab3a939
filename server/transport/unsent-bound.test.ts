import { EventEmitter } from 'node:events';
import { beforeEach, expect, it } from 'vitest';
import { boundUnsent } from './unsent-bound.ts';

class Connection extends EventEmitter {
  /** One for each time; true where what waits is to be thrown away. */
  readonly closed: unknown[] = [];
  close(discard?: boolean): void {
    this.closed.push(discard);
  }
  send(characters: number): void {
    this.emit('packetCreate', { type: 'message', data: 'x'.repeat(characters) });
  }
}

let connection: Connection;
let cuts: number;
beforeEach(() => {
  connection = new Connection();
  cuts = 0;
  boundUnsent(connection, () => (cuts += 1));
});

it('leaves a connection alone that takes what it is sent', () => {
  for (let sent = 0; sent < 40; sent += 1) {
    connection.send(500_000);
    connection.send(500_000);
    connection.emit('packetCreate', { type: 'ping' });
    connection.emit('flush');
  }
  expect([connection.closed, cuts]).toEqual([[], 0]);
});

it('cuts one that takes nothing, once, with all that waits for it, and says so', () => {
  for (let sent = 0; sent < 3; sent += 1) connection.send(500_000);
  connection.send(1);
  expect([connection.closed, cuts]).toEqual([[true], 1]);
});
