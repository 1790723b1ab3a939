/** Notices when somebody this browser knows comes back, has another name, or can be written to. */
import type { Clock } from '../base/clock.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { Contacts } from './contacts.ts';
import type { Delivery } from './delivery.ts';
import type { Roster } from './roster.ts';

export function followContacts(stores: {
  readonly roster: Roster;
  readonly contacts: Contacts;
  readonly delivery: Delivery;
  readonly clock: Pick<Clock, 'now'>;
}): void {
  const { roster, contacts, delivery, clock } = stores;
  const learn = (peer: UserId) => {
    const person = roster.get(peer);
    if (person !== undefined) void contacts.learn(peer, person, clock.now()).catch(() => undefined);
  };
  contacts.ownChanges.on('change', (peer) => {
    learn(peer);
    // What waited for an acceptance can go.
    const contact = contacts.get(peer);
    if (contact?.mine === 'accepted' && contact.theirs) delivery.onReturn(peer);
  });
  let here: ReadonlySet<UserId> = new Set();
  roster.state.subscribe(() => {
    const { people } = roster.state.get();
    for (const peer of contacts.state.get().keys()) {
      if (!people.has(peer)) continue;
      learn(peer);
      if (!here.has(peer)) delivery.onReturn(peer);
    }
    here = new Set(people.keys());
  });
}
