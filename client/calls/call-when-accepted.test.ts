import { describe, expect, it } from 'vitest';
import { contact, person } from '../../tests/support/client-records.ts';
import { FakeDevices, fakeStreamOf } from '../../tests/support/fake-devices.ts';
import { FakeLink } from '../../tests/support/fake-link.ts';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { id, userId } from '../../tests/support/records.ts';
import { refusing, ScriptedSignaling } from '../../tests/support/scripted-signaling.ts';
import { settled } from '../../tests/support/settled.ts';
import type { CallId, ChatRequestId } from '../../protocol/ids.ts';
import { Store } from '../base/store.ts';
import { LocalMedia } from '../media/local-media.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import type { Contact } from '../storage/records.ts';
import { ChatRequests } from '../stores/chat-requests.ts';
import { Contacts } from '../stores/contacts.ts';
import { CallDesk } from './call-desk.ts';
import { CallWhenAccepted } from './call-when-accepted.ts';

const bea = { id: userId('bea'), name: 'Bea' };
const cem = { id: userId('cem'), name: 'Cem' };
const STRANGER = contact('bea', { mine: 'none', theirs: false });

/** A page with the real call desk before a server that refuses every call until the test says otherwise. */
async function page(...known: Contact[]) {
  const clock = new ManualClock();
  const signaling = new ScriptedSignaling();
  const archive = new MemoryArchive();
  for (const each of known) await archive.putContact(each);
  const contacts = new Contacts(archive);
  await contacts.load();
  const requests = new ChatRequests({ signaling, contacts, clock, complain: () => {} });
  const desk: CallDesk = new CallDesk({
    signaling,
    clock,
    page: new EventTarget(),
    tab: id('tab'),
    tabStorage: null,
    iceServers: () => [],
    createMedia: () => new LocalMedia({ devices: new FakeDevices().source, streamOf: fakeStreamOf }),
    openTools: null,
    createLink: (options) => new FakeLink(options),
    onRing: () => {},
    note: () => {},
    audible: new Store(true),
    onWaiting: () => {},
    askFirst: (peer, media) => wish.askFirst(peer, media),
  });
  const wish = new CallWhenAccepted({ clock, calls: () => desk, contacts, requests });
  let refused = 0;
  signaling.answers.start_call = () => {
    refused += 1;
    // What goes on for ever must not stop the test as well.
    return refused > 20 ? new Promise(() => {}) : refusing('not_accepted')();
  };
  signaling.answers.send_chat_request = () => ({ requestId: id<ChatRequestId>('r'), expiresInMs: 300_000 });
  const says = async (yes: 'bea' | 'cem') => {
    signaling.answers.start_call = () => ({ callId: id<CallId>('c'), answered: false });
    signaling.notices.emit('chat_request_accepted', { peer: person(yes) });
    await settled();
  };
  /** Calls and requests to chat, in order. */
  const asked = () =>
    signaling.asked.flatMap(([name, payload]) =>
      name === 'start_call' || name === 'send_chat_request' ? [`${name} ${payload.to.slice(-3)}`] : [],
    );
  return { clock, signaling, contacts, desk, wish, asked, says };
}

it('[CALL-3] a call to a stranger asks them first, and follows their yes', async () => {
  const { desk, asked, says } = await page(STRANGER);
  desk.call(bea, 'video');
  await settled();
  expect(asked()).toEqual(['start_call BEA', 'send_chat_request BEA']);
  await says('bea');
  expect(asked()).toEqual(['start_call BEA', 'send_chat_request BEA', 'start_call BEA']);
  expect(desk.view.get()).toMatchObject({ phase: 'outgoing', peer: bea, media: 'video' });
});

describe('[CALL-3] a call to somebody who accepts me no more, which is not known here,', () => {
  it('asks them once, and does not call again and again', async () => {
    const { contacts, desk, asked } = await page(contact('bea'));
    desk.call(bea, 'video');
    await settled();
    expect(asked()).toEqual(['start_call BEA', 'send_chat_request BEA']);
    expect(contacts.get(bea.id)).toMatchObject({ mine: 'accepted', theirs: false });
  });

  it('follows their new yes', async () => {
    const { desk, asked, says } = await page(contact('bea'));
    desk.call(bea, 'video');
    await settled();
    await says('bea');
    expect(asked().at(-1)).toBe('start_call BEA');
    expect(asked()).toHaveLength(3);
  });
});

it('[CALL-3] a call to somebody whose yes was forgotten here states consent before it calls again', async () => {
  const { signaling, desk } = await page();
  const order: string[] = [];
  signaling.answers.send_chat_request = refusing('already_accepted');
  signaling.answers.set_consent = () => {
    order.push('consent');
    return {};
  };
  signaling.answers.start_call = () => {
    order.push('call');
    return order.includes('consent')
      ? { callId: id<CallId>('c'), answered: false }
      : refusing('not_accepted')();
  };
  desk.call(bea, 'video');
  await settled();
  expect(order).toEqual(['call', 'consent', 'call']);
});

describe('a wish to call', () => {
  it('is forgotten after a minute, when a call that starts by itself would be a surprise', async () => {
    const { clock, wish, asked, says } = await page(STRANGER);
    wish.askFirst(bea, 'video');
    clock.advance(60_000);
    await says('bea');
    expect(asked()).toEqual(['send_chat_request BEA']);
  });

  it('is there until the minute is over', async () => {
    const { clock, wish, asked, says } = await page(STRANGER);
    wish.askFirst(bea, 'video');
    clock.advance(59_999);
    await says('bea');
    expect(asked()).toEqual(['send_chat_request BEA', 'start_call BEA']);
    expect(clock.waiting).toBe(0);
  });

  it('is replaced by the next one, which has a minute of its own', async () => {
    const { clock, wish, desk, says } = await page(STRANGER);
    wish.askFirst(bea, 'video');
    clock.advance(30_000);
    wish.askFirst(cem, 'audio');
    clock.advance(59_999);
    await says('bea');
    expect(desk.view.get().phase).toBe('idle');
    await says('cem');
    expect(desk.view.get()).toMatchObject({ phase: 'outgoing', peer: cem, media: 'audio' });
  });

  it('is fulfilled once', async () => {
    const { contacts, wish, asked, says } = await page(STRANGER);
    wish.askFirst(bea, 'video');
    await says('bea');
    await contacts.change(bea.id, { theirs: false });
    await says('bea');
    expect(asked()).toEqual(['send_chat_request BEA', 'start_call BEA']);
  });

  it('is not fulfilled by somebody else’s yes, nor by half of one', async () => {
    const { contacts, wish, asked, says } = await page(STRANGER);
    wish.askFirst(bea, 'video');
    await says('cem');
    await contacts.change(bea.id, { mine: 'accepted' });
    await contacts.change(bea.id, { mine: 'none', theirs: true });
    expect(asked()).toEqual(['send_chat_request BEA']);
  });
});
