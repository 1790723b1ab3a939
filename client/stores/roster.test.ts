import { describe, expect, it } from 'vitest';
import { person } from '../../tests/support/client-records.ts';
import { userId } from '../../tests/support/records.ts';
import { Later, refusing, ScriptedSignaling } from '../../tests/support/scripted-signaling.ts';
import { settled } from '../../tests/support/settled.ts';
import type { PeoplePage, PresenceChanges } from '../../protocol/presence.ts';
import { Roster } from './roster.ts';

const page = (words: readonly string[], next: string | null = null): PeoplePage => ({
  people: words.map((word) => person(word)),
  total: words.length,
  next,
});

function roster() {
  const signaling = new ScriptedSignaling();
  const store = new Roster(signaling);
  const snapshot = (first: PeoplePage) => signaling.notices.emit('online_users_list', first);
  const change = (changes: Partial<PresenceChanges>) =>
    signaling.notices.emit('online_users_changed', { joined: [], updated: [], left: [], ...changes });
  const here = () =>
    [...store.state.get().people.values()].map(({ name, status }) => `${name} ${status}`).sort();
  return { signaling, store, snapshot, change, here };
}

describe('a snapshot', () => {
  it('[PRES-8] is loading before it comes, and then who is here', () => {
    const { store, snapshot, here } = roster();
    expect(store.state.get()).toEqual({ loading: true, people: new Map() });
    snapshot(page(['ana', 'bea']));
    expect(store.state.get().loading).toBe(false);
    expect(here()).toEqual(['ana available', 'bea available']);
    expect(store.get(userId('ana'))).toEqual(person('ana'));
    expect(store.get(userId('cem'))).toBeUndefined();
  });

  it('[PRES-8] replaces everything that was known', () => {
    const { snapshot, here } = roster();
    snapshot(page(['ana', 'bea']));
    snapshot(page(['bea', 'cem']));
    expect(here()).toEqual(['bea available', 'cem available']);
  });
});

describe('changes', () => {
  it('[PRES-8] add, change and remove, and do no harm when they come twice', () => {
    const { snapshot, change, here } = roster();
    snapshot(page(['ana', 'bea', 'cem']));
    for (let times = 0; times < 2; times += 1) {
      change({ joined: [person('dan')], updated: [person('ana', 'in_call')], left: [userId('bea')] });
      expect(here()).toEqual(['ana in_call', 'cem available', 'dan available']);
    }
  });

  it('[PRES-8] of somebody unknown make them known', () => {
    const { snapshot, change, here } = roster();
    snapshot(page([]));
    change({ updated: [person('ana', 'away')] });
    expect(here()).toEqual(['ana away']);
  });

  it('give those who watch another snapshot and leave the old one as it was', () => {
    const { store, snapshot, change } = roster();
    snapshot(page(['ana']));
    const before = store.state.get();
    change({ left: [userId('ana')] });
    expect(before.people.size).toBe(1);
    expect(store.state.get().people.size).toBe(0);
  });
});

describe('the pages after the first', () => {
  it('[PRES-9] are fetched one after the other until there are no more', async () => {
    const { signaling, snapshot, here } = roster();
    const pages: Record<string, PeoplePage> = { a: page(['cem'], 'b'), b: page(['dan']) };
    signaling.answers.get_online_users = ({ after = '' }) => pages[after] ?? page([]);
    snapshot(page(['ana', 'bea'], 'a'));
    await settled();
    expect(signaling.asked).toEqual([
      ['get_online_users', { after: 'a' }],
      ['get_online_users', { after: 'b' }],
    ]);
    expect(here().map((line) => line.split(' ')[0])).toEqual(['ana', 'bea', 'cem', 'dan']);
  });

  it('[PRES-8] do not take back what has changed since they were asked for', async () => {
    const { signaling, snapshot, change, here } = roster();
    const answer = new Later<PeoplePage>();
    signaling.answers.get_online_users = () => answer.promise;
    snapshot(page(['ana'], 'a'));
    change({ joined: [person('eva')], updated: [person('bea', 'in_call')] });
    answer.give(page(['bea', 'cem']));
    await settled();
    expect(here()).toEqual(['ana available', 'bea in_call', 'cem available', 'eva available']);
  });

  it('[PRES-8] do not bring back somebody who has left since they were asked for', async () => {
    const { signaling, snapshot, change, here } = roster();
    const answer = new Later<PeoplePage>();
    signaling.answers.get_online_users = () => answer.promise;
    snapshot(page(['ana'], 'a'));
    change({ left: [userId('bea')] });
    answer.give(page(['bea', 'cem']));
    await settled();
    expect(here()).toEqual(['ana available', 'cem available']);
  });

  it('[PRES-8] show somebody who has left and come back meanwhile', async () => {
    const { signaling, snapshot, change, here } = roster();
    const answer = new Later<PeoplePage>();
    signaling.answers.get_online_users = () => answer.promise;
    snapshot(page(['ana'], 'a'));
    change({ left: [userId('bea')] });
    change({ joined: [person('bea', 'away')] });
    answer.give(page(['bea']));
    await settled();
    expect(here()).toEqual(['ana available', 'bea away']);
  });

  it('[PRES-8] of an older connection are not added to a newer snapshot, nor asked for any further', async () => {
    const { signaling, snapshot, here } = roster();
    const old = new Later<PeoplePage>();
    signaling.answers.get_online_users = () => old.promise;
    snapshot(page(['ana'], 'old'));
    snapshot(page(['bea']));
    old.give(page(['cem'], 'older'));
    await settled();
    expect(here()).toEqual(['bea available']);
    expect(signaling.asked).toHaveLength(1);
  });

  it('[PRES-8] are newer than what had changed before the snapshot', async () => {
    const { signaling, snapshot, change, here } = roster();
    signaling.answers.get_online_users = () => page(['bea']);
    snapshot(page(['ana']));
    change({ left: [userId('bea')] });
    snapshot(page(['ana'], 'a'));
    await settled();
    expect(here()).toEqual(['ana available', 'bea available']);
  });

  it('that are not to be had leave those who are known, and no fault', async () => {
    const { signaling, snapshot, here } = roster();
    signaling.answers.get_online_users = refusing('no_answer_from_server');
    snapshot(page(['ana'], 'a'));
    await settled();
    expect(here()).toEqual(['ana available']);
  });
});
