import { describe, expect, it } from 'vitest';
import { contact } from '../../tests/support/client-records.ts';
import { userId } from '../../tests/support/records.ts';
import { Later } from '../../tests/support/scripted-signaling.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import type { Contact } from '../storage/records.ts';
import { Contacts } from './contacts.ts';

const ana = userId('ana');

function contacts(archive = new MemoryArchive()) {
  const store = new Contacts(archive);
  const own: string[] = [];
  store.ownChanges.on('change', (peer) => own.push(peer));
  return { archive, store, own };
}

describe('a change', () => {
  it('of a stranger makes them known, stored, and told as my own', async () => {
    const { archive, store, own } = contacts();
    expect(await store.change(ana, { name: 'Ana', mine: 'accepted' })).toBe(true);
    const wanted: Contact = { peer: ana, name: 'Ana', mine: 'accepted', theirs: false };
    expect(store.get(ana)).toEqual(wanted);
    expect(await archive.contacts()).toEqual([wanted]);
    expect(own).toEqual([ana]);
  });

  it('changes what it names and leaves the rest', async () => {
    const { store } = contacts();
    await store.change(ana, { name: 'Ana', mine: 'accepted', theirs: true });
    await store.change(ana, { theirs: false });
    expect(store.get(ana)).toEqual({ peer: ana, name: 'Ana', mine: 'accepted', theirs: false });
  });

  it('that changes nothing is neither stored nor told', async () => {
    const { archive, store, own } = contacts();
    await archive.putContact(contact('ana'));
    await store.load();
    const before = store.state.get();
    expect(await store.change(ana, { name: 'ana', mine: 'accepted', theirs: true })).toBe(false);
    expect(store.state.get()).toBe(before);
    expect(own).toEqual([]);
  });

  it('counts at once, and is told only when it is stored', async () => {
    const { archive, store, own } = contacts();
    const stored = new Later<void>();
    archive.putContact = () => stored.promise;
    const changed = store.change(ana, { mine: 'blocked' });
    expect(store.get(ana)?.mine).toBe('blocked');
    expect(own).toEqual([]);
    stored.give();
    await changed;
    expect(own).toEqual([ana]);
  });
});

describe('reading', () => {
  it('is no change of my own', async () => {
    const { archive, store, own } = contacts();
    await archive.putContact(contact('ana'));
    await store.load();
    expect([...store.state.get().keys()]).toEqual([ana]);
    expect(own).toEqual([]);
  });

  it('takes over what another tab has written', async () => {
    const { archive, store } = contacts();
    const other = contacts(archive);
    await store.change(ana, { mine: 'accepted' });
    await other.store.load();
    await other.store.change(ana, { mine: 'blocked' });
    await store.load();
    expect(store.get(ana)?.mine).toBe('blocked');
  });

  it('does not undo what was changed here meanwhile', async () => {
    const { archive, store } = contacts();
    const old = new Later<readonly Contact[]>();
    const contactsNow = archive.contacts.bind(archive);
    archive.contacts = () => {
      archive.contacts = contactsNow;
      return old.promise;
    };
    const loaded = store.load();
    await store.change(ana, { mine: 'blocked' });
    old.give([]);
    await loaded;
    expect(store.get(ana)?.mine).toBe('blocked');
  });
});

describe('what is stated to the server', () => {
  it('[CHAT-8] is whom I accepted and whom I blocked, whatever they think of me', async () => {
    const { archive, store } = contacts();
    await archive.putContact(contact('ana', { theirs: false }));
    await archive.putContact(contact('bea', { mine: 'blocked' }));
    await archive.putContact(contact('cem', { mine: 'none' }));
    await store.load();
    expect(store.stated()).toEqual({ accepted: [ana], blocked: [userId('bea')] });
  });

  it('[CHAT-8] keeps within what the server takes, each kind for itself', async () => {
    const { archive, store } = contacts();
    for (let n = 0; n < LIMITS.statedPeople + 5; n += 1) {
      await archive.putContact(contact(`a${n}`));
      await archive.putContact(contact(`b${n}`, { mine: 'blocked' }));
    }
    await store.load();
    const { accepted, blocked } = store.stated();
    expect([accepted.length, blocked.length]).toEqual([LIMITS.statedPeople, LIMITS.statedPeople]);
    expect(accepted.at(-1)).toBe(userId(`a${LIMITS.statedPeople + 4}`));
    expect(blocked.at(0)).toBe(userId('b5'));
  });
});

it('a program is remembered as one, and being told of it again or as a person changes nothing', async () => {
  const { archive, store, own } = contacts();
  await store.learn(ana, { name: 'Ana', bot: true }, 1);
  expect(store.get(ana)).toBeUndefined();
  await store.change(ana, { name: 'Ana', mine: 'accepted' });
  await store.learn(ana, { name: 'Ana', bot: true }, 1);
  await store.learn(ana, { name: 'Ana', bot: true }, 2);
  await store.learn(ana, { name: 'Ana' }, 3);
  expect(own).toEqual([ana, ana]);
  expect(await archive.contacts()).toMatchObject([{ name: 'Ana', mine: 'accepted', bot: true }]);
});
