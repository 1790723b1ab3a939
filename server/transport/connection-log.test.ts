import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import type { LogControl } from '../log.ts';
import { ConnectionLog } from './connection-log.ts';

let clock: ManualClock;
let said: unknown[];
let control: LogControl;
let connection: ConnectionLog;
beforeEach(() => {
  clock = new ManualClock();
  said = [];
  control = { level: 'info' };
  const say = (words: string, fields?: object) => void said.push([words, fields]);
  connection = new ConnectionLog({ connection: 7, log: { info: say, debug: say }, control, clock });
});

describe('of a connection', () => {
  it('is said that it came and went, how long it was, and how much of what it asked was refused', () => {
    connection.opened('websocket');
    connection.asked('typing')(null);
    connection.asked(null)('bad_payload');
    connection.asked('send_private_message');
    clock.advance(61_400);
    connection.closed('ping timeout');
    expect(said).toEqual([
      ['connection opened', { connection: 7, transport: 'websocket' }],
      ['connection closed', { connection: 7, reason: 'ping timeout', seconds: 61, requests: 3, refused: 1 }],
    ]);
  });

  it('each request is said at debug only, also when that was turned on meanwhile', () => {
    connection.asked('typing')(null);
    control.level = 'debug';
    const answered = connection.asked('send_chat_request');
    clock.advance(12);
    answered('request_pending');
    connection.asked(null)(null);
    control.level = 'warn';
    connection.asked('typing')(null);
    expect(said).toEqual([
      ['request', { request: '7.2', name: 'send_chat_request', ms: 12, code: 'request_pending' }],
      ['request', { request: '7.3', name: null, ms: 0, code: 'ok' }],
    ]);
    connection.closed('transport close');
    expect(said.at(-1)).toEqual([
      'connection closed',
      { connection: 7, reason: 'transport close', seconds: 0, requests: 4, refused: 1 },
    ]);
  });
});
