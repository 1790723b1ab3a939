/** Notices when somebody this browser knows comes back, has another name, or can be written to. */
import type { UserId } from '../../protocol/ids.ts';
import type { Contacts } from './contacts.ts';
import type { Delivery } from './delivery.ts';
import type { Roster } from './roster.ts';

export function followContacts(stores: {
  readonly roster: Roster;
  readonly contacts: Contacts;
  readonly delivery: Delivery;
}): void {
  const { roster, contacts, delivery } = stores;
  // What waited for an acceptance can go.
  contacts.ownChanges.on('change', (peer) => {
    const contact = contacts.get(peer);
    if (contact?.mine === 'accepted' && contact.theirs) delivery.onReturn(peer);
  });
  let here: ReadonlySet<UserId> = new Set();
  roster.state.subscribe(() => {
    const { people } = roster.state.get();
    for (const [peer, contact] of contacts.state.get()) {
      const person = people.get(peer);
      if (person === undefined) continue;
      if (person.name !== contact.name) void contacts.change(peer, { name: person.name });
      if (!here.has(peer)) delivery.onReturn(peer);
    }
    here = new Set(people.keys());
  });
}
