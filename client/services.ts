/** The composition root of the page: everything behind the screens is made here and handed what it needs. */
import { msg, str } from '@lit/localize';
import { ulid } from 'ulid';
import { systemClock as clock } from './base/clock.ts';
import { Store } from './base/store.ts';
import { CallWhenAccepted } from './calls/call-when-accepted.ts';
import { LazyCallDesk, type LoadDesk } from './calls/lazy-call-desk.ts';
import type { AppServices, DoorServices } from './components/app/app-services.ts';
import { errorWords } from './components/words/error-words.ts';
import { SocketSignaling } from './connection/socket-signaling.ts';
import type { DeviceLinks } from './device-link/device-link-view.ts';
import type { Door } from './door.ts';
import { openArchive } from './storage/open-archive.ts';
import { StoredData } from './stores/browser-data.ts';
import { ChatRequests } from './stores/chat-requests.ts';
import type { ContactBook } from './stores/contact-book.ts';
import { Contacts } from './stores/contacts.ts';
import { OpenConversations } from './stores/conversations.ts';
import { Delivery } from './stores/delivery.ts';
import { Drafts } from './stores/drafts.ts';
import { followContacts } from './stores/follow-contacts.ts';
import { Identities } from './stores/identities.ts';
import { IdleWatch } from './stores/idle-watch.ts';
import { KeepingChoices } from './stores/keeping-choices.ts';
import { createMeetingDoor } from './stores/meeting-door.ts';
import { PeopleList } from './stores/people.ts';
import { Roster } from './stores/roster.ts';
import { TabTurn } from './stores/sending-turn.ts';
import { OwnSession } from './stores/session.ts';
import { Summaries } from './stores/summaries.ts';
import { TabsChannel } from './stores/tabs-channel.ts';
import { Typing } from './stores/typing.ts';
import { AppError, type WireError } from '../protocol/errors.ts';
import type { MessageId, TabId, UserId } from '../protocol/ids.ts';

// A ULID is what the pattern of ids asks for, which is all the cast says.
const newId = <T extends MessageId | TabId>(): T => ulid() as T;

export interface StartedServices extends Omit<AppServices, keyof DoorServices> {
  readonly loadDeviceLinks: () => Promise<DeviceLinks>;
}

