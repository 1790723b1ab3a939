import { beforeEach, describe, expect, it } from 'vitest';
import type { RoomId } from '../../protocol/ids.ts';
import { id, userId, userRecord } from '../../tests/support/records.ts';
import { currentMeeting } from './meeting-notices.ts';
import { called, expire, leave, MOST_WAITING, next, NOBODY, search, WAIT_MS } from './meetings.ts';
import type { MeetingsRecord, RoomRecord } from './records.ts';

const [ana, bea, cem] = [userId('ana'), userId('bea'), userId('cem')];
const roomId = id<RoomId>('room');
const NOW = 5_000;

const waits = (user: typeof ana, until = NOW + WAIT_MS, media: 'text' | 'video' = 'text') => ({
  user,
  media,
  until,
  not: null,
});
const room: RoomRecord = { id: roomId, media: 'video', people: [ana, bea], since: NOW, until: NOW + WAIT_MS };
const withRoom: MeetingsRecord = { ...NOBODY, rooms: [room], expiresAt: room.until };
const to = (user: typeof ana) => ({ kind: 'user', user });

let meetings: MeetingsRecord;
beforeEach(() => {
  meetings = { ...NOBODY, waiting: [waits(bea, NOW + 1)], expiresAt: NOW + 1 };
});

describe('to wait', () => {
  it('[MEET-1] is told with how long, and comes behind those who wait', () => {
    const { changes, notices, value } = search({ meetings }, { user: ana, media: 'video' }, NOW);
    expect(changes.meetings).toEqual({
      ...meetings,
      waiting: [waits(bea, NOW + 1), waits(ana, NOW + WAIT_MS, 'video')],
    });
    expect(notices).toEqual([
      { to: to(ana), name: 'waiting_for_partner', payload: { media: 'video', expiresInMs: WAIT_MS } },
    ]);
    expect(value).toEqual([]);
  });

  it('[MEET-9] anew for the same keeps the place and the time, and for something else gives them up', () => {
    const again = search({ meetings }, { user: bea, media: 'text' }, NOW);
    expect(again).toEqual({
      changes: {},
      notices: [{ to: to(bea), name: 'waiting_for_partner', payload: { media: 'text', expiresInMs: 1 } }],
      value: [],
    });
    const other = search({ meetings }, { user: bea, media: 'video' }, NOW);
    expect(other.changes.meetings).toEqual({
      ...NOBODY,
      waiting: [waits(bea, NOW + WAIT_MS, 'video')],
      expiresAt: NOW + WAIT_MS,
    });
  });

  it('[MEET-9] leaves whomever one has met, who is told', () => {
    const { changes, notices, value } = search({ meetings: withRoom }, { user: bea, media: 'text' }, NOW);
    expect(changes.meetings).toEqual({ ...NOBODY, waiting: [waits(bea)], expiresAt: NOW + WAIT_MS });
    expect(notices).toEqual([
      { to: to(ana), name: 'partner_left', payload: { roomId, peer: bea, reason: 'left' } },
      { to: to(bea), name: 'waiting_for_partner', payload: { media: 'text', expiresInMs: WAIT_MS } },
    ]);
    expect(value).toEqual([room]);
  });

  it(`[MEET-9] is for ${MOST_WAITING} people; one more is told to try later, and who waits already may change`, () => {
    const waiting = Array.from({ length: MOST_WAITING }, (_, at) => waits(userId(`p${at}`)));
    const full = { ...NOBODY, waiting };
    expect(() => search({ meetings: full }, { user: ana, media: 'text' }, NOW)).toThrow(
      expect.objectContaining({ code: 'rate_limited', detail: '60' }),
    );
    const changed = search({ meetings: full }, { user: userId('p0'), media: 'video' }, NOW);
    expect(changed.changes.meetings?.waiting).toHaveLength(MOST_WAITING);
    const one = { ...full, waiting: waiting.slice(1) };
    expect(
      search({ meetings: one }, { user: ana, media: 'text' }, NOW).changes.meetings?.waiting,
    ).toHaveLength(MOST_WAITING);
  });

  it('begins with nobody', () => {
    const { changes } = search({ meetings: null }, { user: ana, media: 'text' }, NOW);
    expect(changes.meetings).toEqual({ ...NOBODY, waiting: [waits(ana)], expiresAt: NOW + WAIT_MS });
  });
});

describe('to move on', () => {
  it('[MEET-4] makes both wait for the same again, whoever was moved on from first, and not for each other', () => {
    const { changes, notices, value } = next({ meetings: withRoom }, { user: ana, roomId }, NOW);
    expect(changes.meetings).toEqual({
      ...NOBODY,
      waiting: [
        { ...waits(bea, NOW + WAIT_MS, 'video'), not: ana },
        { ...waits(ana, NOW + WAIT_MS, 'video'), not: bea },
      ],
      expiresAt: NOW + WAIT_MS,
    });
    expect(notices).toEqual([
      { to: to(bea), name: 'partner_left', payload: { roomId, peer: ana, reason: 'next' } },
      { to: to(bea), name: 'waiting_for_partner', payload: { media: 'video', expiresInMs: WAIT_MS } },
      { to: to(ana), name: 'waiting_for_partner', payload: { media: 'video', expiresInMs: WAIT_MS } },
    ]);
    expect(value).toEqual([room]);
  });

  it.each([
    ['from a room that is over', withRoom, ana, id<RoomId>('old')],
    ['from the room of others', withRoom, cem, roomId],
    ['from nobody', null, ana, roomId],
  ])('[MEET-4] %s is refused', (_title, before, user, which) => {
    expect(() => next({ meetings: before }, { user, roomId: which }, NOW)).toThrow(
      expect.objectContaining({ code: 'room_ended' }),
    );
  });
});

