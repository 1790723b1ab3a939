/** Device links with everything the page puts behind them. The entry of the part that is loaded when one is made or opened. */
import type { Clock } from '../base/clock.ts';
import { DeviceSocket } from '../connection/device-socket.ts';
import type { Signaling } from '../connection/signaling.ts';
import type { Archive } from '../storage/archive.ts';
import type { Portable } from '../storage/holdings.ts';
import type { Retention } from '../storage/retention.ts';
import type { Contacts } from '../stores/contacts.ts';
import type { Delivery } from '../stores/delivery.ts';
import type { Drafts } from '../stores/drafts.ts';
import type { KeepingChoices } from '../stores/keeping-choices.ts';
import type { Preferences } from '../stores/preferences.ts';
import type { Session } from '../stores/session.ts';
import type { TabsChannel } from '../stores/tabs-channel.ts';
import { AppError } from '../../protocol/errors.ts';
import type { TabId, UserId } from '../../protocol/ids.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { Arrival } from './arrival.ts';
import type { DeviceLinks } from './device-link-view.ts';
import { GiveCopy } from './give-copy.ts';
import { OfferedLink } from './offered-link.ts';
import { TakeCopy } from './take-copy.ts';

interface DeviceLinksOptions {
  readonly signaling: Signaling;
  readonly archive: Archive & Portable & Retention;
  readonly clock: Clock;
  readonly tab: TabId;
  readonly stores: {
    readonly session: Session;
    readonly preferences: Preferences;
    readonly contacts: Contacts;
    readonly drafts: Drafts;
    readonly keepings: KeepingChoices;
    readonly delivery: Delivery;
    readonly tabs: TabsChannel;
  };
  /** Shows that nothing is here any more. */
  readonly afterDeletion: () => void;
  /** Reads a conversation again. */
  readonly refresh: (peer: UserId) => void;
}

export function createDeviceLinks(options: DeviceLinksOptions): DeviceLinks {
  const { signaling, archive, clock, tab, stores, afterDeletion, refresh } = options;
  const { session, preferences, contacts, drafts, keepings, delivery, tabs } = stores;

  function serverUrl(): string {
    const state = session.state.get();
    return (state.phase === 'joined' ? state.urls[0] : undefined) ?? location.origin;
  }

  let madeRoom = false;
  async function makeRoom(): Promise<void> {
    madeRoom = true;
    // Without a name the other tabs, which begin anew, do not join as whoever is leaving.
    preferences.set({ name: '' });
    tabs.tellPerson();
    await (await archive.holdings()).erase();
    drafts.clear();
    await keepings.load();
    afterDeletion();
  }

  function join(name: string): Promise<UserId> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const state = session.state.get();
        if (state.phase === 'joined') {
          // The others begin once more, now as the new person.
          if (madeRoom) tabs.tellPerson();
          resolve(state.me.id);
        } else if (state.phase === 'joining' && state.problem !== null) {
          reject(new AppError(state.problem.code, state.problem.detail));
        } else return;
        undo();
      };
      const undo = session.state.subscribe(check);
      session.join(name);
    });
  }

  async function onTaken(): Promise<void> {
    await Promise.all([contacts.load(), keepings.load()]);
    tabs.tellContacts();
    for (const peer of contacts.state.get().keys()) {
      refresh(peer);
      tabs.tellConversation(peer);
    }
    // The other device sends them too; each is recognised by its id.
    const unconfirmed = new Set((await archive.outbox()).map(({ peer }) => peer));
    for (const peer of unconfirmed) delivery.onReturn(peer);
  }

  return {
    offer: () =>
      new OfferedLink({
        signaling,
        clock,
        serverUrl,
        createGive: async (onProgress) =>
          new GiveCopy({
            archive,
            holdings: await archive.holdings(),
            settled: () => delivery.settled(),
            onProgress,
          }),
      }),
    arrive: (secret) =>
      new Arrival({
        signaling,
        clock,
        device: new DeviceSocket({ protocol: PROTOCOL_VERSION, tab, secret }),
        contents: async () => ({
          messages: await (await archive.holdings()).count(),
          contacts: (await archive.contacts()).length,
        }),
        makeRoom,
        join,
        createTake: async (me, onProgress) =>
          new TakeCopy({
            archive,
            holdings: await archive.holdings(),
            me,
            onProgress,
            onContacts: () => contacts.load(),
          }),
        onTaken: () => void onTaken().catch(() => undefined),
      }),
  };
}
