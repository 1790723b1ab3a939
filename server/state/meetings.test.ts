import { beforeEach, describe, expect, it } from 'vitest';
import type { RoomId } from '../../protocol/ids.ts';
import { lobby, tabOf } from '../../tests/support/lobby.ts';
import { userId } from '../../tests/support/records.ts';
import { WAIT_MS } from '../domain/meetings.ts';

const [ana, bea, cem] = [tabOf('ana'), tabOf('bea'), tabOf('cem')];

let hall: ReturnType<typeof lobby>;
beforeEach(async () => {
  hall = lobby();
  for (const [who, name] of [
    [ana, 'Ana'],
    [bea, 'Bea'],
    [cem, 'Cem'],
  ] as const)
    await hall.come(who, name);
  hall.news();
});
const told = () =>
  hall.news().flatMap(({ name, to }) => (to.kind === 'user' ? [`${name} ${to.user.slice(-3)}`] : []));
const meet = async (media: 'text' | 'video') => {
  await hall.requests.find_partner(ana, { media });
  await hall.requests.find_partner(bea, { media });
  const current = await hall.meetings.current(ana.user);
  hall.news();
  return (current?.phase === 'found' ? current.roomId : '') as RoomId; // the tests below fail without one
};

it('[MEET-1] two who wait are told, and what they may is theirs at once', async () => {
  await hall.requests.find_partner(ana, { media: 'video' });
  await hall.requests.find_partner(bea, { media: 'video' });
  expect(told()).toEqual([
    'waiting_for_partner ANA',
    'waiting_for_partner BEA',
    'partner_found ANA',
    'partner_found BEA',
  ]);
  expect(hall.consents.mayCall(bea.user, ana.user)).toBe(true);
});

it('[MEET-3] [MEET-4] who moves on meets the next at once, and nothing is left of the room before', async () => {
  const roomId = await meet('video');
  await hall.requests.find_partner(cem, { media: 'video' });
  hall.news();
  await hall.requests.next_partner(ana, { roomId });
  expect(told()).toEqual([
    'partner_left BEA',
    'waiting_for_partner BEA',
    'waiting_for_partner ANA',
    'partner_found CEM',
    'partner_found BEA',
  ]);
  expect(hall.consents.mayWrite(ana.user, bea.user)).toBe(false);
  expect(hall.consents.mayWrite(cem.user, bea.user)).toBe(true);
});

describe('[MEET-8] after ten minutes', () => {
  it('a room to see each other is closed, and both are told', async () => {
    await meet('video');
    hall.clock.advance(WAIT_MS - 1);
    await hall.meetings.expire();
    expect(told()).toEqual([]);
    hall.clock.advance(1);
    await hall.meetings.expire();
    expect(told()).toEqual(['partner_left ANA', 'partner_left BEA']);
    expect(hall.consents.mayWrite(ana.user, bea.user)).toBe(false);
  });

  it.each(['answers', 'calls at the same moment'])('a room stands where the other %s', async (how) => {
    await meet('video');
    const { callId } = await hall.requests.start_call(ana, { to: bea.user, media: 'video' });
    if (how === 'answers') await hall.requests.accept_call(bea, { callId, media: 'video' });
    else await hall.requests.start_call(bea, { to: ana.user, media: 'video' });
    hall.news();
    hall.clock.advance(WAIT_MS);
    await hall.meetings.expire();
    expect(told()).toEqual([]);
    expect(await hall.meetings.current(bea.user)).toMatchObject({ phase: 'found', expiresInMs: null });
  });

  it('a call that still rings does not keep a room, and ends with it', async () => {
    await meet('video');
    hall.clock.advance(WAIT_MS - 1);
    const { callId } = await hall.requests.start_call(ana, { to: bea.user, media: 'video' });
    hall.clock.advance(1);
    hall.news();
    await hall.meetings.expire();
    expect(hall.news().map(({ name }) => name)).toEqual([
      'partner_left',
      'partner_left',
      'call_ended',
      'call_ended',
    ]);
    await expect(hall.requests.accept_call(bea, { callId, media: 'video' })).rejects.toThrow('call_ended');
  });
});

describe('[MEET-7] leaving', () => {
  it('by a block is told like any other, and only where it is the one they have met', async () => {
    await meet('text');
    await hall.requests.set_consent(ana, { peer: cem.user, consent: 'blocked' });
    expect(told()).toEqual([]);
    await hall.requests.set_consent(ana, { peer: bea.user, consent: 'blocked' });
    expect(told()).toEqual(['partner_left BEA', 'meeting_ended ANA']);
  });

  it('with the last tab is to leave, with one of two it is not', async () => {
    const second = tabOf('ana', 2);
    await hall.come(second, 'Ana');
    await meet('text');
    await hall.requests.leave(second, {});
    expect(told()).toEqual([]);
    await hall.requests.leave(ana, {});
    expect(told()).toEqual(['partner_left BEA', 'meeting_ended ANA']);
  });

  it('without a word is told once they do not count as here', async () => {
    await meet('text');
    await hall.meetings.gone(bea.user);
    expect(told()).toEqual(['partner_disconnected ANA']);
    expect(await hall.meetings.current(ana.user)).toBeNull();
  });

  it('is nothing for whoever does neither wait nor meet', async () => {
    await hall.requests.leave_room(cem, {});
    expect(told()).toEqual([]);
  });
});

it('[MEET-2] nobody is found for whom there are only people who blocked them, until they do not any more', async () => {
  hall.consents.set(bea.user, ana.user, 'blocked');
  await hall.requests.find_partner(ana, { media: 'text' });
  await hall.requests.find_partner(bea, { media: 'text' });
  expect(told()).toEqual(['waiting_for_partner ANA', 'waiting_for_partner BEA']);
  await hall.requests.set_consent(bea, { peer: ana.user, consent: 'none' });
  await hall.meetings.match();
  expect(told()).toEqual(['partner_found ANA', 'partner_found BEA']);
});

it('[MEET-10] who has met somebody who is gone has nobody to show', async () => {
  expect(await hall.meetings.current(userId('nobody'))).toBeNull();
});
