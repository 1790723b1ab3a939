/**
 * What a page is told while it rings, in orders in which nobody honest says it. Whatever the order: no device is asked for, no
 * connection made and no signal sent before its person presses "Accept".
 */
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { NoticeName, Notices } from '../../../protocol/events.ts';
import type { CallId } from '../../../protocol/ids.ts';
import { ServerTab } from '../../support/server-tab.ts';
import { testId } from '../../support/call-server.ts';
import { until } from '../../support/until.ts';
import { Stage, type Actor } from './stage.ts';

const ORDERS = 40;
const SEED = 2026;

/** A description as a browser makes it, down to what it must have to be read. */
const SDP = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=sendrecv',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  '',
].join('\r\n');
const CANDIDATE = {
  candidate: 'candidate:1 1 udp 2122260223 192.168.1.9 50000 typ host',
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment: 'abcd',
};

type Hostile = { [K in NoticeName]: readonly [K, Notices[K]] }[NoticeName];

/** Everything that can be said of a call, of the one that rings and of one that there never was. */
function allNotices(rings: CallId, caller: ServerTab): readonly Hostile[] {
  const from = { id: caller.user, name: caller.name, status: 'available' } as const;
  return [rings, testId<CallId>('NEVER')].flatMap((callId): Hostile[] => [
    ['incoming_call', { callId, from, media: 'video', silent: null }],
    ...(['caller', 'callee'] as const).map((role): Hostile => [
      'call_started',
      { callId, was: [rings], peer: from, media: 'video', role, run: '' },
    ]),
    ['call_accepted', { callId, media: 'video' }],
    ['call_ringing', { callId, silent: null }],
    ['call_waiting', { callId, from, media: 'video', silent: null }],
    ['webrtc_offer', { callId, seq: 0, sdp: SDP }],
    ['webrtc_answer', { callId, seq: 0, sdp: SDP }],
    ['webrtc_ice_candidate', { callId, seq: 1, candidate: CANDIDATE }],
    ['webrtc_ice_candidate', { callId, seq: 2, candidate: null, addresses: ['192.168.1.9'] }],
    ['call_ended', { callId, reason: 'answered_elsewhere' }],
    ['call_ended', { callId, reason: 'hung_up' }],
  ]);
}

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

async function openedNothing(actor: Actor): Promise<void> {
  expect(await actor.asked()).toEqual([]);
  expect(await actor.media('madeConnections')).toBe(0);
  expect(actor.requested.filter((name) => name.startsWith('webrtc_'))).toEqual([]);
}

/** One after the other, with time for the page to do something about each. */
const hears = (actor: Actor, notices: readonly Hostile[]): Promise<void> =>
  actor.page.evaluate(async (all) => {
    for (const [name, payload] of all) {
      window.callPage.notice(name, payload);
      await new Promise((resolve) => setTimeout(resolve));
    }
  }, notices);

describe.each(['chromium', 'firefox'] as const)('a page in %s that rings', (browser) => {
  it(`opens nothing and sends no signal in ${ORDERS} hostile orders, and everything works after them`, async () => {
    const ana = await new ServerTab(stage.server, 'Ana').connect();
    const ben = await stage.actor('Ben', browser);
    const rings = async () => {
      const { callId } = await ana.request('start_call', { to: ben.user, media: 'video' });
      await ben.shows({ phase: 'incoming' });
      return callId;
    };
    const orders = fc.sample(
      fc.shuffledSubarray([...allNotices(testId('X'), ana).keys()], { minLength: 6 }),
      { numRuns: ORDERS, seed: SEED },
    );
    for (const order of orders) {
      const callId = await rings();
      const notices = allNotices(callId, ana);
      await hears(
        ben,
        order.map((at) => notices[at]!),
      );
      await openedNothing(ben);
      await ana.request('end_call', { callId, reason: 'hung_up' }).catch(() => undefined);
      await until(async () => !['incoming', 'active', 'outgoing'].includes((await ben.view()).phase), {
        what: `the end of ${order.join(' ')}`,
        timeoutMs: 10_000,
        everyMs: 20,
      });
    }
    await openedNothing(ben);
    // The same page, which has watched itself all the time, opens its devices when its person wants it.
    await rings();
    await ben.press('accept', 'video');
    await ben.shows({ phase: 'active', local: { microphone: 'on', camera: 'on' } });
    expect(await ben.asked()).toEqual(['audio+video']);
  });
});
