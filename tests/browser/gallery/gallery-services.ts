/**
 * Services with just enough behaviour to walk through the screens: what is opened is open, what is said appears. Each wish
 * is also written down in `window.wishes`, so that a test can see what the screen asked for.
 */
import type { AppServices } from '../../../client/components/app/app-services.ts';
import { Store } from '../../../client/base/store.ts';
import type { CallView } from '../../../client/calls/call-view.ts';
import type { ConversationView } from '../../../client/stores/conversations.ts';
import type { MessageView } from '../../../client/stores/message-view.ts';
import type { NoticeOf } from '../../../client/stores/identities.ts';
import type { KeepingState } from '../../../client/stores/keeping-choices.ts';
import type { PreferencesState } from '../../../client/stores/preferences.ts';
import type { Toast } from '../../../client/stores/alerts.ts';
import type { SessionState } from '../../../client/stores/session.ts';
import { AppError } from '../../../protocol/errors.ts';
import type { MessageId, UserId } from '../../../protocol/ids.ts';
import { galleryMeeting } from './gallery-meeting.ts';
import { galleryDeviceLinks } from './gallery-device-links.ts';
import { conversation, maya, messages, people } from './sample-people.ts';
import { screenStream } from './sample-streams.ts';
import type { Scene } from './scene.ts';

declare global {
  interface Window {
    wishes: string[];
    /** Puts a message of the other person into the open conversation. */
    hear(text: string): void;
    /** In the call that is shown: the other side shares a screen, or hangs up. */
    shareTheirScreen(): void;
    endCall(): void;
  }
}

export function galleryServices(scene: Scene): AppServices {
  window.wishes = [];
  const wish = (text: string) => void window.wishes.push(text);
  const session = new Store<SessionState>(scene.session);
  const call = new Store<CallView>(
    scene.call.phase === 'incoming'
      ? { ...scene.call, accept: (media) => wish(`accept ${media}`), decline: () => wish('decline') }
      : scene.call,
  );
  window.shareTheirScreen = () =>
    call.update((view) =>
      view.phase === 'active' ? { ...view, remote: { ...view.remote, screen: screenStream() } } : view,
    );
  window.endCall = () =>
    call.update((view) =>
      view.phase === 'active'
        ? {
            ...view,
            phase: 'ended',
            reason: 'hung_up',
            by: 'them',
            seconds: 754,
            dismiss: () => wish('dismiss'),
          }
        : view,
    );
  const preferences = new Store<PreferencesState>({
    name: 'Robin',
    status: 'available',
    theme: 'system',
    sounds: true,
    coffee: false,
  });
  const shownPeople = new Store(scene.people);
  const search = (text: string) => {
    wish(`search ${text}`);
    shownPeople.update((now) => ({ ...now, search: text }));
  };
  return {
    session: {
      state: session,
      join: (name) => wish(`join ${name}`),
      setStatus: (status) => {
        wish(`status ${status}`);
        preferences.update((now) => ({ ...now, status }));
      },
      rename: (name) => {
        wish(`rename ${name}`);
        return name === 'Maya' ? Promise.reject(new AppError('name_taken', 'Maya 2')) : Promise.resolve();
      },
      leave: () => wish('leave'),
    },
    people: { state: shownPeople, search },
    conversations: galleryConversations(scene, wish),
    alerts: {
      toasts: new Store<readonly Toast[]>(scene.toasts),
      soundBlocked: new Store(scene.soundBlocked),
      show: wish,
      dismiss: (id) => wish(`dismiss ${id}`),
      unlockSound: () => undefined,
    },
    preferences: {
      state: preferences,
      set: (change) => preferences.update((now) => ({ ...now, ...change })),
    },
    calls: { view: call, call: ({ name }, media) => wish(`call ${name} ${media}`) },
    deviceLinks: galleryDeviceLinks(scene, wish),
    meeting: galleryMeeting(scene, wish),
    keepings: galleryKeepings(scene, wish),
    contactBook: galleryContacts(scene, wish),
    noticeOf: new Store<NoticeOf>(({ id }) => scene.notices.get(id) ?? null),
    data: {
      size: () => Promise.resolve({ conversations: 7, messages: 4_210, bytes: 3_400_000 }),
      deleteEverything: () => {
        wish('delete everything');
        return Promise.resolve();
      },
    },
  };
}

