import { beforeEach, describe, expect, it } from 'vitest';
import { person } from '../../tests/support/client-records.ts';
import { id, userId } from '../../tests/support/records.ts';
import { refusing, ScriptedSignaling } from '../../tests/support/scripted-signaling.ts';
import { settled } from '../../tests/support/settled.ts';
import type { Notices, Welcome } from '../../protocol/events.ts';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import type { CurrentMeeting } from '../../protocol/meetings.ts';
import type { Person } from '../../protocol/presence.ts';
import type { Store } from '../base/store.ts';
import { createMeetingDoor } from './meeting-door.ts';
import { OwnMeeting } from './meeting.ts';

const bea = userId('bea');
const [room, other] = [id<RoomId>('room'), id<RoomId>('other')];
const found = (roomId = room, name = 'bea') =>
  ({ roomId, peer: person(name), media: 'video', expiresInMs: 1 }) as const;
const waiting = { media: 'video', expiresInMs: 1 } as const;

let signaling: ScriptedSignaling;
let complaints: unknown[];
let greeted: Person[];
let loads: number;
let partner: Store<UserId | null>;
let load: () => Promise<OwnMeeting>;
let fails: boolean;

beforeEach(() => {
  signaling = new ScriptedSignaling();
  complaints = [];
  greeted = [];
  loads = 0;
  fails = false;
  const door = createMeetingDoor(signaling, (store) => {
    loads += 1;
    partner = store;
    if (fails) return Promise.reject(new Error('not there'));
    const onFound = (peer: Person) => greeted.push(peer);
    return Promise.resolve(
      new OwnMeeting({ signaling, partner, onFound, complain: (error) => complaints.push(error) }),
    );
  });
  load = door.load as typeof load; // what was opened above
});

const hear = async <K extends keyof Notices>(name: K, payload: Notices[K]) => {
  signaling.notices.emit(name, payload);
  await settled();
};
const welcome = (meeting?: CurrentMeeting) =>
  // Nothing else of it is read here.
  hear('welcome', { ...(meeting ? { meeting } : {}) } as Welcome);
const view = async () => (await load()).view.get();

describe('the code', () => {
  it('is loaded by a notice and by nothing else, and what is said meanwhile is not lost', async () => {
    await welcome();
    await hear('online_users_changed', { joined: [], updated: [], left: [] });
    expect(loads).toBe(0);
    signaling.notices.emit('waiting_for_partner', waiting);
    signaling.notices.emit('partner_found', found());
    signaling.notices.emit('partner_left', { roomId: room, peer: bea, reason: 'left' });
    await settled();
    expect(await view()).toEqual({ phase: 'over', media: 'video', how: 'left', name: 'bea' });
    expect(loads).toBe(1);
  });

  it('is loaded by a welcome that tells of a meeting', async () => {
    await welcome({ phase: 'found', ...found() });
    expect(await view()).toEqual({
      phase: 'found',
      media: 'video',
      coffee: false,
      peer: { id: bea, name: 'bea' },
    });
    expect([greeted.length, partner.get()]).toEqual([1, bea]);
  });

  it('that could not be loaded is tried again', async () => {
    fails = true;
    await expect(load()).rejects.toThrow('not there');
    await hear('partner_found', found());
    fails = false;
    await hear('partner_found', found());
    expect(await view()).toMatchObject({ phase: 'found' });
    expect(loads).toBe(3);
  });
});

