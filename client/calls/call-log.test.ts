import { expect, it } from 'vitest';
import { storedMessage } from '../../tests/support/client-records.ts';
import { id, userId } from '../../tests/support/records.ts';
import type { CallId, MessageId } from '../../protocol/ids.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import { CallLog } from './call-log.ts';
import type { NotedCall } from './call-note.ts';

const [ana, me] = [userId('ana'), userId('me')];
const missed: NotedCall = {
  callId: id<CallId>('call'),
  peer: { id: ana, name: 'Ana' },
  mine: false,
  media: 'video',
  outcome: 'cancelled',
  ago: 4_000,
};

/** Two tabs of one browser, whose clock is at 100,000. */
function twoTabs() {
  const archive = new MemoryArchive();
  const changed: string[] = [];
  const log = (own = () => me) =>
    new CallLog({
      archive,
      me: own,
      newId: () => id<MessageId>('fresh'),
      serverNow: () => 100_000,
      onChange: (peer) => changed.push(peer),
    });
  return { archive, changed, log: log(), other: log(), everything: () => archive.between(ana, null, null) };
}

it('leaves an entry after what was said before, at the time at which the call began', async () => {
  const { archive, changed, everything, log } = twoTabs();
  await archive.addMessage(storedMessage('hello', { clock: 7 }));
  await log.note(missed);
  expect((await everything()).at(-1)).toEqual({
    id: id('call'),
    peer: ana,
    from: ana,
    clock: 8,
    sentAt: 96_000,
    text: '',
    state: 'delivered',
    told: true,
    call: { media: 'video', outcome: 'cancelled' },
  });
  expect(changed).toEqual([ana]);
});

it('is mine and nothing to read where I called; theirs is unread only where it was missed', async () => {
  const { archive, everything, log } = twoTabs();
  await log.note({ ...missed, mine: true });
  await log.note({ ...missed, callId: id('b'), outcome: 'declined' });
  await log.note({ ...missed, callId: id('c'), outcome: 'busy' });
  expect((await everything()).map(({ from, state }) => [from, state])).toEqual([
    [me, 'read'],
    [ana, 'read'],
    [ana, 'delivered'],
  ]);
  expect(await archive.countUnread(ana)).toBe(1);
});

it('two tabs leave one entry, with what the one that had the call knows', async () => {
  const { archive, changed, everything, log, other } = twoTabs();
  const answered: NotedCall = { ...missed, outcome: 'answered' };
  await Promise.all([other.note({ ...missed, outcome: 'answered_elsewhere' }), log.note(answered)]);
  await log.note({ ...answered, seconds: 62 });
  await other.note(missed);
  expect((await everything()).map(({ call }) => call)).toEqual([
    { media: 'video', outcome: 'answered', seconds: 62 },
  ]);
  expect(await archive.countUnread(ana)).toBe(0);
  expect(changed).toHaveLength(3);
});

it('a call that the server never had has an id of its own', async () => {
  const { everything, log } = twoTabs();
  await log.note({ ...missed, callId: null, mine: true, outcome: 'unreachable' });
  expect((await everything()).map((each) => each.id)).toEqual([id('fresh')]);
});

it('stays within the limit of the clock, and leaves nothing without somebody to whom it belongs', async () => {
  const { archive, everything, log } = twoTabs();
  await archive.addMessage(storedMessage('hello', { clock: LIMITS.clock }));
  await log.note(missed);
  expect((await everything()).map(({ clock }) => clock)).toEqual([LIMITS.clock, LIMITS.clock]);
  const nobody = new CallLog({
    archive,
    me: () => null,
    newId: () => id('x'),
    serverNow: () => 1,
    onChange: () => undefined,
  });
  await nobody.note({ ...missed, callId: id('d') });
  expect(await everything()).toHaveLength(2);
});

it('goes on where one could not be stored', async () => {
  const { archive, everything } = twoTabs();
  let full = true;
  const log = new CallLog({
    archive: {
      lastClock: (peer) => archive.lastClock(peer),
      addMessage: (entry) => (full ? Promise.reject(new Error('full')) : archive.addMessage(entry)),
    },
    me: () => me,
    newId: () => id('x'),
    serverNow: () => 100_000,
    onChange: () => undefined,
  });
  await log.note(missed);
  full = false;
  await log.note({ ...missed, callId: id('b') });
  expect((await everything()).map((each) => each.id)).toEqual([id('b')]);
});