describe('to leave', () => {
  it('[MEET-7] is told to the other, and to the own tabs', () => {
    const { changes, notices, value } = leave({ meetings: withRoom }, { user: ana, here: true });
    expect(changes.meetings).toEqual(NOBODY);
    expect(notices).toEqual([
      { to: to(bea), name: 'partner_left', payload: { roomId, peer: ana, reason: 'left' } },
      { to: to(ana), name: 'meeting_ended', payload: { reason: 'left' } },
    ]);
    expect(value).toEqual([room]);
  });

  it('[MEET-7] without a word is told as being disconnected', () => {
    const { changes, notices } = leave({ meetings: withRoom }, { user: bea, here: false });
    expect(changes.meetings).toEqual(NOBODY);
    expect(notices).toEqual([{ to: to(ana), name: 'partner_disconnected', payload: { roomId, peer: bea } }]);
  });

  it('[MEET-7] is to wait no more too, which is nobody else’s business', () => {
    const { changes, notices, value } = leave({ meetings }, { user: bea, here: true });
    expect(changes.meetings).toEqual(NOBODY);
    expect(notices).toEqual([{ to: to(bea), name: 'meeting_ended', payload: { reason: 'left' } }]);
    expect(value).toEqual([]);
    expect(leave({ meetings }, { user: bea, here: false }).notices).toEqual([]);
  });

  it.each([null, withRoom])('[MEET-7] changes nothing for whoever neither waits nor meets', (before) => {
    expect(leave({ meetings: before }, { user: cem, here: true })).toEqual({
      changes: {},
      notices: [],
      value: [],
    });
  });
});

describe('time', () => {
  it('[MEET-8] ends what waited for it, and both of a room are told', () => {
    const before: MeetingsRecord = { ...withRoom, waiting: [waits(cem)], expiresAt: NOW + WAIT_MS };
    expect(expire({ meetings: before }, NOW + WAIT_MS - 1)).toEqual({ changes: {}, notices: [], value: [] });
    const { changes, notices, value } = expire({ meetings: before }, NOW + WAIT_MS);
    expect(changes.meetings).toEqual(NOBODY);
    expect(notices).toEqual([
      { to: to(cem), name: 'meeting_ended', payload: { reason: 'waited_too_long' } },
      { to: to(ana), name: 'partner_left', payload: { roomId, peer: bea, reason: 'waited_too_long' } },
      { to: to(bea), name: 'partner_left', payload: { roomId, peer: ana, reason: 'waited_too_long' } },
    ]);
    expect(value).toEqual([room]);
  });

  it('[MEET-8] leaves what has some left', () => {
    const before = { ...withRoom, waiting: [waits(cem, NOW + 1)], expiresAt: NOW + 1 };
    expect(expire({ meetings: before }, NOW + 1).changes.meetings).toEqual(withRoom);
    expect(expire({ meetings: null }, NOW).value).toEqual([]);
  });

  it('[MEET-8] is not counted any more once there was a call', () => {
    const after = { ...NOBODY, rooms: [{ ...room, until: null }] };
    expect(called({ meetings: withRoom }, [bea, ana]).changes.meetings).toEqual(after);
    expect(expire({ meetings: after }, NOW + 10 * WAIT_MS).value).toEqual([]);
    expect(called({ meetings: after }, [ana, bea]).changes).toEqual({});
    for (const [one, other] of [
      [ana, cem],
      [cem, bea],
    ] as const) {
      expect(called({ meetings: withRoom }, [one, other]).changes).toEqual({});
    }
    expect(called({ meetings: null }, [ana, bea]).changes).toEqual({});
  });

  it('[MEET-8] passes for the room of two, and not for those of others', () => {
    const other = { ...room, id: id<RoomId>('other'), people: [cem, userId('dan')] as const };
    const before = { ...withRoom, rooms: [room, other] };
    expect(called({ meetings: before }, [ana, bea]).changes.meetings?.rooms).toEqual([
      { ...room, until: null },
      other,
    ]);
  });
});

it('[MEET-10] a tab that connects is told what is going on', () => {
  expect(currentMeeting(withRoom, ana, userRecord('bea'), NOW + 1)).toEqual({
    phase: 'found',
    roomId,
    media: 'video',
    peer: { id: bea, name: 'bea', status: 'available' },
    expiresInMs: WAIT_MS - 1,
  });
  const called = { ...withRoom, rooms: [{ ...room, until: null }] };
  expect(currentMeeting(called, bea, userRecord('ana'), NOW)).toMatchObject({ expiresInMs: null });
  expect(currentMeeting(meetings, bea, null, NOW)).toEqual({
    phase: 'waiting',
    media: 'text',
    expiresInMs: 1,
  });
  expect(currentMeeting(meetings, cem, null, NOW)).toBeNull();
  expect(currentMeeting(withRoom, ana, null, NOW)).toBeNull();
});
