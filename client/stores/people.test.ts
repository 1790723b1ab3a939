import { describe, expect, it } from 'vitest';
import { contact, person, storedMessage } from '../../tests/support/client-records.ts';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { id, userId } from '../../tests/support/records.ts';
import { ScriptedSignaling } from '../../tests/support/scripted-signaling.ts';
import { settled } from '../../tests/support/settled.ts';
import type { ChatRequestId, UserId } from '../../protocol/ids.ts';
import type { Person } from '../../protocol/presence.ts';
import { Store } from '../base/store.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import type { Contact, StoredMessage } from '../storage/records.ts';
import { ChatRequests } from './chat-requests.ts';
import { Contacts } from './contacts.ts';
import { PeopleList, type Relation } from './people.ts';
import { Roster } from './roster.ts';
import { Summaries } from './summaries.ts';

const me = userId('me');
const ana = userId('ana');

interface Scene {
  readonly here?: readonly Person[];
  readonly known?: readonly Contact[];
  readonly messages?: readonly StoredMessage[];
}

async function people({ here = [], known = [], messages = [] }: Scene = {}) {
  const signaling = new ScriptedSignaling();
  const archive = new MemoryArchive();
  for (const each of known) await archive.putContact(each);
  for (const each of messages) await archive.addMessage(each);
  const contacts = new Contacts(archive);
  const roster = new Roster(signaling);
  const summaries = new Summaries(archive);
  const requests = new ChatRequests({ signaling, contacts, clock: new ManualClock(), complain: () => {} });
  const partner = new Store<UserId | null>(null);
  const list = new PeopleList({ roster, contacts, requests, summaries, me: () => me, partner });
  await contacts.load();
  for (const peer of new Set(messages.map((message) => message.peer))) await summaries.refresh(peer);
  signaling.notices.emit('online_users_list', { people: here, total: here.length, next: null });
  await settled();
  const isAskedBy = (word: string) =>
    signaling.notices.emit('incoming_chat_request', {
      requestId: id<ChatRequestId>(word),
      from: person(word),
      note: '',
      expiresInMs: 1,
    });
  return {
    signaling,
    list,
    partner,
    contacts,
    requests,
    summaries,
    isAskedBy,
    names: () => list.state.get().entries.map(({ name }) => name),
  };
}

describe('where we stand', () => {
  it.each<[string, Partial<Contact> | null, { asked?: boolean; asking?: boolean }, Relation]>([
    ['somebody new', null, {}, 'stranger'],
    ['somebody I asked', null, { asked: true }, 'asked'],
    ['somebody who asks me', null, { asking: true }, 'asking'],
    ['somebody who asks me while I ask them', null, { asked: true, asking: true }, 'asking'],
    ['a friend', {}, {}, 'accepted'],
    ['a friend whom I asked before', {}, { asked: true }, 'accepted'],
    ['somebody who took their acceptance back', { theirs: false }, {}, 'stranger'],
    ['that one, asked again', { theirs: false }, { asked: true }, 'asked'],
    ['somebody whose acceptance I took back', { mine: 'none' }, {}, 'stranger'],
    ['somebody I blocked', { mine: 'blocked' }, {}, 'blocked'],
    ['somebody I blocked who accepted me', { mine: 'blocked', theirs: true }, { asked: true }, 'blocked'],
  ])('with %s', async (_title, known, { asked, asking }, relation) => {
    const all = await people({
      here: [person('ana')],
      known: known === null ? [] : [contact('ana', known)],
    });
    if (asked) void all.requests.ask(ana, '');
    if (asking) all.isAskedBy('ana');
    await settled();
    expect(all.list.entry(ana)?.relation).toBe(relation);
    expect(all.list.state.get().entries.map((entry) => entry.relation)).toEqual([relation]);
  });
});

it('[MEET-5] whom one has met can be written to for as long as they stay, unless one has blocked them', async () => {
  const { list, partner, contacts, isAskedBy } = await people({ here: [person('ana')] });
  isAskedBy('ana');
  partner.set(ana);
  await settled();
  expect(list.state.get().entries.map(({ relation }) => relation)).toEqual(['accepted']);
  await contacts.change(ana, { name: 'ana', mine: 'blocked' });
  expect(list.entry(ana)?.relation).toBe('blocked');
  await contacts.change(ana, { mine: 'none' });
  partner.set(null);
  await settled();
  expect(list.state.get().entries.map(({ relation }) => relation)).toEqual(['asking']);
});

