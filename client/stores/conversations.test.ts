import { describe, expect, it } from 'vitest';
import { contact, person, storedMessage } from '../../tests/support/client-records.ts';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { id, userId } from '../../tests/support/records.ts';
import { ScriptedSignaling } from '../../tests/support/scripted-signaling.ts';
import { settled } from '../../tests/support/settled.ts';
import type { ChatRequestId, MessageId, UserId } from '../../protocol/ids.ts';
import type { Person } from '../../protocol/presence.ts';
import { Store } from '../base/store.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import type { Contact, StoredMessage } from '../storage/records.ts';
import { ChatRequests } from './chat-requests.ts';
import { Contacts } from './contacts.ts';
import { OpenConversations, type ConversationView } from './conversations.ts';
import { Delivery } from './delivery.ts';
import { Drafts } from './drafts.ts';
import { PeopleList } from './people.ts';
import { Roster } from './roster.ts';
import { Summaries } from './summaries.ts';
import { Typing } from './typing.ts';

const [me, ana, bea] = [userId('me'), userId('ana'), userId('bea')];

interface Scene {
  readonly here?: readonly Person[];
  readonly known?: readonly Contact[];
  readonly messages?: readonly StoredMessage[];
  readonly visible?: boolean;
}

async function conversations(scene: Scene = {}) {
  const { here = [person('ana'), person('bea')], known = [contact('ana')], messages = [] } = scene;
  const clock = new ManualClock();
  const signaling = new ScriptedSignaling();
  const archive = new MemoryArchive();
  for (const each of known) await archive.putContact(each);
  for (const each of messages) await archive.addMessage(each);
  const contacts = new Contacts(archive);
  await contacts.load();
  const complaints: unknown[] = [];
  const complain = (error: unknown) => complaints.push(error);
  const chatRequests = new ChatRequests({ signaling, contacts, clock, complain });
  const summaries = new Summaries(archive);
  const roster = new Roster(signaling);
  const partner = new Store<UserId | null>(null);
  const people = new PeopleList({
    roster,
    contacts,
    requests: chatRequests,
    summaries,
    me: () => me,
    partner,
  });
  const typing = new Typing({ signaling, clock });
  const visible = new Store(scene.visible ?? true);
  let ids = 0;
  const delivery = new Delivery({
    signaling,
    archive,
    clock,
    serverNow: () => clock.now(),
    newId: () => id<MessageId>(`n${(ids += 1)}`),
    me: () => me,
    onChange: (peer) => void open.refresh(peer),
    onNew: () => {},
    onNotAccepted: () => {},
  });
  const removed: string[] = [];
  const open: OpenConversations = new OpenConversations({
    archive,
    history: archive,
    drafts: new Drafts(null),
    people,
    chatRequests,
    delivery,
    typing,
    visible,
    onRemove: (peer) => {
      removed.push(peer);
      void open.refresh(peer);
    },
    complain,
  });
  signaling.answers.message_read = () => ({ told: true });
  signaling.answers.send_private_message = () => ({ status: 'sent' });
  signaling.answers.set_consent = () => ({});
  signaling.answers.respond_chat_request = () => ({});
  signaling.answers.cancel_chat_request = () => ({});
  signaling.notices.emit('online_users_list', { people: here, total: here.length, next: null });
  await settled();
  return {
    clock,
    signaling,
    archive,
    contacts,
    chatRequests,
    visible,
    open,
    complaints,
    removed,
    /** The conversation on screen, which has to be one. */
    view: (): ConversationView => {
      const view = open.current.get();
      if (view === null) throw new Error('no conversation is on screen');
      return view;
    },
    requested: (name: string) => signaling.asked.filter(([asked]) => asked === name).map(([, what]) => what),
    isAskedBy: (word: string) =>
      signaling.notices.emit('incoming_chat_request', {
        requestId: id<ChatRequestId>(word),
        from: person(word),
        note: '',
        expiresInMs: 1,
      }),
    hears: async (word: string, clockOfIt = 9) => {
      const draft = { to: me, messageId: id<MessageId>(word), clock: clockOfIt, sentAt: 5, text: word };
      signaling.notices.emit('receive_private_message', { ...draft, from: ana });
      await settled();
    },
  };
}
type All = Awaited<ReturnType<typeof conversations>>;