describe('[MEET-7] what is told is what is shown', () => {
  it.each<[string, () => Promise<void>, unknown]>([
    [
      'waiting',
      () => hear('waiting_for_partner', waiting),
      { phase: 'waiting', media: 'video', movedOn: null },
    ],
    [
      'the other has left',
      () => hear('partner_left', { roomId: room, peer: bea, reason: 'left' }),
      { phase: 'over', media: 'video', how: 'left', name: 'bea' },
    ],
    [
      'the other is not connected any more',
      () => hear('partner_disconnected', { roomId: room, peer: bea }),
      { phase: 'over', media: 'video', how: 'disconnected', name: 'bea' },
    ],
    [
      'there was no call in time',
      () => hear('partner_left', { roomId: room, peer: bea, reason: 'waited_too_long' }),
      { phase: 'over', media: 'video', how: 'not_ready', name: 'bea' },
    ],
    ['left in another tab', () => hear('meeting_ended', { reason: 'left' }), { phase: 'none' }],
    [
      'an end of a room before this one says nothing',
      () => hear('partner_left', { roomId: other, peer: bea, reason: 'left' }),
      { phase: 'found', media: 'video', coffee: false, peer: { id: bea, name: 'bea' } },
    ],
    [
      'nor does it where it was a lost connection',
      () => hear('partner_disconnected', { roomId: other, peer: bea }),
      { phase: 'found', media: 'video', coffee: false, peer: { id: bea, name: 'bea' } },
    ],
  ])('%s', async (_title, happens, expected) => {
    await hear('partner_found', found());
    await happens();
    expect(await view()).toEqual(expected);
  });

  it('who has moved on is named for as long as one waits', async () => {
    await hear('partner_found', found());
    await hear('partner_left', { roomId: room, peer: bea, reason: 'next' });
    await hear('waiting_for_partner', waiting);
    expect(await view()).toEqual({ phase: 'waiting', media: 'video', movedOn: 'bea' });
    await hear('partner_found', found(other, 'cem'));
    await hear('waiting_for_partner', waiting);
    expect(await view()).toEqual({ phase: 'waiting', media: 'video', movedOn: null });
  });

  it('nobody came, which is taken off the screen by hand', async () => {
    await hear('waiting_for_partner', waiting);
    await hear('meeting_ended', { reason: 'waited_too_long' });
    expect(await view()).toEqual({ phase: 'over', media: 'video', how: 'nobody', name: '' });
    (await load()).dismiss();
    expect(await view()).toEqual({ phase: 'none' });
  });

  it('whom one has met is known until it is over, and greeted once', async () => {
    await hear('partner_found', found());
    await hear('partner_found', found());
    expect([greeted.length, partner.get()]).toEqual([1, bea]);
    (await load()).dismiss();
    expect(partner.get()).toBe(bea);
    await hear('partner_disconnected', { roomId: room, peer: bea });
    expect(partner.get()).toBeNull();
  });
});

describe('on a new connection', () => {
  it('[MEET-10] one goes on waiting, also where the server knows nothing of it any more', async () => {
    await hear('waiting_for_partner', waiting);
    await welcome({ phase: 'waiting', ...waiting });
    expect(signaling.asked).toEqual([]);
    await welcome();
    expect(signaling.asked).toEqual([['find_partner', { media: 'video' }]]);
  });

  it('[MEET-10] whom one has met is still there, or one is told that it is over', async () => {
    await hear('partner_found', found());
    await welcome({ phase: 'found', ...found() });
    expect(greeted).toHaveLength(1);
    await welcome();
    expect(await view()).toEqual({ phase: 'over', media: 'video', how: 'cut', name: 'bea' });
  });

  it('whoever has signed out meanwhile does not wait any more', async () => {
    await hear('waiting_for_partner', waiting);
    signaling.lose();
    expect(await view()).toMatchObject({ phase: 'waiting' });
    signaling.close();
    expect(await view()).toEqual({ phase: 'none' });
    await welcome();
    expect(signaling.asked).toEqual([]);
  });

  it('nothing is said where there was nothing', async () => {
    await load();
    await welcome();
    expect([await view(), signaling.asked]).toEqual([{ phase: 'none' }, []]);
  });
});

describe('what one wants', () => {
  it('is asked of the server, and moving on names the room', async () => {
    const meeting = await load();
    meeting.next();
    meeting.find('text');
    await hear('partner_found', found());
    meeting.next();
    meeting.leave();
    expect(signaling.asked).toEqual([
      ['find_partner', { media: 'text' }],
      ['next_partner', { roomId: room }],
      ['leave_room', {}],
    ]);
    expect(meeting.wanted.get()).toBe(0);
    meeting.want();
    expect(meeting.wanted.get()).toBe(1);
  });

  it('is said where it cannot be had, but not that a room was over before', async () => {
    const meeting = await load();
    await hear('partner_found', found());
    signaling.answers.next_partner = refusing('room_ended');
    meeting.next();
    signaling.answers.find_partner = refusing('rate_limited', '60');
    meeting.find('text');
    await settled();
    expect(complaints).toMatchObject([{ code: 'rate_limited' }]);
  });
});

describe('[MEET-11] a coffee', () => {
  it('is found as one, and is wanted and not wanted by a request', async () => {
    await hear('partner_found', { ...found(), occasion: 'coffee' });
    expect(await view()).toMatchObject({ phase: 'found', coffee: true, media: 'video' });
    const meeting = await load();
    meeting.wantCoffee(true);
    meeting.wantCoffee(false);
    await settled();
    expect(signaling.asked).toEqual([
      ['want_coffee', { wants: true }],
      ['want_coffee', { wants: false }],
    ]);
  });

  it('for which nobody was left says so, also to whoever waited for nothing', async () => {
    await hear('meeting_ended', { reason: 'no_coffee' });
    expect(await view()).toEqual({ phase: 'over', media: 'video', how: 'no_coffee', name: '' });
  });
});
