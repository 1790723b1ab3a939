import { expect, it } from 'vitest';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { id, userId } from '../../tests/support/records.ts';
import { settled } from '../../tests/support/settled.ts';
import type { LinkId, RoomId } from '../../protocol/ids.ts';
import { ConsentBook } from './consent-book.ts';
import { DeviceLinks } from './device-links.ts';
import { Mailbox } from './mailbox.ts';
import { Meetings } from './meetings.ts';
import { MemoryStateStore } from './memory-state-store.ts';
import { callKey } from './record-keys.ts';
import { RuleRunner } from './rule-runner.ts';
import { Sweep } from './sweep.ts';

function sweeping() {
  const clock = new ManualClock();
  const store = new MemoryStateStore();
  const consents = new ConsentBook();
  const rules = new RuleRunner({ store, clock, send: () => {} });
  const looked: number[] = [];
  const mailbox = new Mailbox({ perPerson: 1, total: 1, keepMs: 1 });
  mailbox.expire = () => void looked.push(clock.now());
  const sweep = new Sweep({
    ...{ store, rules, consents, mailbox, clock },
    links: new DeviceLinks({ clock, send: () => {}, newId: () => id<LinkId>('link') }),
    meetings: new Meetings({ rules, consents, clock, newId: () => id<RoomId>('room') }),
    coffee: { serve: () => Promise.resolve(), gone: () => {} },
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
  /** The clock goes on in steps, and with each whatever waits for a promise. */
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 100) {
      clock.advance(100);
      await settled();
    }
  };
  const end = (expiresAt: number | null) => {
    // Only its end is looked at: there is no such call.
    const key = callKey(userId('one'), userId('other')) as never;
    return store.transact({ key }, () => ({
      changes: { key: { expiresAt } },
      notices: [],
      value: null,
    }));
  };
  return { clock, sweep, looked, pass, end };
}

it('looks seldom while nothing has an end, and soon once something has', async () => {
  const { clock, sweep, looked, pass, end } = sweeping();
  sweep.start();
  await pass(10_000);
  expect(looked.length).toBeLessThan(7);
  await pass(100);
  const since = clock.now();
  await end(since + 60_000);
  await pass(500);
  expect(looked.at(-1)).toBe(since + 500);
  await pass(2_000);
  expect(looked.filter((at) => at > since).length).toBe(5);
  sweep.stop();
  expect(clock.waiting).toBe(0);
});