const can = (view: ConversationView) =>
  (['ask', 'withdraw', 'respond', 'send', 'block', 'unblock'] as const).filter(
    (action) => view[action] !== null,
  );

describe('what can be done', () => {
  it.each<[string, Scene, (all: All) => unknown, readonly string[]]>([
    ['with a stranger', { known: [] }, () => {}, ['ask', 'block']],
    ['with a friend', {}, () => {}, ['send', 'block']],
    ['with a friend who is away', { here: [] }, () => {}, ['send', 'block']],
    ['with somebody I asked', { known: [] }, (all) => all.chatRequests.ask(ana, ''), ['withdraw', 'block']],
    ['with somebody who asks me', { known: [] }, (all) => all.isAskedBy('ana'), ['respond']],
    ['with somebody I blocked', { known: [contact('ana', { mine: 'blocked' })] }, () => {}, ['unblock']],
    [
      'with somebody I blocked who is away',
      { here: [], known: [contact('ana', { mine: 'blocked' })] },
      () => {},
      ['unblock'],
    ],
    [
      'with somebody who takes me no more, and is away',
      {
        here: [],
        known: [contact('ana', { theirs: false })],
      },
      () => {},
      ['block'],
    ],
    [
      'after a decline, while it lasts',
      { known: [] },
      (all) => all.signaling.notices.emit('chat_request_rejected', { peer: ana, retryInMs: 60_000 }),
      ['block'],
    ],
  ])('%s', async (_title, scene, before, actions) => {
    const all = await conversations(scene);
    all.open.open(ana);
    void before(all);
    await settled();
    expect(can(all.view())).toEqual(actions);
  });

  it('is told again when the cool-down is over', async () => {
    const all = await conversations({ known: [] });
    all.open.open(ana);
    all.signaling.notices.emit('chat_request_rejected', { peer: ana, retryInMs: 60_000 });
    expect(all.view().askAgainAt).toBe(all.clock.now() + 60_000);
    all.clock.advance(60_000);
    expect(all.view().askAgainAt).toBeNull();
    expect(can(all.view())).toEqual(['ask', 'block']);
  });

  it('says nothing of a cool-down to somebody who was accepted meanwhile', async () => {
    const all = await conversations({ known: [] });
    all.open.open(ana);
    all.signaling.notices.emit('chat_request_rejected', { peer: ana, retryInMs: 60_000 });
    all.signaling.notices.emit('chat_request_accepted', { peer: person('ana') });
    await settled();
    expect(all.view().askAgainAt).toBeNull();
    expect(can(all.view())).toEqual(['send', 'block']);
  });

  it('does what it says, to the person on screen', async () => {
    const all = await conversations({ known: [] });
    all.open.open(ana);
    all.view().ask?.('Hi');
    await settled();
    all.view().withdraw?.();
    await settled();
    all.view().block?.();
    await settled();
    all.view().unblock?.();
    await settled();
    all.isAskedBy('ana');
    all.view().respond?.('decline');
    await settled();
    expect(all.signaling.asked).toEqual([
      ['send_chat_request', { to: ana, note: 'Hi' }],
      ['cancel_chat_request', { to: ana }],
      ['set_consent', { peer: ana, consent: 'blocked' }],
      ['set_consent', { peer: ana, consent: 'none' }],
      ['respond_chat_request', { from: ana, requestId: id('ana'), answer: 'decline' }],
    ]);
  });
});

