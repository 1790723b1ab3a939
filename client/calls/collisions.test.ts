/** Every place where two things meet in one moment, by name, as the pages of the people see it. Of the rules alone: server/domain/calls-model.test.ts. */
import { expect, it } from 'vitest';
import { room, talking, type DeskPage } from '../../tests/support/call-room.ts';
import { settled } from '../../tests/support/settled.ts';
import type { CallId } from '../../protocol/ids.ts';

const phases = (...pages: readonly DeskPage[]) => pages.map(({ phase }) => phase);
const asked = (...pages: readonly DeskPage[]) => pages.map(({ devices }) => devices.asked);

async function ringing(...names: string[]) {
  const all = await room(...(names.length === 0 ? ['Ana', 'Ben'] : names));
  all.ana.desk.call(all.ben.peer, 'video');
  await settled();
  return all;
}

it('glare: two who call each other in one moment have one call, and each gives only what they asked for', async () => {
  const { ana, ben } = await room('Ana', 'Ben');
  ana.desk.call(ben.peer, 'video');
  ben.desk.call(ana.peer, 'audio');
  await settled();
  expect(phases(ana, ben)).toEqual(['active', 'active']);
  expect(asked(ana, ben)).toEqual([['audio+video'], ['audio']]);
});

it('recall: who hangs up and calls again in one moment has one call that rings, and the other sees one', async () => {
  const { ana, ben } = await ringing();
  ana.in('outgoing').cancel();
  await settled();
  ana.desk.call(ben.peer, 'audio');
  await settled();
  expect(phases(ana, ben)).toEqual(['outgoing', 'incoming']);
  expect(ben.in('incoming').media).toBe('audio');
  expect(ben.notes).toMatchObject([{ outcome: 'cancelled' }]);
});

it('the accept crosses the cancel: both end, and nothing stays open', async () => {
  const { ana, ben } = await ringing();
  ben.in('incoming').accept('video');
  ana.in('outgoing').cancel();
  await settled();
  expect(ana.phase).toBe('ended cancelled by me');
  expect(ben.phase).toMatch(/^ended (cancelled|hung_up) by them$/);
  expect([...ana.devices.live, ...ben.devices.live]).toEqual([]);
});

it('the accept crosses the time-out: both end, and nothing stays open', async () => {
  const { clock, server, ana, ben } = await ringing();
  clock.advance(40_000);
  ben.in('incoming').accept('video');
  await settled();
  await server.sweep();
  await settled();
  expect(ana.phase).toBe('ended no_answer by them');
  expect(ben.phase).toMatch(/^ended /);
  expect([...ana.devices.live, ...ben.devices.live]).toEqual([]);
});

it('two accepts: one device has the call and the other closes what it opened', async () => {
  const { ana, ben, third } = await ringing('Ana', 'Ben', 'Ben/BENPHONE');
  ben.in('incoming').accept('video');
  third.in('incoming').accept('video');
  await settled();
  expect(phases(ben, third).sort()).toEqual(['active', 'ended answered_elsewhere by me']);
  const loser = ben.phase === 'active' ? third : ben;
  expect(loser.devices.live).toEqual([]);
  expect(ana.phase).toBe('active');
});

it('the decline crosses the accept of another device: the call stands', async () => {
  const { ana, ben, third } = await ringing('Ana', 'Ben', 'Ben/BENPHONE');
  ben.in('incoming').accept('video');
  third.in('incoming').decline();
  await settled();
  expect(phases(ana, ben, third)).toEqual(['active', 'active', 'ended declined by me']);
});

it('the hang-up is lost: the server hears it when the page is back, and the other is let go', async () => {
  const { ana, ben } = await talking();
  await ana.tab.lose();
  ana.in('active').end();
  await settled();
  await ana.tab.connect();
  await settled();
  expect(phases(ana, ben)).toEqual(['ended hung_up by me', 'ended hung_up by them']);
});

it('the hang-up is lost for good: the other waits for the grace and no longer', async () => {
  const { clock, server, ana, ben } = await talking();
  await ana.tab.lose();
  ana.in('active').end();
  clock.advance(45_000);
  await server.sweep();
  await settled();
  expect(ben.phase).toBe('ended failed by server');
  expect(ben.devices.live).toEqual([]);
});

it('stale ids: nothing that is said of a call of the past touches the one that rings', async () => {
  const { ana, ben } = await ringing();
  const { callId } = await past(ana, ben);
  ben.tab.notice('call_ended', { callId, reason: 'cancelled' });
  ana.tab.notice('call_ringing', { callId, silent: 'no_sound' });
  ana.tab.notice('call_started', {
    callId,
    was: [],
    peer: { ...ben.peer, status: 'available' },
    media: 'video',
    role: 'caller',
    run: 'run',
  });
  await settled();
  expect(phases(ana, ben)).toEqual(['outgoing', 'incoming']);
  expect(ana.in('outgoing').progress).toBe('ringing');
  expect([ana.links.length, ana.link.received, ben.links]).toEqual([2, [], []]);
});

it('a wrong sender: what a third person says of a call is refused', async () => {
  const { ana, ben, third } = await ringing('Ana', 'Ben', 'Cem');
  const callId = await idOf(ben);
  const said = await Promise.allSettled([
    third.tab.request('accept_call', { callId, media: 'video' }),
    third.tab.request('end_call', { callId, reason: 'hung_up' }),
    third.tab.request('call_ringing', { callId, audible: true }),
    third.tab.request('webrtc_offer', { callId, seq: 0, sdp: 'v=0' }),
  ]);
  expect(said.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'rejected'));
  expect(phases(ana, ben)).toEqual(['outgoing', 'incoming']);
});

/** Ends the call that rings and makes another. @returns the id of the one that is over */
async function past(ana: DeskPage, ben: DeskPage) {
  ana.in('outgoing').cancel();
  await settled();
  const callId = ben.notes.at(-1)?.callId;
  if (!callId) throw new Error('no call was noted');
  ana.desk.call(ben.peer, 'video');
  await settled();
  return { callId };
}

/** Told to every tab that connects while it rings. */
async function idOf(page: DeskPage) {
  const heard = new Promise<CallId>((resolve) =>
    page.tab.notices.on('incoming_call', ({ callId }) => resolve(callId)),
  );
  await page.tab.connect();
  return heard;
}
