import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { GIVE_UP_MS, PathKeeper } from './path-keeper.ts';

function keeper(role: 'caller' | 'callee' = 'caller') {
  const clock = new ManualClock(0);
  const seen: string[] = [];
  const note = (what: string) => () => void seen.push(`${clock.now()} ${what}`);
  const path = new PathKeeper({
    clock,
    role,
    renew: note('renew'),
    reviveSignaling: note('revive'),
    onStatus: (status) => note(status)(),
  });
  path.begin();
  const connected = () => {
    path.changed('connected');
    seen.length = 0;
  };
  const renewals = () => seen.filter((line) => line.endsWith('renew')).map((line) => parseInt(line));
  return { clock, path, seen, connected, renewals };
}

describe('a path that is lost', () => {
  it('may come back by itself before anything is done', () => {
    const { clock, path, seen, connected } = keeper();
    connected();
    path.changed('disconnected');
    clock.advance(999);
    path.changed('connected');
    clock.advance(100_000);
    expect(seen).toEqual(['0 reconnecting', '0 revive', '999 connected']);
    expect(clock.waiting).toBe(0);
  });

  it('is renewed after a second and then ever more slowly, until 45 seconds are over', () => {
    const { clock, path, renewals, seen, connected } = keeper();
    connected();
    path.changed('disconnected');
    clock.advance(100_000);
    expect(renewals()).toEqual([1_000, 4_000, 10_000, 22_000, 34_000]);
    expect(seen.at(-1)).toBe(`${GIVE_UP_MS} failed`);
    expect(clock.waiting).toBe(0);
  });

  it('is renewed later by the callee, so that the two do not begin at once', () => {
    const { clock, path, renewals, connected } = keeper('callee');
    connected();
    path.changed('disconnected');
    clock.advance(10_000);
    expect(renewals()).toEqual([2_500, 7_000]);
  });

  it('is renewed at once where it has failed', () => {
    const { clock, path, renewals, connected } = keeper();
    connected();
    path.changed('disconnected');
    clock.advance(500);
    path.changed('failed');
    expect(renewals()).toEqual([500]);
  });

  it('is renewed once at a time, whatever the states say meanwhile', () => {
    const { clock, path, renewals, connected } = keeper();
    connected();
    path.changed('failed');
    for (const state of ['connecting', 'disconnected', 'failed'] as const) path.changed(state);
    clock.advance(2_999);
    path.changed('failed');
    expect(renewals()).toEqual([0]);
  });

  it('is left to the other side where that began, with the same patience', () => {
    const { clock, path, renewals, connected } = keeper('callee');
    connected();
    path.changed('disconnected');
    clock.advance(2_000);
    path.otherRenews();
    path.changed('failed');
    clock.advance(3_000);
    path.otherRenews();
    clock.advance(7_499);
    expect(renewals()).toEqual([]);
    clock.advance(1);
    expect(renewals()).toEqual([12_500]);
  });

  it('is given the same patience again once it was found', () => {
    const { clock, path, renewals, connected } = keeper();
    connected();
    path.changed('disconnected');
    clock.advance(40_000);
    connected();
    path.changed('disconnected');
    clock.advance(GIVE_UP_MS - 1);
    expect(renewals()).toEqual([41_000, 44_000, 50_000, 62_000, 74_000]);
  });

  it('is renewed at once when the page awakes', () => {
    const { clock, path, renewals, connected } = keeper();
    connected();
    path.awoke();
    expect(renewals()).toEqual([]);
    path.changed('disconnected');
    clock.advance(20_000);
    path.awoke();
    clock.advance(3_000);
    expect(renewals()).toEqual([1_000, 4_000, 10_000, 20_000, 23_000]);
  });
});