describe('the conversation on screen', () => {
  it('is the one that was opened, with its messages in order, until it is closed', async () => {
    const all = await conversations({
      messages: [
        storedMessage('two', { clock: 2, from: me, state: 'delivered' }),
        storedMessage('one', { clock: 1, state: 'read', told: true }),
        storedMessage('other', { peer: bea, from: bea }),
      ],
    });
    expect(all.open.current.get()).toBeNull();
    all.open.open(ana);
    await settled();
    expect(all.view().person).toMatchObject({ id: ana, relation: 'accepted', status: 'available' });
    expect(all.view().messages).toEqual([
      { id: id('one'), mine: false, text: 'one', at: 1_000, state: null },
      { id: id('two'), mine: true, text: 'two', at: 1_000, state: 'delivered' },
    ]);
    all.open.close();
    expect(all.open.current.get()).toBeNull();
  });

  it('shows nothing of the one before, however late its messages come', async () => {
    const all = await conversations({ messages: [storedMessage('from ana')] });
    all.open.open(ana);
    all.open.open(bea);
    expect(all.view()).toMatchObject({ person: { id: bea }, messages: [] });
    await settled();
    expect(all.view()).toMatchObject({ person: { id: bea }, messages: [] });
  });

  it('stays closed, however late its messages come', async () => {
    const all = await conversations({ messages: [storedMessage('from ana')] });
    all.open.open(ana);
    all.open.close();
    await settled();
    expect(all.open.current.get()).toBeNull();
  });

  it('shows a message that comes, and who is typing', async () => {
    const all = await conversations();
    all.open.open(ana);
    all.signaling.notices.emit('typing', { from: bea, typing: true });
    expect(all.view().typing).toBe(false);
    all.signaling.notices.emit('typing', { from: ana, typing: true });
    expect(all.view().typing).toBe(true);
    await all.hears('hello');
    expect(all.view()).toMatchObject({ typing: false, messages: [{ text: 'hello', mine: false }] });
  });

  it('shows a message of mine from waiting on', async () => {
    const all = await conversations();
    all.open.open(ana);
    await settled();
    delete all.signaling.answers.send_private_message;
    all.view().send?.('hello');
    await settled();
    expect(all.view().messages).toMatchObject([{ text: 'hello', mine: true, state: 'waiting' }]);
  });

  it('keeps showing somebody who leaves, as not here, and takes them back', async () => {
    const all = await conversations({ known: [] });
    all.open.open(ana);
    const change = (joined: readonly Person[], left: readonly (typeof ana)[]) =>
      all.signaling.notices.emit('online_users_changed', { joined, updated: [], left });
    change([], [ana]);
    await settled();
    expect(all.view().person).toMatchObject({ id: ana, name: 'ana', status: 'offline' });
    expect(can(all.view())).toEqual(['block']);
    change([person('ana', 'away')], []);
    await settled();
    expect(all.view().person).toMatchObject({ id: ana, status: 'away' });
    expect(can(all.view())).toEqual(['ask', 'block']);
  });

  it('of somebody nobody knows is none', async () => {
    const all = await conversations({ here: [], known: [] });
    all.open.open(ana);
    await settled();
    expect(all.open.current.get()).toBeNull();
  });

  it('follows a request that is accepted', async () => {
    const all = await conversations({ known: [] });
    all.isAskedBy('ana');
    const [request] = all.open.requests.get();
    all.open.respond(request?.requestId ?? id(''), 'decline');
    expect(all.open.current.get()).toBeNull();
    all.isAskedBy('bea');
    const [next] = all.open.requests.get();
    all.open.respond(next?.requestId ?? id(''), 'accept');
    expect(all.view().person.id).toBe(bea);
    expect(all.open.requests.get()).toEqual([]);
  });
});

describe('messages are read', () => {
  const unread = [storedMessage('one'), storedMessage('two', { clock: 2 })];

  it('[MSG-6] when they are on screen and somebody looks', async () => {
    const all = await conversations({ messages: unread });
    expect(await all.archive.countUnread(ana)).toBe(2);
    all.open.open(ana);
    await settled();
    expect(await all.archive.countUnread(ana)).toBe(0);
    expect(all.requested('message_read')).toEqual([{ from: ana, messageIds: [id('one'), id('two')] }]);
  });

  it('[MSG-6] not while nobody looks, and as soon as somebody does', async () => {
    const all = await conversations({ messages: unread, visible: false });
    all.open.open(ana);
    await settled();
    await all.hears('three');
    expect(await all.archive.countUnread(ana)).toBe(3);
    expect(all.requested('message_read')).toEqual([]);
    all.visible.set(true);
    await settled();
    expect(await all.archive.countUnread(ana)).toBe(0);
  });

  it('[MSG-6] as they come, where the conversation is open, and not where another is', async () => {
    const all = await conversations();
    all.open.open(bea);
    await all.hears('one');
    expect(await all.archive.countUnread(ana)).toBe(1);
    all.open.open(ana);
    await settled();
    await all.hears('two', 10);
    expect(await all.archive.countUnread(ana)).toBe(0);
    all.open.close();
    await all.hears('three', 11);
    expect(await all.archive.countUnread(ana)).toBe(1);
  });

  it('and the first of them is marked, for as long as the conversation is open', async () => {
    const all = await conversations({
      messages: [storedMessage('old', { clock: 0, state: 'read' }), ...unread],
    });
    all.open.open(ana);
    await settled();
    expect(all.view().firstUnread).toBe(id('one'));
    await all.hears('three');
    all.open.open(ana, storedMessage('old', { clock: 0 }));
    await settled();
    expect(all.view().firstUnread).toBe(id('one'));
    all.open.close();
    all.open.open(ana);
    await settled();
    expect(all.view().firstUnread).toBeNull();
  });
});

