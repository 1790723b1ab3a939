/** What a page does where the server lets nobody in who is not logged in. */
import { expect, it } from 'vitest';
import { person, welcome } from '../../tests/support/client-records.ts';
import { tabId } from '../../tests/support/records.ts';
import { Later, ScriptedSignaling } from '../../tests/support/scripted-signaling.ts';
import { settled } from '../../tests/support/settled.ts';
import type { WireError } from '../../protocol/errors.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import { Contacts } from './contacts.ts';
import { LazySession } from './lazy-session.ts';
import { StoredPreferences } from './preferences.ts';
import { OwnSession } from './session.ts';

const me = person('me');
const LOGIN: WireError = { code: 'login_required', detail: '' };

function loggedIn() {
  const signaling = new ScriptedSignaling();
  const preferences = new StoredPreferences(null);
  preferences.set({ name: 'me' });
  const renewals: Later<WireError | null>[] = [];
  const own = new OwnSession({
    ...{ signaling, preferences, contacts: new Contacts(new MemoryArchive()) },
    tab: tabId('tab'),
    now: () => 0,
    ownUrl: 'https://localhost:5443/',
    renew: () => {
      const later = new Later<WireError | null>();
      renewals.push(later);
      return later.promise;
    },
  });
  own.start();
  const isWelcomed = () => {
    signaling.state.set({ phase: 'connected' });
    signaling.notices.emit('welcome', welcome(me));
  };
  const isRefused = () => signaling.state.set({ phase: 'refused', error: LOGIN });
  return { signaling, preferences, own, renewals, isWelcomed, isRefused };
}

it('[ACC-1] whose access token is too old goes on with the session of this browser, and sees nothing of it', async () => {
  const { signaling, own, renewals, isWelcomed, isRefused } = loggedIn();
  isWelcomed();
  signaling.lose(5);
  const before = own.state.get();
  isRefused();
  expect(own.state.get()).toBe(before);
  renewals[0]?.give(null);
  await settled();
  expect(signaling.state.get().phase).toBe('connecting');
  isWelcomed();
  expect(own.state.get()).toMatchObject({ phase: 'joined', reconnectingSince: null });
});

it('[ACC-3] whose session has ended is shown the form, and why', async () => {
  const { own, renewals, isWelcomed, isRefused } = loggedIn();
  isWelcomed();
  isRefused();
  const problem: WireError = { code: 'login_required', detail: 'disabled' };
  renewals[0]?.give(problem);
  await settled();
  expect(own.state.get()).toEqual({ phase: 'joining', name: 'me', busy: false, problem });
});

it('an answer that comes after one has left changes nothing', async () => {
  const { signaling, own, renewals, isRefused } = loggedIn();
  isRefused();
  own.leave();
  renewals[0]?.give(null);
  await settled();
  expect(signaling.state.get().phase).toBe('closed');
  expect(own.state.get()).toMatchObject({ phase: 'joining', busy: false });
});

it('a page that was opened by a link waits for its form, also where a name is remembered', () => {
  const { signaling, preferences, own } = loggedIn();
  own.leave();
  preferences.set({ name: 'me' });
  const lazy = new LazySession(preferences, true, true);
  lazy.standFor(own);
  lazy.start();
  expect(lazy.state.get()).toMatchObject({ phase: 'joining', busy: false });
  expect(signaling.handshake).toBeNull();
  lazy.join('me');
  expect(signaling.handshake).not.toBeNull();
});
