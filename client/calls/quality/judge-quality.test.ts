import { describe, expect, it } from 'vitest';
import { judgeQuality, type QualityFacts } from './judge-quality.ts';
import type { StatsSample } from './read-stats.ts';

const before: StatsSample = {
  at: 0,
  path: 'p',
  route: 'direct',
  roundTripMs: 4,
  codec: 'opus',
  voice: { packets: 1_000, lost: 10 },
  picture: { packets: 5_000, lost: 40 },
  lostThere: 0,
  shown: null,
  sent: null,
  room: null,
};
const fine: StatsSample = {
  ...before,
  at: 4_000,
  voice: { packets: 1_200, lost: 10 },
  picture: { packets: 6_000, lost: 40 },
};
const judge = (now: Partial<StatsSample> = {}, rest: Partial<QualityFacts> = {}) =>
  judgeQuality({ before, now: { ...fine, ...now }, theyTalk: true, theirs: null, serverMs: null, ...rest });
const losing = (part: number) => ({
  voice: null,
  picture: { packets: 6_000, lost: 40 + (1_000 * part) / (1 - part) },
});

describe('the verdict', () => {
  it.each([
    ['nothing is lost', {}, 'good'],
    ['1 % is lost', losing(0.01), 'good'],
    ['5 % is lost', losing(0.05), 'fair'],
    ['20 % is lost', losing(0.2), 'poor'],
    ['5 % is lost there', { lostThere: 0.05 }, 'fair'],
    ['half is lost there', { lostThere: 0.5 }, 'poor'],
    ['the way takes 200 ms', { roundTripMs: 200 }, 'fair'],
    ['the way takes half a second', { roundTripMs: 500 }, 'poor'],
  ] as const)('where %s', (_title, now, level) => {
    expect(judge(now).level).toBe(level);
  });

  it('is not good where the network makes the own picture small', () => {
    const sent = { codec: 'VP8', width: 320, height: 180, perSecond: 15 };
    expect(judge({ sent: { ...sent, limit: 'network' } }).level).toBe('fair');
    expect(judge({ sent: { ...sent, limit: 'device' } }).level).toBe('good');
  });

  it('counts losses since the earlier sample only', () => {
    expect(judge().lostHere).toBe(0);
    expect(judge({ voice: { packets: 1_190, lost: 20 }, picture: null }).lostHere).toBeCloseTo(0.05);
  });

  it('knows no loss where nothing was to come', () => {
    expect(judge({ voice: null, picture: null }).lostHere).toBe(null);
  });
});

describe('a voice', () => {
  it('of which nothing arrives is not heard', () => {
    expect(judge({ voice: before.voice })).toMatchObject({ deaf: true, level: 'poor' });
  });

  it('of which most is lost is not heard', () => {
    expect(judge({ voice: { packets: 1_050, lost: 160 } }).deaf).toBe(true);
    expect(judge({ voice: { packets: 1_150, lost: 60 } }).deaf).toBe(false);
  });

  it('of somebody who is muted is not missed', () => {
    expect(judge({ voice: before.voice }, { theyTalk: false }).deaf).toBe(false);
  });

  it('that does not arrive there is unheard, because they say so', () => {
    expect(judge({}, { theirs: { hears: false, serverMs: null, relayed: false } })).toMatchObject({
      unheard: true,
      level: 'poor',
    });
    expect(judge({}, { theirs: { hears: true, serverMs: null, relayed: false } })).toMatchObject({
      unheard: false,
      level: 'good',
    });
  });
});

it.each([
  ['direct', false, 'direct'],
  // Their relay looks like an address of their own, if its candidate comes after its first packet.
  ['direct', true, 'relayed'],
  ['relayed', false, 'relayed'],
  [null, true, null],
] as const)(
  'a path that is %s by what is seen here, relayed by what they say (%s), is %s',
  (route, relayed, is) => {
    expect(judge({ route }, { theirs: { hears: true, serverMs: null, relayed } }).route).toBe(is);
  },
);

describe('whose Wi-Fi is weak', () => {
  it.each([
    [300, 8, 'mine'],
    [8, 300, 'theirs'],
    [300, 250, 'both'],
    [40, 30, null],
    // The server runs on one of the two devices: then both measure the same way.
    [300, 0.6, null],
    [0.6, 300, null],
    [null, 300, null],
    [300, null, null],
  ] as const)('with %s ms here and %s ms there to the server: %s', (serverMs, there, weak) => {
    const theirs = { hears: true, serverMs: there, relayed: false };
    expect(judge({ roundTripMs: 500 }, { serverMs, theirs }).weak).toBe(weak);
  });

  it('is not asked while all is well', () => {
    expect(judge({}, { serverMs: 300, theirs: { hears: true, serverMs: 8, relayed: false } }).weak).toBe(
      null,
    );
  });
});