describe('what is being written', () => {
  it('is kept for each person, and gone when it is sent', async () => {
    const all = await conversations();
    all.open.open(ana);
    all.open.drafted('for Ana');
    all.open.open(bea);
    expect(all.view().draft).toBe('');
    all.open.open(ana);
    expect(all.view().draft).toBe('for Ana');
    all.view().send?.('for Ana');
    await settled();
    expect(all.view().draft).toBe('');
    expect(all.requested('send_private_message')).toMatchObject([{ to: ana, text: 'for Ana' }]);
  });

  it('is told as typing, but an emptied box is not', async () => {
    const all = await conversations();
    all.open.drafted('nobody to tell');
    all.open.open(ana);
    all.open.drafted('');
    expect(all.requested('typing')).toEqual([]);
    all.open.drafted('h');
    expect(all.requested('typing')).toEqual([{ to: ana, typing: true }]);
  });

  it('that cannot be stored is complained of', async () => {
    const all = await conversations();
    all.open.open(ana);
    await settled();
    const full = new Error('the disk is full');
    all.archive.addMessage = () => Promise.reject(full);
    all.view().send?.('hello');
    await settled();
    expect(all.complaints).toEqual([full]);
  });
});

describe('removing a conversation', () => {
  it('is possible where there is something to remove, and leaves nothing of it', async () => {
    const all = await conversations({ messages: [storedMessage('one')] });
    all.open.open(bea);
    await settled();
    expect([all.view().remove, all.view().readAll]).toEqual([null, null]);
    all.open.open(ana);
    await settled();
    expect(await all.view().readAll?.()).toMatchObject([{ text: 'one' }]);
    all.open.drafted('never sent');
    all.view().remove?.();
    await settled();
    expect(all.view()).toMatchObject({ messages: [], draft: '', remove: null });
    expect(all.removed).toEqual([ana]);
  });
});

describe('finding', () => {
  it('names the other person, and opens the conversation at what was found', async () => {
    const messages = Array.from({ length: 300 }, (_, n) =>
      storedMessage(`m${n}`, { clock: n + 1, text: `word ${n}`, state: 'read', told: true }),
    );
    const all = await conversations({ messages });
    const found = (await all.open.find('7', ana)).find(({ message }) => message.text === 'word 7');
    expect(found).toMatchObject({ peer: ana, name: 'ana' });
    all.open.open(ana, found?.position);
    await settled();
    expect(all.view().sought).toEqual({ id: id('m7') });
    expect(all.view().messages.map(({ text }) => text)).toContain('word 7');
    expect(all.view().latest).not.toBeNull();
    all.view().latest?.();
    await settled();
    expect(all.view().messages.at(-1)?.text).toBe('word 299');
    expect(all.view().latest).toBeNull();
  });

  it('leaves out strangers who have left, with whom nothing can be opened', async () => {
    const stranger = userId('dan');
    const all = await conversations({
      messages: [storedMessage('word', { peer: stranger, from: stranger })],
    });
    expect(await all.open.find('word')).toEqual([]);
  });
});

it('says whether this browser keeps anything', async () => {
  const all = await conversations();
  expect(all.open.kept.get()).toBe(false);
});
