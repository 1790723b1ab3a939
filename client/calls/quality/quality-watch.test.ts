import { expect, it } from 'vitest';
import { CHROMIUM } from '../../../tests/support/stats-reports.ts';
import { ManualClock } from '../../../tests/support/manual-clock.ts';
import { settled } from '../../../tests/support/settled.ts';
import { Emitter } from '../../base/emitter.ts';
import { Store } from '../../base/store.ts';
import type { PeerLinkEvents } from '../peer-link.ts';
import { NOTHING_YET } from '../remote-media.ts';
import type { TheirReport } from './judge-quality.ts';
import { QualityWatch } from './quality-watch.ts';

function watching() {
  const clock = new ManualClock(0);
  const events = new Emitter<PeerLinkEvents>();
  const remote = new Store(NOTHING_YET);
  const told: TheirReport[] = [];
  const plans: number[] = [];
  const state = {
    lostThere: 0,
    voice: 0,
    speaks: true,
    path: true,
    open: true,
    measured: 0,
    candidate: 'host',
  };
  const stats = () => {
    if (state.speaks) state.voice += 50;
    const entries = CHROMIUM.map((entry) =>
      entry['type'] === 'inbound-rtp' && entry['kind'] === 'audio'
        ? { ...entry, packetsReceived: state.voice }
        : 'fractionLost' in entry
          ? { ...entry, fractionLost: state.lostThere }
          : entry['type'] === 'local-candidate'
            ? { ...entry, candidateType: state.candidate }
            : entry,
    );
    // An array has all of a report that is read.
    return Promise.resolve(state.path ? (entries as unknown as RTCStatsReport) : null);
  };
  const report = (said: TheirReport) => {
    if (state.open) told.push(said);
    return state.open;
  };
  const watch = new QualityWatch({
    link: { events, remote, stats, report, planPicture: (plan) => plans.push(plan.kilobits) },
    clock,
    measureServer: () => {
      state.measured += 1;
      return Promise.resolve(250);
    },
  });
  const passes = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(1_000);
      await settled();
    }
  };
  return { clock, events, remote, state, told, plans, watch, passes };
}

it('says nothing before there is a path, and how it is soon after', async () => {
  const { state, watch, passes } = watching();
  state.path = false;
  await passes(3);
  expect(watch.quality.get()).toBe(null);
  state.path = true;
  await passes(3);
  expect(watch.quality.get()).toMatchObject({ level: 'good', route: 'direct', deaf: false });
});

it('a voice that stops arriving is told to the other side within three seconds, and again when it is back', async () => {
  const { state, told, watch, passes } = watching();
  await passes(5);
  expect(told).toEqual([]);
  state.speaks = false;
  await passes(3);
  expect(watch.quality.get()).toMatchObject({ level: 'poor', deaf: true });
  expect(told[0]).toMatchObject({ hears: false });
  state.speaks = true;
  await passes(3);
  expect(watch.quality.get()).toMatchObject({ level: 'good', deaf: false });
  expect(told.at(-1)).toEqual({ hears: true, serverMs: null, relayed: false });
});

it('the silence of somebody who is muted is no loss', async () => {
  const { remote, state, told, watch, passes } = watching();
  remote.set({ ...NOTHING_YET, microphone: false });
  await passes(2);
  state.speaks = false;
  await passes(6);
  expect([watch.quality.get()?.deaf, told]).toEqual([false, []]);
});

it('that they do not hear is known as soon as they say so', async () => {
  const { events, watch, passes } = watching();
  await passes(3);
  events.emit('report', { hears: false, serverMs: 12, relayed: false });
  await passes(1);
  expect(watch.quality.get()).toMatchObject({ unheard: true, level: 'poor' });
});

it('that this end uses a relay is told to the other, and when it no longer does', async () => {
  const { state, told, passes } = watching();
  await passes(2);
  expect(told).toEqual([]);
  state.candidate = 'relay';
  await passes(2);
  expect(told).toEqual([{ hears: true, serverMs: null, relayed: true }]);
  state.candidate = 'host';
  await passes(2);
  expect(told.at(-1)).toEqual({ hears: true, serverMs: null, relayed: false });
});

it('the way to the server is measured only while something is wrong', async () => {
  const { state, told, passes } = watching();
  await passes(10);
  expect(state.measured).toBe(0);
  state.speaks = false;
  await passes(8);
  expect(state.measured).toBeGreaterThan(1);
  expect(state.measured).toBeLessThan(4);
  expect(told.at(-1)).toEqual({ hears: false, serverMs: 250, relayed: false });
});

it('what could not be told is told when it can', async () => {
  const { state, told, passes } = watching();
  await passes(3);
  [state.open, state.speaks] = [false, false];
  await passes(3);
  expect(told).toEqual([]);
  state.open = true;
  await passes(1);
  expect(told.at(-1)).toMatchObject({ hears: false });
});

it('much that is lost there makes the picture smaller, once', async () => {
  const { state, plans, passes } = watching();
  await passes(5);
  expect(plans).toEqual([]);
  state.lostThere = 0.3;
  await passes(3);
  expect(plans).toEqual([900]);
});

it('the end leaves nothing running', async () => {
  const { clock, watch, passes } = watching();
  await passes(2);
  watch.close();
  await settled();
  expect(clock.waiting).toBe(0);
});
