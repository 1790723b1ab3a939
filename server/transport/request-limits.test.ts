import { beforeEach, describe, expect, it } from 'vitest';
import type { RequestName } from '../../protocol/events.ts';
import type { UserId } from '../../protocol/ids.ts';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { userId } from '../../tests/support/records.ts';
import { RequestLimits, requestRates } from './request-limits.ts';

const [ana, ben] = [userId('ana'), userId('ben')];
const config = {
  messagesPerSecond: 2,
  messagesBurst: 4,
  requestsPerMinute: 3,
  callsPerMinute: 2,
  profilesPerMinute: 3,
  searchesPerSecond: 5,
  typingPerSecond: 2,
  meetingsPerMinute: 30,
};

let clock: ManualClock;
let limits: RequestLimits;
/** How long reading was held back, one figure for each message that was too early. */
let owed: number[];
beforeEach(() => {
  clock = new ManualClock();
  limits = new RequestLimits({ rates: requestRates(config), clock });
  owed = [];
});
const pace = { owe: (ms: number) => void (ms > 0 && owed.push(ms)) };
const admit = (user: UserId, ...requests: RequestName[]) => {
  for (const request of requests) limits.admit(user, request, pace);
};

describe.each<{ requests: RequestName[]; waits: string }>([
  { requests: ['start_call', 'start_call'], waits: '30' },
  { requests: ['send_chat_request', 'cancel_chat_request', 'send_chat_request'], waits: '20' },
  { requests: ['offer_device_link', 'offer_device_link', 'send_chat_request'], waits: '20' },
  { requests: ['set_profile', 'set_consent', 'set_profile'], waits: '20' },
  { requests: Array<RequestName>(30).fill('get_online_users'), waits: '1' },
  { requests: Array<RequestName>(20).fill('typing'), waits: '1' },
  { requests: ['find_partner', ...Array<RequestName>(9).fill('next_partner')], waits: '2' },
])('$requests', ({ requests, waits }) => {
  it('are as many as may be, and one more is told how long to wait', () => {
    admit(ana, ...requests);
    expect(() => admit(ana, requests[0] ?? 'leave')).toThrow(
      expect.objectContaining({ code: 'rate_limited', detail: waits }),
    );
    clock.advance(Number(waits) * 1_000);
    admit(ana, requests[0] ?? 'leave');
  });

  it('of one person are not counted to another', () => {
    admit(ana, ...requests);
    admit(ben, ...requests);
  });
});

it('slows messages down and refuses none', () => {
  for (let sent = 0; sent < 6; sent += 1) admit(ana, 'send_private_message');
  expect(owed).toEqual([500, 1_000]);
});

it('counts neither receipts nor the signals of a call', () => {
  for (let sent = 0; sent < 500; sent += 1) {
    admit(ana, 'message_received', 'message_read', 'webrtc_ice_candidate', 'end_call', 'leave', 'leave_room');
  }
  expect(owed).toEqual([]);
});

it('tells how many a second there may be of what is typed', () => {
  admit(ana, ...Array<RequestName>(20).fill('typing'), ...Array<RequestName>(30).fill('get_online_users'));
  clock.advance(200);
  admit(ana, 'get_online_users');
  expect(() => admit(ana, 'typing')).toThrow('rate_limited');
  clock.advance(300);
  admit(ana, 'typing');
  expect(() => admit(ana, 'typing')).toThrow('rate_limited');
});

it('refuses no message of a connection that nobody can hold back either', () => {
  for (let sent = 0; sent < 50; sent += 1) limits.admit(ana, 'send_private_message', undefined);
  expect(owed).toEqual([]);
});

it('looks for whoever has rested only when there are twice as many as it had to keep', () => {
  const people = (from: number, to: number) => {
    for (let person = from; person < to; person += 1) admit(userId(`p${person}`), 'typing');
  };
  people(0, 1_001);
  expect(limits.size).toBe(1_001);
  clock.advance(600_000);
  people(1_001, 2_000);
  expect(limits.size).toBe(2_000);
  clock.advance(600_000);
  people(2_000, 2_010);
  expect(limits.size).toBe(10);
});

it('forgets whoever has rested, and nobody who has not', () => {
  for (let person = 0; person < 999; person += 1) admit(userId(`p${person}`), 'typing');
  clock.advance(600_000);
  admit(ana, 'start_call', 'start_call');
  admit(ben, 'typing');
  expect(limits.size).toBe(2);
  expect(() => admit(ana, 'start_call')).toThrow('rate_limited');
});
