import { describe, expect, it } from 'vitest';
import { CHROMIUM, FIREFOX } from '../../../tests/support/stats-reports.ts';
import { readStats, type StatsEntry } from './read-stats.ts';

const read = (entries: readonly StatsEntry[]) => readStats(entries, 5);
/** The same report in which some entries are otherwise. */
const changed = (change: (entry: StatsEntry) => StatsEntry) => read(CHROMIUM.map(change));

describe('a report', () => {
  it('of Chromium is read', () => {
    expect(read(CHROMIUM)).toMatchObject({
      at: 5,
      route: 'direct',
      roundTripMs: 1,
      codec: 'opus',
      voice: { packets: 350, lost: 0 },
      picture: { packets: 443, lost: 0 },
      lostThere: 0,
      shown: { codec: 'VP8', width: 640, height: 480, perSecond: 20 },
      sent: { codec: 'VP8', width: 640, height: 480, perSecond: 19, limit: null },
      room: 3_562_461,
    });
  });

  it('of Firefox is read, which says less', () => {
    expect(read(FIREFOX)).toMatchObject({
      route: 'direct',
      codec: 'opus',
      voice: { packets: 344, lost: 0 },
      shown: { codec: 'VP8', width: 320, height: 240, perSecond: 23 },
      sent: { width: 320, limit: null },
      room: null,
    });
    expect(read(FIREFOX)?.roundTripMs).toBeCloseTo(63.1, 1);
  });

  it('before there is a path says nothing', () => {
    expect(read([])).toBe(null);
    expect(read([{ id: 'T', type: 'transport' }])).toBe(null);
  });
});

it('a relay at either end is a relay', () => {
  for (const type of ['local-candidate', 'remote-candidate']) {
    const relayed = changed((entry) =>
      entry['type'] === type ? { ...entry, candidateType: 'relay' } : entry,
    );
    expect(relayed?.route).toBe('relayed');
  }
});

it('the shared screen is not taken for the camera', () => {
  const screen = (entry: StatsEntry) => ({
    ...entry,
    id: `${String(entry['id'])}S`,
    mid: '2',
    frameWidth: 1920,
  });
  const isPicture = (entry: StatsEntry) =>
    entry['kind'] === 'video' && String(entry['type']).endsWith('bound-rtp');
  const screens = CHROMIUM.filter((entry) => isPicture(entry) && entry['mid'] !== undefined).map(screen);
  expect(read([...screens, ...CHROMIUM])?.shown?.width).toBe(640);
});

it('why the picture is small is told where the browser knows it', () => {
  const because = (reason: string) =>
    changed((entry) =>
      'qualityLimitationReason' in entry ? { ...entry, qualityLimitationReason: reason } : entry,
    )?.sent?.limit;
  expect([because('bandwidth'), because('cpu'), because('none')]).toEqual(['network', 'device', null]);
});

it('what arrived there broken is the worst of voice and picture', () => {
  const lossy = changed((entry) =>
    entry['type'] === 'remote-inbound-rtp' && entry['kind'] === 'audio'
      ? { ...entry, fractionLost: 0.25 }
      : entry,
  );
  expect(lossy?.lostThere).toBe(0.25);
});
