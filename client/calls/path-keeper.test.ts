import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { FIRST_WAIT_MS, GIVE_UP_MS, PathKeeper } from './path-keeper.ts';

function keeper(role: 'caller' | 'callee' = 'caller') {
  const clock = new ManualClock(0);
  const seen: string[] = [];
  const note = (what: string) => () => void seen.push(`${clock.now()} ${what}`);
  const path = new PathKeeper({
    clock,
    role,
    restart: note('restart'),
    reviveSignaling: note('revive'),
    onStatus: (status) => note(status)(),
  });
  const connected = () => {
    path.changed('connected');
    seen.length = 0;
  };
  const restarts = () => seen.filter((line) => line.endsWith('restart'));
  return { clock, path, seen, connected, restarts };
}

describe('a path that is lost', () => {
  it('may come back by itself before anything is restarted', () => {
    const { clock, path, seen, connected } = keeper();
    connected();
    path.changed('disconnected');
    clock.advance(FIRST_WAIT_MS.caller - 1);
    path.changed('connected');
    clock.advance(100_000);
    expect(seen).toEqual(['0 reconnecting', '0 revive', '2999 connected']);
    expect(clock.waiting).toBe(0);
  });

  it('is restarted after 3 seconds and then ever more slowly, until 45 seconds are over', () => {
    const { clock, path, restarts, seen, connected } = keeper();
    connected();
    path.changed('disconnected');
    clock.advance(100_000);
    expect(restarts()).toEqual([
      '3000 restart',
      '6000 restart',
      '12000 restart',
      '24000 restart',
      '36000 restart',
    ]);
    expect(seen.at(-1)).toBe(`${GIVE_UP_MS} failed`);
    expect(clock.waiting).toBe(0);
  });

  it('is given more time by the callee, so that the two do not restart at once', () => {
    const { clock, path, restarts, connected } = keeper('callee');
    connected();
    path.changed('disconnected');
    clock.advance(4_500);
    expect(restarts()).toEqual(['4500 restart']);
  });

  it('is restarted at once where it has failed', () => {
    const { clock, path, restarts, connected } = keeper();
    connected();
    path.changed('disconnected');
    clock.advance(1_000);
    path.changed('failed');
    expect(restarts()).toEqual(['1000 restart']);
  });

  it('has one restart at a time, whatever the states say meanwhile', () => {
    const { clock, path, restarts, connected } = keeper();
    connected();
    path.changed('failed');
    for (const state of ['connecting', 'disconnected', 'failed'] as const) path.changed(state);
    clock.advance(2_999);
    path.changed('failed');
    expect(restarts()).toEqual(['0 restart']);
  });

  it('leaves a restart of the other side alone', () => {
    const { clock, path, restarts, connected } = keeper('callee');
    connected();
    path.changed('disconnected');
    clock.advance(4_000);
    path.otherRestarted();
    path.changed('failed');
    clock.advance(2_999);
    expect(restarts()).toEqual([]);
    clock.advance(1);
    expect(restarts()).toEqual(['7000 restart']);
  });

  it('starts afresh with its patience once it was found again', () => {
    const { clock, path, restarts, connected } = keeper();
    connected();
    path.changed('disconnected');
    clock.advance(40_000);
    connected();
    path.changed('disconnected');
    clock.advance(GIVE_UP_MS - 1);
    expect(restarts()).toHaveLength(5);
    expect(restarts()[0]).toBe('43000 restart');
  });
});

describe('a path that was never there', () => {
  it('fails after 45 seconds, with restarts where the browser says it failed', () => {
    const { clock, path, seen } = keeper();
    path.changed('connecting');
    clock.advance(15_000);
    path.changed('failed');
    clock.advance(100_000);
    expect(seen.filter((line) => line.endsWith('restart'))).toEqual([
      '15000 restart',
      '18000 restart',
      '24000 restart',
      '36000 restart',
    ]);
    expect(seen.at(-1)).toBe('45000 failed');
    expect(seen).not.toContain('15000 reconnecting');
  });
});

describe('a change of network', () => {
  it('restarts at once, even where the old path still looks good, and once', () => {
    const { clock, path, restarts, connected } = keeper();
    connected();
    path.networkChanged();
    clock.advance(60_000);
    expect(restarts()).toEqual(['0 restart']);
  });

  it('does not wait for what was tried on the old network', () => {
    const { clock, path, restarts, connected } = keeper();
    connected();
    path.changed('disconnected');
    clock.advance(13_000);
    path.networkChanged();
    expect(restarts().at(-1)).toBe('13000 restart');
    clock.advance(3_000);
    expect(restarts().at(-1)).toBe('16000 restart');
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
  path.otherRestarted();
  clock.advance(100_000);
  expect(seen).toEqual([]);
  expect(clock.waiting).toBe(0);
});