/** Opens what this browser keeps and connects, where it remembers a name or was given one at the door. */
export async function startServices(door: Door): Promise<StartedServices> {
  const { preferences, sounds, alerts } = door;
  const archive = await openArchive({
    onTrouble: (trouble) => void storageHelp().then(({ showTrouble }) => showTrouble(trouble), ignored),
    onFull: () => void storageHelp().then(({ fullWords }) => alerts.show(fullWords(), 'problem'), ignored),
  });
  const signaling = new SocketSignaling({ now: () => clock.now() });
  const contacts = new Contacts(archive);
  const tab = newId<TabId>();
  const session = new OwnSession({
    signaling,
    preferences,
    contacts,
    tab,
    ownUrl: `${location.origin}/`,
    renew: () => renewLogin(door.accounts !== null),
    now: () => clock.now(),
  });
  const me = () => session.welcome?.me.id ?? null;

  const complain = (error: unknown) => {
    const { code, detail } = error instanceof AppError ? error : new AppError('internal');
    const say = (words: string) => alerts.show(words, 'problem');
    // Only the storage of the browser fails in its own way.
    if (!(error instanceof DOMException)) say(errorWords({ code, detail }));
    else
      storageHelp().then(
        ({ faultWords }) => say(faultWords(error)),
        () => say(errorWords({ code, detail })),
      );
  };

  const serverNow = () => session.serverNow();
  const roster = new Roster(signaling);
  const summaries = new Summaries(archive);
  const chatRequests = new ChatRequests({ signaling, contacts, clock, complain });
  const typing = new Typing({ signaling, clock });
  const meeting = createMeetingDoor(signaling, async (partner) => {
    const { openMeeting } = await import('./open-meeting.ts');
    return openMeeting({ signaling, partner, contacts, delivery, sounds, complain });
  });
  const { partner } = meeting;
  const people = new PeopleList({ roster, contacts, requests: chatRequests, summaries, me, partner });
  const tabs = new TabsChannel({
    onConversation: (peer) => refresh(peer),
    onContacts: () => void contacts.load().catch(ignored),
    onDeleted: () => {
      drafts.forget();
      afterDeletion();
    },
    onKeeping: () => void keepings.load().catch(ignored),
    onPerson: () => location.reload(),
    onWaiting: (peer) => turn.heardWaiting(peer),
    onSending: () => turn.heardSending(),
  });
  const drafts = new Drafts(door.storage);
  const keepings = new KeepingChoices({ retention: archive, onChoice: () => tabs.tellKeeping() });
  await Promise.all([contacts.load(), keepings.load()]);
  const visible = visibility();
  const turn = new TabTurn({
    // Undefined in old browsers, which the types of the DOM do not say.
    locks: navigator.locks,
    clock,
    tellWaiting: (peer) => tabs.tellWaiting(peer),
    tellSending: () => tabs.tellSending(),
    canSend: () => signaling.state.get().phase === 'connected',
    onWaiting: (peer) => delivery.onWaiting(peer),
    onTurn: () => delivery.resendAll(),
  });
  const delivery = new Delivery({
    signaling,
    archive,
    clock,
    newId: () => newId<MessageId>(),
    serverNow,
    me,
    turn,
    onChange: changed,
    onNew: ({ peer }) => {
      if (conversations.current.get()?.person.id !== peer || !visible.get()) sounds.message();
    },
    onNotAccepted: (peer) => void contacts.change(peer, { theirs: false }).catch(ignored),
  });
  const conversations = new OpenConversations({
    archive,
    history: archive,
    drafts,
    people,
    chatRequests,
    delivery,
    typing,
    visible,
    onRemove: changed,
    complain,
  });
  function changed(peer: UserId): void {
    refresh(peer);
    tabs.tellConversation(peer);
  }
  function refresh(peer: UserId): void {
    void summaries.refresh(peer).catch(ignored);
    void conversations.refresh(peer);
  }

  let retention: Promise<unknown> | null = null;
  const loadRetention = async () => {
    const { startRetention } = await import('./stores/start-retention.ts');
    const options = { retention: archive, keepings, clock, onRemoved: changed };
    startRetention(options, navigator.locks, conversations.current);
  };
  function afterDeletion(): void {
    for (const peer of summaries.state.get().keys()) void summaries.refresh(peer).catch(ignored);
    conversations.emptied();
    void contacts.load().catch(ignored);
  }
  const contactBook: ContactBook = {
    contacts: contacts.state,
    here: roster.state,
    setConsent: (peer, name, mine) => void chatRequests.setConsent(peer, name, mine),
  };
  const identities = new Identities({ contacts, now: () => clock.now() });
  const data = new StoredData({
    history: archive,
    drafts,
    usage: async () => (await navigator.storage.estimate()).usage ?? null,
    onDeleted: () => {
      afterDeletion();
      tabs.tellDeleted();
    },
  });

  const loadDesk: LoadDesk = async (withEarlyCall, early) => {
    const { createCallDesk } = await import('./calls/create-call-desk.ts');
    return createCallDesk({
      signaling: withEarlyCall,
      early,
      tab,
      ownName: () => preferences.state.get().name,
      log: { archive, me, newId, serverNow, onChange: changed },
      clock,
      iceServers: () => session.welcome?.iceServers ?? [],
      onRing: (ring) => sounds.ring(ring),
      onWaiting: () => sounds.message(),
      audible: sounds.audible,
      askFirst: (peer, media) => {
        if (meeting.readyFor === peer.id) return;
        conversations.open(peer.id);
        afterYes.askFirst(peer, media);
      },
    });
  };
  // The code comes from the server, so where it cannot be had, neither can a call.
  const calls: LazyCallDesk = new LazyCallDesk(signaling, loadDesk, () =>
    complain(new AppError('no_answer_from_server')),
  );
  const afterYes = new CallWhenAccepted({ clock, calls: () => calls, contacts, requests: chatRequests });

  const idle = new IdleWatch({
    clock,
    onChange: (away) => void signaling.request('set_profile', { idle: away }).catch(() => undefined),
  });
  for (const event of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']) {
    addEventListener(event, () => idle.touched(), { passive: true });
  }
  signaling.notices.on('welcome', ({ coffee, idleMinutes }) => {
    // The server forgets it with the connection.
    if (coffee !== undefined && preferences.state.get().coffee)
      void signaling.request('want_coffee', { wants: true }).catch(ignored);
    idle.start(idleMinutes * 60_000);
    void calls.load().catch(() => undefined);
    void import('../protocol/fold-name.ts').then(
      ({ foldName }) => identities.foldBy(foldName),
      () => undefined,
    );
    // Before the day on which there may be no server to have it from.
    void storageHelp().catch(ignored);
    // The code comes from the server, so it is asked for when that is there; once, unless it did not come.
    retention ??= loadRetention().catch(() => (retention = null));
  });
  signaling.notices.on('server_stopping', () =>
    alerts.show(msg('The Earshot server is being stopped. This page connects again when it is back.')),
  );
  signaling.notices.on('chat_request_rejected', ({ peer }) => {
    const name = people.entry(peer)?.name;
    if (name !== undefined) alerts.show(msg(str`${name} would rather not chat right now.`));
  });
  followContacts({ roster, contacts, delivery, clock });
  contacts.ownChanges.on('change', () => tabs.tellContacts());
  for (const peer of contacts.state.get().keys()) void summaries.refresh(peer);
  addEventListener('online', () => signaling.reopen());
  // Offered in several places, and put where it was asked for.
  addEventListener('ear-check-wanted', (event) => {
    const [asker] = event.composedPath();
    import('./components/connection-check/offer-check.ts').then(
      ({ offerCheck }) => offerCheck(asker, signaling),
      complain,
    );
  });
  addEventListener('storage', ({ key }) => (key === null ? location.reload() : preferences.reload()));
  const loadDeviceLinks = async () => {
    const { createDeviceLinks } = await import('./device-link/create-device-links.ts');
    const stores = { session, preferences, contacts, drafts, keepings, delivery, tabs };
    return createDeviceLinks({ signaling, archive, clock, tab, stores, afterDeletion, refresh });
  };
  door.session.standFor(session);
  if (door.deviceLinks.arriving.get() === null) door.session.start();
  return {
    people,
    conversations,
    calls,
    contactBook,
    noticeOf: identities.noticeOf,
    data,
    keepings,
    loadDeviceLinks,
    meeting,
  };
}

/** A page from before the server had accounts knows of no login. */
async function renewLogin(hasAccounts: boolean): Promise<WireError | null> {
  try {
    if (hasAccounts) return await (await import('./connection/account-requests.ts')).renewLogin();
    location.reload();
  } catch {
    // What it takes could not be had from the server.
  }
  return { code: 'no_answer_from_server', detail: '' };
}

const storageHelp = () => import('./components/storage-notice/storage-help.ts');
/** Of a storage that fails: that it does is said once, by what notices it first. */
const ignored = (): void => undefined;

/** Whether somebody can be looking at this page. */
function visibility(): Store<boolean> {
  const read = () => document.visibilityState === 'visible' && document.hasFocus();
  const visible = new Store(read());
  const update = () => visible.set(read());
  document.addEventListener('visibilitychange', update);
  addEventListener('focus', update);
  addEventListener('blur', update);
  return visible;
}
