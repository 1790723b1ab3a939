import { describe, expect, it } from 'vitest';
import { storedMessage } from '../../tests/support/client-records.ts';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { id, userId } from '../../tests/support/records.ts';
import { settled } from '../../tests/support/settled.ts';
import type { MessageId, UserId } from '../../protocol/ids.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import type { Keep } from '../storage/retention.ts';
import { KeepingChoices } from './keeping-choices.ts';
import { RetentionSweep } from './retention-sweep.ts';

const [ana, bea, me] = [userId('ana'), userId('bea'), userId('me')];
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What tabs show, by hand. */
class Shown {
  readonly peers = new Set<UserId>();
  leave: () => void = () => {};
  unlessShown = (peer: UserId, step: () => Promise<void>) =>
    this.peers.has(peer) ? Promise.resolve() : step();
  onLeft(listener: () => void): void {
    this.leave = () => {
      this.peers.clear();
      listener();
    };
  }
}

async function sweeping(keeps: readonly (readonly [UserId, Keep])[] = []) {
  const clock = new ManualClock(1_800_000_000_000);
  const archive = new MemoryArchive(() => clock.now());
  const shown = new Shown();
  const removed: UserId[] = [];
  let told = 0;
  const keepings = new KeepingChoices({ retention: archive, onChoice: () => (told += 1) });
  for (const [peer, keep] of keeps) await archive.keep(peer, keep);
  await keepings.load();
  const sweep = new RetentionSweep({
    retention: archive,
    keepings,
    shown,
    clock,
    onRemoved: (peer) => removed.push(peer),
  });
  return {
    archive,
    clock,
    keepings,
    shown,
    removed,
    told: () => told,
    start: async () => {
      sweep.start();
      await settled();
    },
    /** Of the rows that are left. */
    left: async (peer = ana) => (await archive.latest(peer, 1_000)).map(({ text }) => text),
    pass: async (ms: number) => {
      clock.advance(ms);
      await settled();
    },
  };
}

describe('what is past its time goes', () => {
  it('at the start, where a day has passed since this page was last open', async () => {
    const { archive, clock, left, removed, start } = await sweeping([[ana, 'day']]);
    await archive.addMessage(storedMessage('old', { state: 'read' }));
    clock.advance(DAY + 1);
    await archive.addMessage(storedMessage('new'));
    await start();
    expect([await left(), removed]).toEqual([['new'], [ana]]);
  });

  it('while the page is open, unread too, and only when its time has come', async () => {
    const { archive, left, pass, start } = await sweeping([
      [ana, 'day'],
      [bea, 'month'],
    ]);
    await start();
    await archive.addMessage(storedMessage('a'));
    await archive.addMessage(storedMessage('b', { peer: bea, from: bea }));
    await pass(DAY - HOUR);
    expect(await left()).toEqual(['a']);
    await pass(HOUR + 60_000);
    expect([await left(), await left(bea)]).toEqual([[], ['b']]);
    await pass(28 * DAY);
    expect(await left(bea)).toEqual(['b']);
    await pass(DAY);
    expect(await left(bea)).toEqual([]);
  });

  it('not where everything is kept, however old', async () => {
    const { archive, left, pass, removed, start } = await sweeping([[bea, 'day']]);
    await start();
    await archive.addMessage(storedMessage('a'));
    await pass(400 * DAY);
    expect([await left(), removed]).toEqual([['a'], []]);
  });

  it('in conversations that began after the choice for new ones, and in no older one', async () => {
    const { archive, keepings, left, pass, start } = await sweeping();
    await archive.addMessage(storedMessage('before'));
    await start();
    await keepings.chooseFresh('day');
    await archive.addMessage(storedMessage('after', { peer: bea, from: bea }));
    await pass(2 * DAY);
    expect([await left(), await left(bea)]).toEqual([['before'], []]);
  });

  it('in steps, all of it', async () => {
    const { archive, clock, left, removed, start } = await sweeping([[ana, 'day']]);
    for (let n = 0; n < 450; n += 1) await archive.addMessage(storedMessage(`m${n}`));
    clock.advance(2 * DAY);
    await start();
    expect([await left(), removed.length]).toEqual([[], 3]);
  });
});

describe('a conversation that is not kept', () => {
  it('is there while a tab shows it, and goes when it is left', async () => {
    const { archive, left, pass, shown, start } = await sweeping([[ana, 'shown']]);
    shown.peers.add(ana);
    await start();
    await archive.addMessage(storedMessage('read', { state: 'read' }));
    await archive.addMessage(storedMessage('unread'));
    await archive.addMessage(storedMessage('mine', { from: me, state: 'sent' }));
    await pass(DAY);
    expect((await left()).length).toBe(3);
    shown.leave();
    await settled();
    expect((await left()).sort()).toEqual(['mine', 'unread']);
    await archive.advance([id<MessageId>('mine')], 'delivered');
    await pass(60_000);
    expect(await left()).toEqual(['unread']);
  });

  it('goes at the start where the page was closed in it', async () => {
    const { archive, left, start } = await sweeping([[ana, 'shown']]);
    await archive.addMessage(storedMessage('read', { state: 'read' }));
    await start();
    expect(await left()).toEqual([]);
  });
});

describe('a choice', () => {
  it('counts as soon as it is stored, and the other tabs are told', async () => {
    const { archive, clock, keepings, left, start, told } = await sweeping();
    await archive.addMessage(storedMessage('old'));
    clock.advance(2 * DAY);
    await start();
    await keepings.choose(ana, 'month');
    await settled();
    expect([await left(), told()]).toEqual([['old'], 1]);
    await keepings.choose(ana, 'day');
    await settled();
    expect([await left(), told()]).toEqual([[], 2]);
  });

  it('that could not be stored changes nothing', async () => {
    const { archive, keepings, told } = await sweeping();
    archive.keep = () => Promise.reject(new Error('full'));
    await expect(keepings.choose(ana, 'day')).rejects.toThrow('full');
    expect([keepings.state.get().chosen.size, told()]).toEqual([0, 0]);
  });

  it('is found again by the next page', async () => {
    const { archive, keepings } = await sweeping();
    await keepings.choose(ana, 'shown');
    await keepings.chooseFresh('month');
    const next = new KeepingChoices({ retention: archive, onChoice: () => {} });
    await next.load();
    expect(next.state.get()).toEqual({ fresh: 'month', chosen: new Map([[ana, 'shown']]) });
  });
});

it('what fails is tried again a minute later', async () => {
  const { archive, clock, left, pass, start } = await sweeping([[ana, 'day']]);
  await archive.addMessage(storedMessage('old'));
  clock.advance(2 * DAY);
  const expire = archive.expire.bind(archive);
  archive.expire = () => Promise.reject(new Error('full'));
  await start();
  archive.expire = expire;
  expect(await left()).toEqual(['old']);
  await pass(60_000);
  expect(await left()).toEqual([]);
});
