import { describe, expect, it } from 'vitest';
import { contact, person } from '../../tests/support/client-records.ts';
import { FakeDevices, fakeStreamOf } from '../../tests/support/fake-devices.ts';
import { FakeLink } from '../../tests/support/fake-link.ts';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { id, userId } from '../../tests/support/records.ts';
import { refusing, ScriptedSignaling } from '../../tests/support/scripted-signaling.ts';
import { settled } from '../../tests/support/settled.ts';
import type { ChatRequestId } from '../../protocol/ids.ts';
import { Store } from '../base/store.ts';
import { LocalMedia } from '../media/local-media.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import { ChatRequests } from '../stores/chat-requests.ts';
import { Contacts } from '../stores/contacts.ts';
import { PeopleList } from '../stores/people.ts';
import { Roster } from '../stores/roster.ts';
import { Summaries } from '../stores/summaries.ts';
import { CallDesk } from './call-desk.ts';
import type { CallView } from './call-view.ts';
import { CallWhenAccepted } from './call-when-accepted.ts';

const ana = { id: userId('ana'), name: 'Ana' };
const bea = { id: userId('bea'), name: 'Bea' };

function wishes() {
  const clock = new ManualClock();
  const accepted = new Store<readonly string[]>([]);
  const called: string[] = [];
  const desk = {
    view: new Store<CallView>({ phase: 'idle' }),
    call: (peer: { name: string }, media: string) => called.push(`${peer.name} ${media}`),
  };
  const wish = new CallWhenAccepted({
    clock,
    calls: () => desk,
    accepted,
    isAccepted: (peer) => accepted.get().includes(peer),
  });
  return { clock, accepted, called, wish };
}

describe('a wish to call', () => {
  it('is fulfilled by the yes, once', () => {
    const { clock, accepted, called, wish } = wishes();
    wish.remember(ana, 'video');
    accepted.set([bea.id]);
    expect(called).toEqual([]);
    accepted.set([bea.id, ana.id]);
    accepted.set([ana.id]);
    expect(called).toEqual(['Ana video']);
    expect(clock.waiting).toBe(0);
  });

  it('is forgotten after a minute, when a call that starts by itself would be a surprise', () => {
    const { clock, accepted, called, wish } = wishes();
    wish.remember(ana, 'video');
    clock.advance(59_999);
    wish.remember(bea, 'audio');
    clock.advance(60_000);
    accepted.set([ana.id, bea.id]);
    expect(called).toEqual([]);
  });

  it('is replaced by the next one, which has a minute of its own', () => {
    const { clock, accepted, called, wish } = wishes();
    wish.remember(ana, 'video');
    clock.advance(30_000);
    wish.remember(bea, 'audio');
    clock.advance(59_999);
    accepted.set([ana.id, bea.id]);
    expect(called).toEqual(['Bea audio']);
  });

  it('that was fulfilled leaves nothing to the next acceptance', () => {
    const { accepted, called, wish } = wishes();
    wish.remember(ana, 'video');
    accepted.set([ana.id]);
    accepted.set([]);
    accepted.set([ana.id]);
    expect(called).toEqual(['Ana video']);
  });
});

/** As services.ts puts the parts together. */
async function page(known = contact('bea', { name: 'Bea' })) {
  const clock = new ManualClock();
  const signaling = new ScriptedSignaling();
  const archive = new MemoryArchive();
  await archive.putContact(known);
  const contacts = new Contacts(archive);
  await contacts.load();
  const requests = new ChatRequests({ signaling, contacts, clock, complain: () => {} });
  const people = new PeopleList({
    roster: new Roster(signaling),
    contacts,
    requests,
    summaries: new Summaries(archive),
    me: () => userId('me'),
  });
  const desk: CallDesk = new CallDesk({
    signaling,
    clock,
    page: new EventTarget(),
    iceServers: () => [],
    createMedia: () => new LocalMedia({ devices: new FakeDevices().source, streamOf: fakeStreamOf }),
    createLink: (options) => new FakeLink(options),
    onRing: () => {},
    askFirst: (peer, media) => {
      afterYes.remember(peer, media);
      void requests.ask(peer.id, '');
    },
  });
  const afterYes = new CallWhenAccepted({
    clock,
    calls: () => desk,
    accepted: people.state,
    isAccepted: (peer) => people.entry(peer)?.relation === 'accepted',
  });
  signaling.notices.emit('online_users_list', { people: [person('bea')], total: 1, next: null });
  const requested = (name: string) => signaling.asked.filter(([asked]) => asked === name).length;
  let refused = 0;
  signaling.answers.start_call = () => {
    refused += 1;
    // What goes on for ever must not stop the test as well.
    return refused > 20 ? new Promise(() => {}) : refusing('not_accepted')();
  };
  signaling.answers.send_chat_request = () => ({ requestId: id<ChatRequestId>('r'), expiresInMs: 300_000 });
  await settled();
  return { signaling, desk, requested };
}

describe('a call to somebody who accepts me no more, which is not known here', () => {
  it('asks them once, and does not call again and again', async () => {
    const { desk, requested } = await page();
    desk.call(bea, 'video');
    await settled();
    expect([requested('start_call'), requested('send_chat_request')]).toEqual([1, 1]);
  });

  it('follows their yes', async () => {
    const { signaling, desk, requested } = await page();
    desk.call(bea, 'video');
    await settled();
    signaling.notices.emit('chat_request_accepted', { peer: person('bea') });
    await settled();
    expect(requested('start_call')).toBe(2);
  });
});

it('a call to a stranger asks them first, and follows their yes', async () => {
  const { signaling, desk, requested } = await page(contact('bea', { mine: 'none', theirs: false }));
  desk.call(bea, 'video');
  await settled();
  expect([requested('start_call'), requested('send_chat_request')]).toEqual([1, 1]);
  signaling.notices.emit('chat_request_accepted', { peer: person('bea') });
  await settled();
  expect(requested('start_call')).toBe(2);
});
