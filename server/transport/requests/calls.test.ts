/** Requests about calls: which call is meant, who may speak of it, and where a signal goes. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { CallId, UserId } from '../../../protocol/ids.ts';
import { lobby, tabOf, WAITS } from '../../../tests/support/lobby.ts';
import { id, tabId, userId } from '../../../tests/support/records.ts';
import { callKey, userKey } from '../../state/record-keys.ts';
import type { Caller } from '../request-handlers.ts';

const [ana, bea, cem] = [userId('ana'), userId('bea'), userId('cem')];
const [anaTab, beaTab] = [tabOf('ana'), tabOf('bea')];
const STALE = id<CallId>('stale');

let place: ReturnType<typeof lobby>;
beforeEach(async () => {
  place = lobby();
  await place.friends();
});

const call = async (from: Caller = anaTab, to: UserId = bea) =>
  await place.requests.start_call(from, { to, media: 'audio' });
const record = () => place.rules.read(callKey(ana, bea));
const answered = async () => {
  const { callId } = await call();
  await place.requests.accept_call(beaTab, { callId, media: 'audio' });
  place.news();
  return callId;
};
const ends = () =>
  place
    .news()
    .flatMap(({ name, payload }) => (name === 'call_ended' ? [[payload.callId, payload.reason]] : []));

describe('a call', () => {
  it('[CALL-1] is made as it was asked for, and waits as long as it may ring', async () => {
    expect(await call()).toMatchObject({ answered: false });
    expect(await record()).toMatchObject({
      run: 'run',
      media: 'audio',
      caller: anaTab,
      callee: { user: bea, tab: null },
      ringEndsAt: place.clock.now() + WAITS.ringMs,
    });
  });

  it('[CALL-3] is not made to oneself, to whoever does not accept one, or to somebody who talks', async () => {
    await expect(call(anaTab, ana)).rejects.toMatchObject({ code: 'user_unknown' });
    await expect(call(tabOf('nobody'))).rejects.toMatchObject({ code: 'session_invalid' });
    await place.come(tabOf('cem'), 'cem', { accepted: [ana, bea] });
    await expect(call(anaTab, cem)).rejects.toMatchObject({ code: 'not_accepted' });
    place.consents.set(ana, cem, 'accepted');
    await answered();
    await expect(call(tabOf('cem'), ana)).rejects.toMatchObject({ code: 'user_busy' });
  });

  it('is answered, declined and ended by whoever may, and then it is over', async () => {
    const { callId } = await call();
    await place.requests.reject_call(beaTab, { callId });
    expect(ends()).toEqual([
      [callId, 'declined'],
      [callId, 'declined'],
    ]);
    await expect(place.requests.end_call(anaTab, { callId, reason: 'hung_up' })).rejects.toMatchObject({
      code: 'call_ended',
    });
    const second = await answered();
    await place.requests.end_call(beaTab, { callId: second, reason: 'failed' });
    expect(ends()).toEqual([
      [second, 'failed'],
      [second, 'failed'],
    ]);
  });

  it('[CALL-5] that rings is reported to its caller', async () => {
    const { callId } = await call();
    place.news();
    await place.requests.call_ringing(beaTab, { callId, audible: false });
    expect(place.news()).toMatchObject([{ name: 'call_ringing', payload: { callId, silent: 'no_sound' } }]);
  });

  it.each(['accept_call', 'reject_call', 'end_call', 'call_ringing'] as const)(
    '[CALL-6] that is another one by now, or none, is over for %s',
    async (name) => {
      const say = (who: Caller) =>
        place.requests[name](who, { callId: STALE, media: 'audio', reason: 'hung_up', audible: true });
      await expect(say(beaTab)).rejects.toMatchObject({ code: 'call_ended' });
      await call();
      await expect(say(beaTab)).rejects.toMatchObject({ code: 'call_ended' });
      await expect(say(tabOf('cem'))).rejects.toMatchObject({ code: 'call_ended' });
    },
  );
});

describe('[CALL-3] a call whose tab is gone for good', () => {
  const hasTabs = (user: UserId, ...words: string[]) =>
    place.rules.run({ me: userKey(user) }, ({ me }) => ({
      changes:
        me === null ? {} : { me: { ...me, tabs: words.map((word) => ({ id: tabId(word), idle: false })) } },
      notices: [],
      value: undefined,
    }));

  it.each([
    ['caller', anaTab, bea],
    ['callee', beaTab, ana],
  ])('does not keep its %s from calling again', async (role, { user }, peer) => {
    const first = await answered();
    await hasTabs(user, role === 'caller' ? 'ana1' : 'bea1', 'new');
    await expect(call({ user, tab: tabId('new') }, peer)).rejects.toMatchObject({ code: 'already_in_call' });
    await hasTabs(user, 'new');
    const { callId } = await call({ user, tab: tabId('new') }, peer);
    expect(callId).not.toBe(first);
    expect(ends()).toEqual([
      [first, 'failed'],
      [first, 'failed'],
    ]);
  });

  it('is not one that rings here', async () => {
    const { callId } = await call();
    await hasTabs(bea, 'new');
    place.news();
    expect(await call({ user: bea, tab: tabId('new') }, ana)).toEqual({ callId, answered: true });
    expect(ends()).toEqual([[callId, 'answered_elsewhere']]);
  });
});

describe('[CALL-21] a call that is taken up again', () => {
  const resume = (who: Caller, callId: CallId, change: object = {}) =>
    place.requests.resume_call(who, {
      ...{ callId, peer: bea, role: 'caller', media: 'audio', tab: anaTab.tab, run: 'run' },
      ...change,
    } as const);

  /** To whom a call was said to stand, and with whom. */
  const started = () =>
    place
      .news()
      .flatMap(({ name, to, payload }) =>
        name === 'call_started' && 'user' in to ? [[to.user, payload.peer.id]] : [],
      );

  it('goes to the page that was loaded anew', async () => {
    const callId = await answered();
    await resume(tabOf('ana', 2), callId);
    expect(await record()).toMatchObject({ caller: tabOf('ana', 2), was: [callId] });
    expect(started()).toEqual([
      [ana, bea],
      [bea, ana],
    ]);
  });

  it('by the callee is the call of the same two', async () => {
    const callId = await answered();
    await resume(tabOf('bea', 2), callId, { peer: ana, role: 'callee', tab: beaTab.tab });
    expect(started()).toEqual([
      [ana, bea],
      [bea, ana],
    ]);
    expect(await record()).toMatchObject({ callee: tabOf('bea', 2), was: [callId] });
  });

  it('[CALL-20] after a restart stands once both have said so, if they still accept each other', async () => {
    const both = async () => {
      await resume(anaTab, STALE, { run: 'before' });
      await resume(beaTab, STALE, { run: 'before', peer: ana, role: 'callee', tab: beaTab.tab });
    };
    place.consents.set(bea, ana, 'none');
    await expect(both()).rejects.toMatchObject({ code: 'call_ended' });
    place.consents.set(bea, ana, 'accepted');
    await both();
    expect(await record()).toMatchObject({ id: STALE, phase: 'active' });
  });

  it('is none with oneself', async () => {
    await expect(resume(anaTab, STALE, { peer: ana, run: 'before' })).rejects.toMatchObject({
      code: 'call_ended',
    });
  });
});

