import { describe, expect, it } from 'vitest';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import { id, tabId, userId, userRecord } from '../../tests/support/records.ts';
import { choosePair, isFree, MOST_MET, pair, TODAY_MS } from './meeting-pairs.ts';
import { NOBODY, WAIT_MS } from './meetings.ts';
import type { MeetingsRecord, UserRecord, WaitingPerson } from './records.ts';

const [ana, bea, cem, dan] = [userId('ana'), userId('bea'), userId('cem'), userId('dan')];
const NOW = 10 * TODAY_MS;
const EVERYBODY = { isFree: () => true, mayMeet: () => true };
const id1 = id<RoomId>('room');

const waits = (user: UserId, change: Partial<WaitingPerson> = {}): WaitingPerson => ({
  user,
  media: 'text',
  until: NOW + 1,
  not: null,
  ...change,
});
const met = (...pairs: (readonly [UserId, UserId, number])[]) =>
  new Map(pairs.map(([one, other, ago]) => [[one, other].sort().join(' '), NOW - ago]));
const record = (waiting: readonly WaitingPerson[], change: Partial<MeetingsRecord> = {}): MeetingsRecord => ({
  ...NOBODY,
  waiting,
  expiresAt: NOW + 1,
  ...change,
});

describe('[MEET-2] somebody is free', () => {
  it.each<[string, Partial<UserRecord>, boolean]>([
    ['who is here', {}, true],
    ['who is here and calls themselves away', { chosen: 'away' }, true],
    ['unless they asked not to be disturbed', { chosen: 'do_not_disturb' }, false],
    ['unless they are in a call', { call: { peer: bea, active: true } }, false],
    ['unless it rings at theirs', { call: { peer: bea, active: false } }, false],
    ['unless they have no connection', { tabs: [] }, false],
    ['unless they have touched nothing for long', { tabs: [{ id: tabId('a'), idle: true }] }, false],
    [
      'as long as one of their tabs is in use',
      {
        tabs: [
          { id: tabId('a'), idle: true },
          { id: tabId('b'), idle: false },
        ],
      },
      true,
    ],
  ])('%s', (_title, change, expected) => {
    expect(isFree(userRecord('ana', change))).toBe(expected);
  });
});

describe('the two to meet next', () => {
  it.each<[string, MeetingsRecord, readonly [UserId, UserId] | null]>([
    ['are those who wait the longest', record([waits(ana), waits(bea), waits(cem)]), [ana, bea]],
    ['want the same', record([waits(ana, { media: 'video' }), waits(bea), waits(cem)]), [bea, cem]],
    [
      'have not just moved on from each other',
      record([waits(ana, { not: bea }), waits(bea), waits(cem)]),
      [ana, cem],
    ],
    ['of whichever of them it is known', record([waits(ana), waits(bea, { not: ana })]), null],
    [
      'have not met today',
      record([waits(ana), waits(bea), waits(cem)], { met: met([bea, ana, 1]) }),
      [ana, cem],
    ],
    [
      'have not met today, though others waited longer',
      record([waits(ana), waits(bea), waits(cem)], { met: met([ana, bea, 2], [ana, cem, 1]) }),
      [bea, cem],
    ],
    [
      'have met the longest ago, where everybody has met today',
      record([waits(ana), waits(bea), waits(cem)], { met: met([ana, cem, 5], [ana, bea, 3], [bea, cem, 4]) }),
      [ana, cem],
    ],
    [
      'have met, but not today',
      record([waits(ana), waits(bea), waits(cem)], { met: met([ana, bea, TODAY_MS]) }),
      [ana, bea],
    ],
    [
      'had met almost a day ago only where there is nobody else',
      record([waits(ana), waits(bea), waits(cem)], { met: met([ana, bea, TODAY_MS - 1]) }),
      [ana, cem],
    ],
    ['are two', record([waits(ana)]), null],
  ])('[MEET-3] %s', (_title, meetings, expected) => {
    expect(choosePair(meetings, EVERYBODY, NOW)).toEqual(expected);
  });

  it('[MEET-2] are free, and neither has blocked the other', () => {
    const meetings = record([waits(ana), waits(bea), waits(cem), waits(dan)]);
    const facts = {
      isFree: (user: UserId) => user !== bea,
      mayMeet: (one: UserId, other: UserId) => !(one === ana && other === cem),
    };
    expect(choosePair(meetings, facts, NOW)).toEqual([ana, dan]);
  });
});