describe('who is in the list', () => {
  it('everyone who is here, with their status, and not myself', async () => {
    const { list } = await people({ here: [person('me'), person('ana', 'away'), person('bea', 'in_call')] });
    const { loading, online, entries } = list.state.get();
    expect({ loading, online }).toEqual({ loading: false, online: 2 });
    expect(entries).toEqual([
      { id: ana, name: 'ana', status: 'away', relation: 'stranger', unread: 0, last: null },
      { id: userId('bea'), name: 'bea', status: 'in_call', relation: 'stranger', unread: 0, last: null },
    ]);
  });

  it('those I know who are not here: friends, blocked ones, and whom I have talked to', async () => {
    const { list, names } = await people({
      known: [
        contact('ana'),
        contact('bea', { mine: 'blocked' }),
        contact('cem', { mine: 'none' }),
        contact('dan', { mine: 'none' }),
      ],
      messages: [storedMessage('hello', { peer: userId('dan'), from: userId('dan') })],
    });
    expect(names().sort()).toEqual(['ana', 'bea', 'dan']);
    expect(list.state.get().entries.every((entry) => entry.status === 'offline')).toBe(true);
    expect(list.state.get().online).toBe(0);
  });

  it('under the name they have now, not the one they had', async () => {
    const known = [contact('ana', { name: 'Anna of old' })];
    const { signaling, names } = await people({ here: [person('ana')], known });
    expect(names()).toEqual(['ana']);
    signaling.notices.emit('online_users_changed', { joined: [], updated: [], left: [ana] });
    await settled();
    expect(names()).toEqual(['Anna of old']);
  });

  it('a stranger who is not here has no entry', async () => {
    const { list } = await people();
    expect(list.entry(ana)).toBeNull();
  });
});

describe('the order', () => {
  const said = (word: string, sentAt: number, unread = false) =>
    storedMessage(`${word}${sentAt}`, {
      peer: userId(word),
      from: userId(word),
      sentAt,
      state: unread ? 'delivered' : 'read',
    });

  it('is: who asks me, unread, the last to have spoken, those who are here, the rest by name', async () => {
    const all = await people({
      here: ['zoe', 'bea', 'Ana', 'gus', 'leo', 'kim', 'ida'].map((word) => person(word)),
      known: [contact('abe'), contact('bye'), ...['gus', 'leo', 'kim', 'ida'].map((word) => contact(word))],
      messages: [
        said('gus', 1_000, true),
        said('ida', 500, true),
        said('leo', 9_000),
        said('kim', 8_000),
        said('bye', 7_000),
      ],
    });
    all.isAskedBy('zoe');
    await settled();
    expect(all.names()).toEqual(['zoe', 'gus', 'ida', 'leo', 'kim', 'bye', 'Ana', 'bea', 'abe']);
  });

  it('of names is that of people: without regard to case, and numbers by what they are worth', async () => {
    const words = ['Bea 10', 'bea 9', 'ANA', 'Émile', 'eva', 'Ana 2'];
    const here = words.map((name, n) => ({ ...person(`p${n}`), name }));
    expect((await people({ here })).names()).toEqual(['ANA', 'Ana 2', 'bea 9', 'Bea 10', 'Émile', 'eva']);
  });

  it('of equal names is always the same', async () => {
    const twins = ['b', 'a', 'c'].map((word) => ({ ...person(word), name: 'Kim' }));
    const order = (await people({ here: twins })).list.state.get().entries.map((entry) => entry.id);
    expect(order).toEqual([userId('a'), userId('b'), userId('c')]);
  });
});

describe('searching', () => {
  const here = ['Ana Maria', 'Maria Berg', 'Bergmann'].map((name, n) => ({ ...person(`p${n}`), name }));

  it.each([
    ['', ['Ana Maria', 'Bergmann', 'Maria Berg']],
    ['   ', ['Ana Maria', 'Bergmann', 'Maria Berg']],
    ['maria', ['Ana Maria', 'Maria Berg']],
    ['BERG', ['Bergmann', 'Maria Berg']],
    [' berg  mar ', ['Maria Berg']],
    ['nobody', []],
  ])('for "%s" finds every word anywhere in the name', async (text, found) => {
    const { list, names } = await people({ here });
    list.search(text);
    expect(names()).toEqual(found);
    expect(list.state.get()).toMatchObject({ search: text, online: 3 });
  });

  it('holds for those who come later, until it is cleared', async () => {
    const { signaling, list, names } = await people({ here });
    list.search('berg');
    const joined = [person('Bergit'), person('cem')];
    signaling.notices.emit('online_users_changed', { joined, updated: [], left: [] });
    await settled();
    expect(names()).toEqual(['Bergit', 'Bergmann', 'Maria Berg']);
    list.search('');
    expect(names()).toHaveLength(5);
  });
});

it('the list is made once for all that changes in one moment', async () => {
  const { signaling, list, contacts, isAskedBy } = await people();
  let changes = 0;
  list.state.subscribe(() => (changes += 1));
  isAskedBy('bea');
  void contacts.change(ana, { name: 'Ana', mine: 'accepted' });
  signaling.notices.emit('online_users_changed', { joined: [person('ana')], updated: [], left: [] });
  await settled();
  expect(changes).toBe(1);
});

it('is loading until it is known who is here', () => {
  const signaling = new ScriptedSignaling();
  const archive = new MemoryArchive();
  const contacts = new Contacts(archive);
  const list = new PeopleList({
    roster: new Roster(signaling),
    contacts,
    requests: new ChatRequests({ signaling, contacts, clock: new ManualClock(), complain: () => {} }),
    summaries: new Summaries(archive),
    me: () => null,
    partner: new Store(null),
  });
  list.search('a');
  expect(list.state.get()).toEqual({ loading: true, search: 'a', entries: [], online: 0 });
});