function galleryContacts({ contacts }: Scene, wish: (text: string) => void): AppServices['contactBook'] {
  const state = new Store(new Map(contacts.map((each) => [each.peer, each])));
  const here = people.flatMap(({ id, name, status }) => (status === 'offline' ? [] : [{ id, name, status }]));
  return {
    contacts: state,
    here: new Store({ loading: false, people: new Map(here.map((each) => [each.id, each])) }),
    setConsent: (peer, name, mine) => {
      wish(`${mine} ${name}`);
      state.update((all) => new Map(all).set(peer, { peer, name, mine, theirs: false }));
    },
  };
}

function galleryKeepings(scene: Scene, wish: (text: string) => void): AppServices['keepings'] {
  const state = new Store<KeepingState>({ fresh: 'always', chosen: scene.keeps });
  return {
    state,
    choose: (peer, keep) => {
      wish(`keep ${keep}`);
      state.update((now) => ({ ...now, chosen: new Map(now.chosen).set(peer, keep) }));
      return Promise.resolve();
    },
    chooseFresh: (fresh) => {
      state.update((now) => ({ ...now, fresh }));
      return Promise.resolve();
    },
  };
}

/** Messages of a long conversation that are there at first. */
const PAGE = 100;

function galleryConversations(scene: Scene, wish: (text: string) => void): AppServices['conversations'] {
  const requests = new Store(scene.requests);
  const add = (message: Pick<MessageView, 'mine' | 'text' | 'state'>) =>
    current.update(
      (view) =>
        view && {
          ...view,
          messages: [
            ...view.messages,
            // Any text does for an id here.
            { ...message, id: `added ${view.messages.length}` as MessageId, at: Date.now() },
          ],
        },
    );
  const send = (text: string) => {
    wish(`send ${text}`);
    add({ mine: true, text, state: 'sent' });
  };
  const writable = (view: ConversationView | null) => view && { ...view, send: view.send && send };
  const current = new Store<ConversationView | null>(paged(writable(scene.conversation)));
  const drafts = new Map<UserId, string>();
  function paged(view: ConversationView | null): ConversationView | null {
    if (view === null || view.messages.length <= PAGE) return view;
    const { messages: all } = view;
    const showAll = () => current.update((now) => now && { ...now, messages: all, earlier: null });
    return { ...view, messages: all.slice(-PAGE), earlier: showAll };
  }
  window.hear = (text) => add({ mine: false, text, state: null });
  return {
    current,
    requests,
    kept: new Store(scene.kept),
    open: (peer: UserId) => {
      wish(`open ${peer}`);
      const entry = people.find(({ id }) => id === peer);
      if (entry !== undefined && current.get()?.person.id !== peer) {
        const draft = drafts.get(peer) ?? '';
        current.set(conversation(entry, { messages, draft, send, block: () => wish('block') }));
      }
    },
    close: () => {
      wish('close');
      current.set(null);
    },
    respond: (id, answer) => {
      wish(`${answer} request`);
      requests.update((waiting) => waiting.filter(({ requestId }) => requestId !== id));
    },
    drafted: (text) => {
      const peer = current.get()?.person.id;
      if (peer !== undefined) drafts.set(peer, text);
    },
    find: (words, peer) =>
      Promise.resolve(
        messages
          .filter(({ text }) => text.includes(words))
          .map((message) => ({
            peer: peer ?? maya.id,
            name: maya.name,
            position: { clock: 1, from: maya.id, id: message.id },
            message,
          })),
      ),
    goTo: (peer, moment) => {
      wish(`go to ${new Date(moment).toDateString()} with ${peer}`);
      return Promise.resolve(moment);
    },
    times: () => {
      const times = messages.map(({ at }) => at);
      return Promise.resolve([Math.min(...times), Math.max(...times)]);
    },
  };
}
