import { expect, it } from 'vitest';
import { contact, person, storedMessage } from '../../tests/support/client-records.ts';
import { ManualClock } from '../../tests/support/manual-clock.ts';
import { id, userId } from '../../tests/support/records.ts';
import { ScriptedSignaling } from '../../tests/support/scripted-signaling.ts';
import { settled } from '../../tests/support/settled.ts';
import type { MessageId } from '../../protocol/ids.ts';
import type { Person } from '../../protocol/presence.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import { Contacts } from './contacts.ts';
import { Delivery } from './delivery.ts';
import { followContacts } from './follow-contacts.ts';
import { Roster } from './roster.ts';

const ana = userId('ana');

async function following() {
  const signaling = new ScriptedSignaling();
  const archive = new MemoryArchive();
  await archive.putContact(contact('ana'));
  await archive.putContact(contact('bea'));
  const contacts = new Contacts(archive);
  await contacts.load();
  const roster = new Roster(signaling);
  // A connection of its own, on which nothing is heard: what goes out on it went because of what is tested here.
  const wire = new ScriptedSignaling();
  wire.answers.send_private_message = () => ({ status: 'sent' });
  const delivery = new Delivery({
    signaling: wire,
    archive,
    clock: new ManualClock(),
    serverNow: () => 0,
    newId: () => id<MessageId>('m'),
    me: () => userId('me'),
    onChange: () => {},
    onNew: () => {},
    onNotAccepted: () => {},
  });
  for (const word of ['ana', 'bea', 'cem']) {
    const peer = userId(word);
    await archive.addMessage(storedMessage(`to ${word}`, { peer, from: userId('me'), state: 'waiting' }));
  }
  /** What has gone out, in order. */
  const sent = async () => {
    await settled();
    return wire.asked.map(([, payload]) => ('text' in payload ? payload.text : ''));
  };
  followContacts({ roster, contacts, delivery, clock: new ManualClock(1_000) });
  return {
    contacts,
    sent,
    snapshot: (...people: Person[]) =>
      signaling.notices.emit('online_users_list', { people, total: people.length, next: null }),
    change: (joined: Person[], updated: Person[] = [], left: (typeof ana)[] = []) =>
      signaling.notices.emit('online_users_changed', { joined, updated, left }),
  };
}

it('[MSG-3] what waits for somebody goes when they come, once for each time', async () => {
  const { sent, snapshot, change } = await following();
  snapshot(person('me'), person('bea'), person('stranger'));
  expect(await sent()).toEqual(['to bea']);
  change([person('ana')]);
  change([], [person('ana', 'away')]);
  expect(await sent()).toEqual(['to bea', 'to ana']);
  change([], [], [ana]);
  change([person('ana')]);
  expect(await sent()).toEqual(['to bea', 'to ana', 'to ana']);
});

it('[MSG-3] what waits for an acceptance goes when it comes', async () => {
  const { contacts, sent, snapshot } = await following();
  snapshot(person('cem'));
  await contacts.change(userId('cem'), { name: 'cem', mine: 'accepted' });
  expect(await sent()).toEqual([]);
  await contacts.change(userId('cem'), { theirs: true });
  expect(await sent()).toEqual(['to cem']);
  await contacts.change(userId('cem'), { mine: 'blocked' });
  expect(await sent()).toEqual(['to cem']);
});

it('the name under which somebody was last seen is the one that is kept', async () => {
  const { contacts, snapshot, change } = await following();
  snapshot({ ...person('ana'), name: 'Anna' });
  await settled();
  expect(contacts.get(ana)?.name).toBe('Anna');
  change([], [{ ...person('ana'), name: 'Ann' }]);
  change([], [], [ana]);
  await settled();
  expect(contacts.get(ana)).toEqual(contact('ana', { name: 'Ann', former: { name: 'ana', until: 1_000 } }));
});

it('the name of somebody who is here already is learned with the contact', async () => {
  const { contacts, snapshot, change } = await following();
  snapshot(person('cem'));
  // So ends a request that finds an acceptance: the server names nobody.
  await contacts.change(userId('cem'), { mine: 'accepted', theirs: true });
  change([], [], [userId('cem')]);
  await settled();
  expect(contacts.get(userId('cem'))?.name).toBe('cem');
});