describe('two who meet', () => {
  const [one, other] = [userRecord('ana'), userRecord('bea')];
  const command = { id: id1, mayMeet: true };
  const both = record([waits(ana), waits(cem), waits(bea)]);

  it('[MEET-1] are told of each other, wait no more, and are remembered', () => {
    const { changes, notices, value } = pair({ meetings: both, one, other }, command, NOW);
    const room = { id: id1, media: 'text', people: [ana, bea], since: NOW, until: null } as const;
    expect(value).toEqual(room);
    expect(changes).toEqual({
      meetings: record([waits(cem)], { rooms: [room], met: met([ana, bea, 0]) }),
    });
    const found = { roomId: id1, media: 'text', expiresInMs: null };
    expect(notices).toEqual([
      {
        to: { kind: 'user', user: ana },
        name: 'partner_found',
        payload: { ...found, peer: { id: bea, name: 'bea', status: 'available' } },
      },
      {
        to: { kind: 'user', user: bea },
        name: 'partner_found',
        payload: { ...found, peer: { id: ana, name: 'ana', status: 'available' } },
      },
    ]);
  });

  it('[MEET-8] to see each other have ten minutes for it', () => {
    const video = { media: 'video' } as const;
    const meetings = record([waits(ana, video), waits(bea, video)]);
    const { changes, notices } = pair({ meetings, one, other }, command, NOW);
    expect(changes.meetings?.rooms).toMatchObject([{ media: 'video', until: NOW + WAIT_MS }]);
    expect(changes.meetings?.expiresAt).toBe(NOW + WAIT_MS);
    expect(notices[0]?.payload).toMatchObject({ expiresInMs: WAIT_MS });
  });

  it.each([
    ['one waits no more', { meetings: record([waits(bea)]), one, other }, command],
    ['the other waits no more', { meetings: record([waits(ana)]), one, other }, command],
    ['nobody waits', { meetings: null, one, other }, command],
    ['they are the same', { meetings: both, one, other: one }, command],
    ['one is gone', { meetings: both, one: null, other }, command],
    ['the other is gone', { meetings: both, one, other: null }, command],
    ['one is busy', { meetings: both, one: { ...one, tabs: [] }, other }, command],
    ['the other is busy', { meetings: both, one, other: { ...other, tabs: [] } }, command],
    ['one has blocked the other', { meetings: both, one, other }, { ...command, mayMeet: false }],
    [
      'they want other things by now',
      { meetings: record([waits(ana), waits(bea, { media: 'video' })]), one, other },
      command,
    ],
    [
      'they moved on from each other',
      { meetings: record([waits(ana, { not: bea }), waits(bea)]), one, other },
      command,
    ],
  ])('[MEET-2] do not where meanwhile %s', (_title, records, said) => {
    expect(pair(records, said, NOW)).toEqual({ changes: {}, notices: [], value: null });
  });

  it('[MEET-3] are remembered until they meet anew, and forgotten after a day or when there are too many', () => {
    const many = Array.from(
      { length: MOST_MET },
      (_, at) => [userId(`p${at}`), userId(`q${at}`), 2] as const,
    );
    const full = pair(
      { meetings: record([waits(ana), waits(bea)], { met: met(...many) }), one, other },
      command,
      NOW,
    );
    expect(full.changes.meetings?.met.size).toBe(MOST_MET);
    expect([...(full.changes.meetings?.met.keys() ?? [])].slice(0, 1)).toEqual([
      [userId('p1'), userId('q1')].sort().join(' '),
    ]);
    const before = met([ana, bea, 9], [cem, dan, 8]);
    const again = pair(
      { meetings: record([waits(ana), waits(bea)], { met: before }), one, other },
      command,
      NOW,
    );
    expect([...(again.changes.meetings?.met ?? [])]).toEqual([...met([cem, dan, 8], [ana, bea, 0])]);
    const old = met([cem, dan, TODAY_MS], [cem, ana, TODAY_MS - 1]);
    const later = pair(
      { meetings: record([waits(ana), waits(bea)], { met: old }), one, other },
      command,
      NOW,
    );
    expect([...(later.changes.meetings?.met ?? [])]).toEqual([
      ...met([cem, ana, TODAY_MS - 1], [ana, bea, 0]),
    ]);
  });
});
