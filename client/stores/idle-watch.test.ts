import { expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { IdleWatch } from './idle-watch.ts';

const IDLE_MS = 600_000;

function watch() {
  const clock = new ManualClock();
  const said: boolean[] = [];
  const idle = new IdleWatch({ clock, onChange: (is) => said.push(is) });
  return { clock, said, idle };
}

it('[PRES-4] a page that nobody touches is idle after the time that was given, and says so once', () => {
  const { clock, said, idle } = watch();
  idle.start(IDLE_MS);
  clock.advance(IDLE_MS - 1);
  expect(said).toEqual([]);
  clock.advance(1);
  expect(said).toEqual([true]);
  clock.advance(10 * IDLE_MS);
  expect(said).toEqual([true]);
  expect(idle.idle).toBe(true);
});

it('[PRES-4] a touch puts it off by the whole time', () => {
  const { clock, said, idle } = watch();
  idle.start(IDLE_MS);
  clock.advance(IDLE_MS - 1);
  idle.touched();
  clock.advance(IDLE_MS - 1);
  expect(said).toEqual([]);
  clock.advance(1);
  expect(said).toEqual([true]);
});

it('[PRES-4] the first touch brings the person back at once, and starts the time anew', () => {
  const { clock, said, idle } = watch();
  idle.start(IDLE_MS);
  clock.advance(IDLE_MS);
  idle.touched();
  idle.touched();
  expect(said).toEqual([true, false]);
  clock.advance(IDLE_MS);
  expect(said).toEqual([true, false, true]);
});

it('never has more than one timer, however much is touched', () => {
  const { clock, idle } = watch();
  idle.start(IDLE_MS);
  for (let touch = 0; touch < 1_000; touch += 1) {
    idle.touched();
    clock.advance(100);
    expect(clock.waiting).toBe(1);
  }
});

it('waits for nothing before it is started', () => {
  const { clock, said, idle } = watch();
  idle.touched();
  expect(clock.waiting).toBe(0);
  clock.advance(IDLE_MS);
  expect(said).toEqual([]);
});

it('[PRES-4] a new connection is no touch: whoever was idle still is, and the server hears it again', () => {
  const { clock, said, idle } = watch();
  idle.start(IDLE_MS);
  clock.advance(IDLE_MS);
  idle.start(IDLE_MS);
  expect(said).toEqual([true, true]);
  idle.touched();
  expect(said).toEqual([true, true, false]);
});

it('[PRES-4] a page that loses its connection now and then becomes idle all the same', () => {
  const { clock, said, idle } = watch();
  idle.start(IDLE_MS);
  clock.advance(IDLE_MS - 1);
  idle.start(IDLE_MS);
  clock.advance(1);
  expect(said).toEqual([true]);
});

it('goes by the time that the newest server says', () => {
  const { clock, said, idle } = watch();
  idle.start(IDLE_MS);
  idle.start(IDLE_MS / 2);
  clock.advance(IDLE_MS / 2);
  expect(said).toEqual([true]);
  expect(clock.waiting).toBe(0);
});
