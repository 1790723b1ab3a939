import { describe, expect, it } from 'vitest';
import { contact } from '../../tests/support/client-records.ts';
import { userId } from '../../tests/support/records.ts';
import { foldName } from '../../protocol/fold-name.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import type { Contact } from '../storage/records.ts';
import { Contacts } from './contacts.ts';
import { Identities } from './identities.ts';
import { renamed } from './identity-notice.ts';

const DAY = 86_400_000;
const [ana, other] = [userId('ana'), userId('other')];

async function knowing(...known: readonly Contact[]) {
  const archive = new MemoryArchive();
  for (const each of known) await archive.putContact(each);
  const contacts = new Contacts(archive);
  await contacts.load();
  let now = 100 * DAY;
  const identities = new Identities({ contacts, now: () => now });
  identities.foldBy(foldName);
  return {
    contacts,
    identities,
    pass: (ms: number) => (now += ms),
    now: () => now,
    notice: (id: typeof ana, name: string) => identities.noticeOf.get()({ id, name }),
  };
}
const NAMESAKE = { kind: 'namesake', of: 'accepted' };

describe('somebody unknown with the name of a contact', () => {
  it.each(['Ana', 'ANA', 'Аnа', 'Ａna', 'Αna'])('is not the one who is known: %s', async (name) => {
    const { notice } = await knowing(contact('ana', { name: 'Ana' }));
    expect(notice(other, name)).toEqual(NAMESAKE);
  });

  it('is nothing to know where the name is another, or the identity is the known one', async () => {
    const { notice } = await knowing(
      contact('ana', { name: 'Ana' }),
      contact('old', { name: 'Bea', mine: 'none' }),
    );
    expect([notice(other, 'Anna'), notice(ana, 'Ana'), notice(other, 'Bea')]).toEqual([null, null, null]);
  });

  it('is said to be so of a blocked name too, and of one whom I do not accept any more', async () => {
    const { notice } = await knowing(
      contact('ana', { name: 'Ana', mine: 'blocked' }),
      contact('bea', { name: 'Bea' }),
      contact('other', { name: 'Bea', mine: 'none' }),
      contact('bad', { name: 'Bea', mine: 'blocked' }),
    );
    expect(notice(userId('new'), 'Ana')).toEqual({ kind: 'namesake', of: 'blocked' });
    expect(notice(other, 'Bea')).toEqual(NAMESAKE);
    expect(notice(userId('bad'), 'Bea')).toEqual(NAMESAKE);
    expect(notice(ana, 'Ana')).toBeNull();
  });

  it('is nothing any more once they are accepted too', async () => {
    const { contacts, identities, notice } = await knowing(contact('ana', { name: 'Ana' }));
    const before = identities.noticeOf.get();
    await contacts.change(other, { name: 'Ana', mine: 'accepted', theirs: true });
    expect(identities.noticeOf.get()).not.toBe(before);
    expect(notice(other, 'Ana')).toBeNull();
  });

  it('is known by case alone until the table of look-alikes is there', async () => {
    const contacts = new Contacts(new MemoryArchive());
    await contacts.change(ana, { name: 'Ana', mine: 'accepted' });
    const { noticeOf } = new Identities({ contacts, now: () => 0 });
    expect([noticeOf.get()({ id: other, name: 'aNA' }), noticeOf.get()({ id: other, name: 'Аnа' })]).toEqual([
      NAMESAKE,
      null,
    ]);
  });
});

describe('a contact with another name', () => {
  it('is shown with the former one for a week', async () => {
    const { contacts, notice, now, pass } = await knowing(contact('ana', { name: 'Ana' }));
    await contacts.learn(ana, { name: 'Annika' }, now());
    expect(notice(ana, 'Annika')).toEqual({ kind: 'renamed', was: 'Ana' });
    pass(7 * DAY - 1);
    expect(notice(ana, 'Annika')).toEqual({ kind: 'renamed', was: 'Ana' });
    pass(1);
    expect(notice(ana, 'Annika')).toBeNull();
  });

  it('does not hide the name that was known behind a second change', async () => {
    const { contacts, notice, now } = await knowing(contact('ana', { name: 'Ana' }));
    await contacts.learn(ana, { name: 'Mallory' }, now());
    await contacts.learn(ana, { name: 'Carol' }, now());
    expect(notice(ana, 'Carol')).toEqual({ kind: 'renamed', was: 'Ana' });
    await contacts.learn(ana, { name: 'Ana' }, now());
    expect(contacts.get(ana)).toEqual(contact('ana', { name: 'Ana' }));
  });

  it('who takes the name of another contact is said not to be that one, for as long as they have it', async () => {
    const { contacts, notice, now, pass } = await knowing(
      contact('ana', { name: 'Ana' }),
      contact('other', { name: 'Mallory' }),
    );
    await contacts.learn(other, { name: 'Ana' }, now());
    pass(30 * DAY);
    expect([notice(other, 'Ana'), notice(ana, 'Ana')]).toEqual([NAMESAKE, null]);
  });

  it('had none that matters where they were not accepted, or their name was not known', () => {
    const stranger = contact('ana', { mine: 'none' });
    expect(renamed(stranger, 'Ann', 1)).toEqual({ ...stranger, name: 'Ann' });
    const nameless = contact('ana', { name: '' });
    expect(renamed(nameless, 'Ann', 1)).toEqual({ ...nameless, name: 'Ann' });
  });

  it('is stored with the former one', async () => {
    const { contacts, now } = await knowing(contact('ana', { name: 'Ana' }));
    await contacts.learn(ana, { name: 'Annika' }, now());
    await contacts.load();
    expect(contacts.get(ana)?.former).toEqual({ name: 'Ana', until: now() });
  });
});
