import { describe, expect, it } from 'vitest';
import { person, welcome } from '../../tests/support/client-records.ts';
import { id, userId } from '../../tests/support/records.ts';
import { Later, ScriptedSignaling } from '../../tests/support/scripted-signaling.ts';
import { settled } from '../../tests/support/settled.ts';
import type { IncomingCall } from '../../protocol/calls.ts';
import type { CallId } from '../../protocol/ids.ts';
import { Store } from '../base/store.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { CallControl, CallPeer, CallView } from './call-view.ts';
import { LazyCallDesk } from './lazy-call-desk.ts';

const ana: CallPeer = { id: userId('ana'), name: 'Ana' };
const incoming = (word: string): IncomingCall => ({
  callId: id<CallId>(word),
  from: person('ana'),
  media: 'video',
  silent: null,
});

/** What a desk does with its signaling, as far as this is about it. */
class SmallDesk implements CallControl {
  readonly view = new Store<CallView>({ phase: 'idle' });
  readonly announced: string[] = [];
  readonly called: string[] = [];

  constructor(signaling: Signaling) {
    signaling.notices.on('incoming_call', ({ callId }) => {
      this.announced.push(callId);
      this.view.set({
        phase: 'incoming',
        peer: ana,
        media: 'video',
        silent: null,
        accept: () => {},
        decline: () => {},
      });
    });
  }

  call(peer: CallPeer, media: string): void {
    this.called.push(`${peer.name} ${media}`);
  }
}

function lazy() {
  const signaling = new ScriptedSignaling();
  const failures: unknown[] = [];
  const made: SmallDesk[] = [];
  const endedEarly: string[] = [];
  /** One for each time that the code was asked for. */
  const loads: Later<null>[] = [];
  const desk = new LazyCallDesk(
    signaling,
    async (withEarlyCall, early) => {
      const load = new Later<null>();
      loads.push(load);
      await load.promise;
      const small = new SmallDesk(withEarlyCall);
      made.push(small);
      endedEarly.push(...early.map(({ call, reason }) => `${call.callId} ${reason}`));
      return small;
    },
    (error) => failures.push(error),
  );
  const loaded = async () => {
    loads.at(-1)?.give(null);
    await settled();
  };
  const fails = async () => {
    // A promise that is given a promise follows it.
    loads.at(-1)?.give(Promise.reject(new Error('no such file')) as unknown as null);
    await settled();
  };
  const rings = (word = 'c1') => signaling.notices.emit('incoming_call', incoming(word));
  return { signaling, failures, made, endedEarly, loads, desk, loaded, fails, rings };
}

describe('before its code is loaded', () => {
  it('is idle, and loads nothing until it is asked to', () => {
    const { desk, loads } = lazy();
    expect(desk.view.get()).toEqual({ phase: 'idle' });
    expect(loads).toHaveLength(0);
  });

  it('is loaded once, however often it is asked for', async () => {
    const { desk, loads, made, loaded } = lazy();
    const both = [desk.load(), desk.load()];
    await loaded();
    await Promise.all([...both, desk.load()]);
    expect([loads.length, made.length]).toEqual([1, 1]);
  });

  it('a call that comes in waits, and rings as soon as it can', async () => {
    const { desk, made, loaded, rings } = lazy();
    rings();
    expect(desk.view.get()).toEqual({ phase: 'idle' });
    await loaded();
    expect(made[0]?.announced).toEqual([id('c1')]);
    expect(desk.view.get()).toMatchObject({ phase: 'incoming', peer: ana });
  });

  it('a call that has ended meanwhile never rings, and the desk is told that it was there', async () => {
    const { signaling, made, endedEarly, loaded, rings } = lazy();
    rings();
    signaling.notices.emit('call_ended', { callId: id<CallId>('c1'), reason: 'cancelled' });
    await loaded();
    expect(made[0]?.announced).toEqual([]);
    expect(endedEarly).toEqual([`${id('c1')} cancelled`]);
  });

  it('the end of another call silences nothing', async () => {
    const { signaling, made, loaded, rings } = lazy();
    rings();
    signaling.notices.emit('call_ended', { callId: id<CallId>('c2'), reason: 'cancelled' });
    await loaded();
    expect(made[0]?.announced).toEqual([id('c1')]);
  });

  it('a call that is placed goes out when it can', async () => {
    const { desk, made, loaded } = lazy();
    desk.call(ana, 'audio');
    await loaded();
    expect(made[0]?.called).toEqual(['Ana audio']);
  });
});

describe('once it is loaded', () => {
  it('a call rings once, at once', async () => {
    const { desk, made, loaded, rings } = lazy();
    void desk.load();
    await loaded();
    rings();
    expect(made[0]?.announced).toEqual([id('c1')]);
    expect(desk.view.get().phase).toBe('incoming');
    await settled();
    expect(made[0]?.announced).toEqual([id('c1')]);
  });

  it('shows what the desk shows, and tells of each change', async () => {
    const { desk, made, loaded } = lazy();
    let changes = 0;
    desk.view.subscribe(() => (changes += 1));
    void desk.load();
    await loaded();
    const before = changes;
    const view: CallView = {
      phase: 'ended',
      peer: ana,
      media: 'audio',
      reason: 'busy',
      by: 'them',
      seconds: null,
      dismiss: () => {},
    };
    made[0]?.view.set(view);
    expect(desk.view.get()).toBe(view);
    expect(changes).toBe(before + 1);
  });
});

describe('where its code cannot be had', () => {
  it.each([
    ['placed', (all: ReturnType<typeof lazy>) => all.desk.call(ana, 'audio')],
    ['coming in', (all: ReturnType<typeof lazy>) => all.rings()],
  ])('a call that is %s says so', async (_title, begin) => {
    const all = lazy();
    begin(all);
    await all.fails();
    expect(all.failures).toEqual([new Error('no such file')]);
    expect(all.desk.view.get()).toEqual({ phase: 'idle' });
  });

  it('the next wish tries again, and the call that still rings is not lost', async () => {
    const { desk, loads, made, loaded, fails, rings } = lazy();
    rings();
    await fails();
    void desk.load();
    await loaded();
    expect(loads).toHaveLength(2);
    expect(made[0]?.announced).toEqual([id('c1')]);
  });
});

it('gives the desk the page’s own connection', async () => {
  const signaling = new ScriptedSignaling();
  signaling.answers.typing = () => ({});
  let given: Signaling | null = null;
  const desk = new LazyCallDesk(
    signaling,
    (it) => {
      given = it;
      return Promise.resolve(new SmallDesk(it));
    },
    () => {},
  );
  await desk.load();
  // Given in the line above, which the compiler cannot follow.
  const connection = given as unknown as Signaling;
  const welcomed: string[] = [];
  const undo = connection.notices.on('welcome', ({ me }) => welcomed.push(me.name));
  signaling.notices.emit('welcome', welcome(person('me')));
  undo();
  signaling.notices.emit('welcome', welcome(person('me again')));
  expect(welcomed).toEqual(['me']);
  await connection.request('typing', { to: ana.id, typing: true });
  expect(signaling.asked).toEqual([['typing', { to: ana.id, typing: true }]]);
  expect(connection.state).toBe(signaling.state);
});