describe('[CALL-11] a signal', () => {
  const sdp = 'v=0\r\n';
  const seen = 'candidate:1 1 udp 1 192.168.1.7 9 typ host';
  const candidateOf = (candidate: string) => ({
    candidate,
    sdpMid: '0',
    sdpMLineIndex: 0,
    usernameFragment: null,
  });

  it('goes to the other tab of the call, as what it is', async () => {
    const callId = await answered();
    const { requests } = place;
    expect(await requests.webrtc_offer(anaTab, { callId, seq: 0, sdp })).toEqual({});
    await requests.webrtc_answer(beaTab, { callId, seq: 1, sdp });
    const candidate = candidateOf(seen);
    await requests.webrtc_ice_candidate(anaTab, { callId, seq: 2, candidate });
    expect(place.delivered).toEqual([
      { to: beaTab, signal: { name: 'webrtc_offer', payload: { callId, seq: 0, sdp } } },
      { to: anaTab, signal: { name: 'webrtc_answer', payload: { callId, seq: 1, sdp } } },
      { to: beaTab, signal: { name: 'webrtc_ice_candidate', payload: { callId, seq: 2, candidate } } },
    ]);
  });

  it('[CALL-14] that may not pass is answered like any other, and one that hides its address comes with it', async () => {
    const callId = await answered();
    const trickle = (candidate: string) =>
      place.requests.webrtc_ice_candidate(anaTab, { callId, seq: 0, candidate: candidateOf(candidate) });
    expect(await trickle('candidate:1 1 udp 1 8.8.8.8 9 typ host')).toEqual({});
    expect(place.delivered).toEqual([]);
    await trickle('candidate:1 1 udp 1 some-name.local 9 typ host');
    expect(place.delivered[0]?.signal.payload).toMatchObject({ addresses: [`address of ${anaTab.tab}`] });
  });

  it('of a tab that does not hold the call goes nowhere', async () => {
    const callId = await answered();
    const offer = (who: Caller, of: CallId) => place.requests.webrtc_offer(who, { callId: of, seq: 0, sdp });
    await expect(offer(tabOf('ana', 2), callId)).rejects.toMatchObject({ code: 'not_a_party' });
    await expect(offer(tabOf('cem'), callId)).rejects.toMatchObject({ code: 'call_ended' });
    await expect(offer(anaTab, STALE)).rejects.toMatchObject({ code: 'call_ended' });
    expect(place.delivered).toEqual([]);
  });

  it('[LINK-7] goes to the other tab of a device link under the id of the link', async () => {
    const { linkId, secret } = place.links.offer(anaTab);
    const device = { browser: null, system: null, address: '', addresses: [], known: false };
    const port = { allowed: () => {}, ended: () => {} };
    place.links.claim(secret, { ...device, tab: tabId('ana2'), port });
    place.links.answer(anaTab, linkId, true);
    await place.requests.webrtc_offer(anaTab, { callId: linkId, seq: 0, sdp });
    expect(place.delivered).toMatchObject([{ to: tabOf('ana', 2) }]);
  });
});

describe('[CALL-18] help with a path', () => {
  it('outside of a call is that of one’s own seat, and within one knows where the other is', async () => {
    const own = await place.requests.ask_relay(anaTab, { callId: null });
    expect(own.iceServers.at(-1)).toEqual({ urls: [ana] });
    const callId = await answered();
    const { iceServers } = await place.requests.ask_relay(anaTab, { callId });
    expect(iceServers.at(-1)).toEqual({ urls: [ana, `address of ${beaTab.tab}`] });
    await expect(place.requests.ask_relay(tabOf('ana', 2), { callId })).rejects.toMatchObject({
      code: 'not_a_party',
    });
  });
});