describe('a path that was never there', () => {
  it('fails after 45 seconds, with a new try where the browser says it failed', () => {
    const { clock, path, renewals, seen } = keeper();
    path.changed('connecting');
    clock.advance(15_000);
    path.changed('failed');
    clock.advance(100_000);
    expect(renewals()).toEqual([15_000, 18_000, 24_000, 36_000]);
    expect(seen.at(-1)).toBe('45000 failed');
    expect(seen).not.toContain('15000 reconnecting');
  });
});

describe('a change of network', () => {
  it('renews at once, even where the old path still looks good, and once', () => {
    const { clock, path, renewals, connected } = keeper();
    connected();
    path.networkChanged();
    clock.advance(60_000);
    expect(renewals()).toEqual([0]);
  });

  it('does not wait for what was tried on the old network', () => {
    const { clock, path, renewals, connected } = keeper();
    connected();
    path.changed('disconnected');
    clock.advance(12_000);
    path.networkChanged();
    clock.advance(3_000);
    expect(renewals()).toEqual([1_000, 4_000, 10_000, 12_000, 15_000]);
  });
});

it('does nothing more once it is stopped', () => {
  const { clock, path, seen, connected } = keeper();
  connected();
  path.changed('failed');
  seen.length = 0;
  path.stop();
  path.changed('failed');
  path.networkChanged();
  path.awoke();
  path.otherRenews();
  clock.advance(100_000);
  expect(seen).toEqual([]);
  expect(clock.waiting).toBe(0);
});

describe('[CALL-16] the first path', () => {
  it('is given five seconds once it is agreed on, and those that follow may use a relay', () => {
    const { clock, path, renewals } = keeper();
    clock.advance(20_000);
    expect(renewals()).toEqual([]);
    path.negotiated();
    path.negotiated();
    clock.advance(4_999);
    expect([renewals(), path.wantsRelay]).toEqual([[], false]);
    clock.advance(1);
    expect([renewals(), path.wantsRelay]).toEqual([[25_000], true]);
    clock.advance(18_000);
    expect(renewals()).toEqual([25_000, 31_000, 43_000]);
  });

  it('that stands in time is all there is', () => {
    const { clock, path, renewals, seen } = keeper();
    path.negotiated();
    clock.advance(4_999);
    path.changed('connected');
    clock.advance(100_000);
    expect([renewals(), path.wantsRelay, clock.waiting]).toEqual([[], false, 0]);
    expect(seen).toEqual(['4999 connected']);
  });

  it('that the browser gives up on is followed at once by one that may use a relay', () => {
    const { path, renewals } = keeper();
    path.negotiated();
    path.changed('failed');
    expect([renewals(), path.wantsRelay]).toEqual([[0], true]);
  });

  it('that the other side gives up on is left to it for a while', () => {
    const { clock, path, renewals } = keeper('callee');
    path.negotiated();
    clock.advance(5_000);
    path.otherRenews();
    expect(path.wantsRelay).toBe(true);
    clock.advance(6_000);
    expect(renewals()).toEqual([]);
    clock.advance(1_500);
    expect(renewals()).toEqual([12_500]);
  });
});

it('[CALL-16] of a lost path the first that follows is looked for without a relay', () => {
  const { clock, path, renewals, connected } = keeper();
  connected();
  path.changed('disconnected');
  clock.advance(1_000);
  expect([renewals(), path.wantsRelay]).toEqual([[1_000], false]);
  clock.advance(3_000);
  expect([renewals(), path.wantsRelay]).toEqual([[1_000, 4_000], true]);
  path.changed('connected');
  expect(path.wantsRelay).toBe(false);
});

it('a path that goes silent is followed by another at once, without a word; not while another is on its way', () => {
  const { clock, path, seen, renewals, connected } = keeper();
  path.silent();
  connected();
  path.silent();
  expect(seen).toEqual(['0 revive', '0 renew']);
  path.silent();
  path.changed('disconnected');
  expect(renewals()).toEqual([0]);
  path.changed('connected');
  clock.advance(100_000);
  expect([renewals(), clock.waiting]).toEqual([[0], 0]);
});
