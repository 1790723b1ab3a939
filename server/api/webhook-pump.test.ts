import { describe, expect, it } from 'vitest';
import type { Received } from '../../protocol/api.ts';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { settled } from '../../tests/support/settled.ts';
import { PAUSES_MS, WebhookPump } from './webhook-pump.ts';

const TARGET = { url: 'http://10.0.0.9/hook', secret: 'four cups of coffee' };

function setUp() {
  const clock = new ManualClock();
  const waiting: string[] = [];
  const told: string[] = [];
  const warned: object[] = [];
  let fault: Error | null = null;
  const pump = new WebhookPump({
    clock,
    log: { warn: (_words, fields = {}) => void warned.push(fields) },
    next: () => (waiting[0] === undefined ? null : { events: [], next: waiting[0] }),
    taken: () => {
      waiting.shift();
      return Promise.resolve();
    },
    post: ({ url }, received: Received) => {
      told.push(`${received.next} to ${url}`);
      return fault === null ? Promise.resolve() : Promise.reject(fault);
    },
  });
  const tell = async (next: string) => {
    waiting.push(next);
    pump.go();
    await settled();
  };
  return { clock, waiting, told, warned, pump, tell, fail: (error: Error | null) => (fault = error) };
}

describe('a webhook', () => {
  it('is told what there is, in order, and nothing before it is known where', async () => {
    const { pump, told, waiting, tell } = setUp();
    await tell('1');
    expect(told).toEqual([]);
    waiting.push('2');
    pump.aim(TARGET);
    await settled();
    expect(told).toEqual(['1 to http://10.0.0.9/hook', '2 to http://10.0.0.9/hook']);
    await tell('3');
    expect(waiting).toEqual([]);
  });

  it('that fails is tried again after longer and longer pauses, and then not before there is news', async () => {
    const { clock, pump, told, warned, waiting, tell, fail } = setUp();
    fail(Object.assign(new Error('connect 10.0.0.9'), { code: 'ECONNREFUSED' }));
    pump.aim(TARGET);
    await tell('1');
    for (const [index, pause] of PAUSES_MS.entries()) {
      clock.advance(pause - 1);
      await settled();
      expect(told).toHaveLength(index + 1);
      clock.advance(1);
      await settled();
      expect(told).toHaveLength(index + 2);
    }
    expect(warned).toEqual([{ reason: 'ECONNREFUSED' }]);
    expect([pump.isHeard, clock.waiting, waiting]).toEqual([false, 0, ['1']]);
    fail(null);
    await tell('2');
    expect([pump.isHeard, waiting]).toEqual([true, []]);
  });

  it('that is aimed elsewhere within a pause is told there at once, and nowhere when it is taken away', async () => {
    const { clock, pump, told, tell, fail } = setUp();
    fail(new Error('answered 500'));
    pump.aim(TARGET);
    await tell('1');
    pump.aim({ ...TARGET, url: 'http://10.0.0.8/' });
    await settled();
    expect(told).toEqual(['1 to http://10.0.0.9/hook', '1 to http://10.0.0.8/']);
    pump.aim(null);
    await settled();
    clock.advance(1_000_000);
    await settled();
    expect([told.length, clock.waiting, pump.isHeard]).toEqual([2, 0, false]);
  });
});
