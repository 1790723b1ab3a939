import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { Pace } from './pace.ts';

/** A connection that notes what is done to it. */
class Connection extends EventEmitter {
  readonly done: string[] = [];
  transport: object = {
    socket: { pause: () => this.done.push('pause'), resume: () => this.done.push('resume') },
  };
  close(discard?: boolean): void {
    this.done.push(discard === true ? 'cut' : 'close');
  }
  send(packets: number): void {
    for (let sent = 0; sent < packets; sent += 1) this.emit('packet');
  }
}

let clock: ManualClock;
let connection: Connection;
let pace: Pace;
let floods: number;
beforeEach(() => {
  clock = new ManualClock();
  connection = new Connection();
  floods = 0;
  const onFlood = () => (floods += 1);
  pace = new Pace(connection, { clock, packets: { perSecond: 10, burst: 5 }, onFlood });
});

describe('a connection', () => {
  it('that keeps to its pace is left alone', () => {
    for (let second = 0; second < 20; second += 1) {
      connection.send(5);
      clock.advance(500);
    }
    expect(connection.done).toEqual([]);
  });

  it('that is too fast is not read from until its debt is paid', () => {
    connection.send(8);
    expect(connection.done).toEqual(['pause']);
    clock.advance(299);
    expect(connection.done).toEqual(['pause']);
    clock.advance(1);
    expect(connection.done).toEqual(['pause', 'resume']);
  });

  it('waits longer for what was on its way already', () => {
    connection.send(6);
    clock.advance(50);
    connection.send(2);
    clock.advance(249);
    expect(connection.done).not.toContain('resume');
    clock.advance(1);
    expect(connection.done.at(-1)).toBe('resume');
    expect(clock.waiting).toBe(0);
  });

  it('that is too fast again is held back again', () => {
    connection.send(6);
    clock.advance(100);
    connection.send(1);
    expect(connection.done).toEqual(['pause', 'resume', 'pause']);
    clock.advance(99);
    expect(connection.done).toHaveLength(3);
    clock.advance(1);
    expect(connection.done.at(-1)).toBe('resume');
  });

  it('that is far ahead of what any honest one could be is cut with all that waits for it, and that is told', () => {
    connection.send(65);
    expect([connection.done, floods]).toEqual([['pause'], 0]);
    connection.send(1);
    expect([connection.done, floods]).toEqual([['pause', 'cut'], 1]);
  });

  it('leaves no timer behind when it goes', () => {
    connection.send(6);
    connection.emit('close');
    expect(clock.waiting).toBe(0);
  });

  it('that owes nothing goes as it came', () => {
    connection.send(5);
    connection.emit('close');
    expect([connection.done, clock.waiting]).toEqual([[], 0]);
  });

  it('without a stream to hold back is cut where one with a stream would be', () => {
    connection.transport = {};
    connection.send(10);
    clock.advance(500);
    expect(connection.done).toEqual([]);
    connection.send(60);
    expect(connection.done).toEqual([]);
    connection.send(1);
    expect(connection.done).toEqual(['cut']);
  });
});

it('holds a connection back for other reasons too, for the longest of them', () => {
  pace.owe(400);
  connection.send(6);
  clock.advance(399);
  expect(connection.done).toEqual(['pause']);
  clock.advance(1);
  expect(connection.done).toEqual(['pause', 'resume']);
});
