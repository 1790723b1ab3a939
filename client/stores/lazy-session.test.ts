import { expect, it } from 'vitest';
import { person, welcome } from '../../tests/support/client-records.ts';
import { tabId } from '../../tests/support/records.ts';
import { ScriptedSignaling } from '../../tests/support/scripted-signaling.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import { Contacts } from './contacts.ts';
import { LazySession } from './lazy-session.ts';
import { StoredPreferences } from './preferences.ts';
import { OwnSession } from './session.ts';

const FORM = { phase: 'joining', name: '', busy: false, problem: null } as const;

function lazy({ name = '' } = {}) {
  const signaling = new ScriptedSignaling();
  signaling.close();
  const preferences = new StoredPreferences(null);
  preferences.set({ name });
  const session = new LazySession(preferences, name === '');
  const isLoaded = () => {
    const contacts = new Contacts(new MemoryArchive());
    const own = new OwnSession({
      ...{ signaling, preferences, contacts },
      tab: tabId('tab'),
      now: () => 0,
      ownUrl: 'https://localhost:5443/',
    });
    session.standFor(own);
    session.start();
  };
  return { signaling, preferences, session, isLoaded };
}

it('shows the form at once where no name is remembered', () => {
  const { session, isLoaded, signaling } = lazy();
  expect(session.state.get()).toEqual(FORM);
  isLoaded();
  expect(session.state.get()).toEqual(FORM);
  expect(signaling.handshake).toBeNull();
});

it('shows no form where a name is, and joins by it', () => {
  const { session, isLoaded, signaling } = lazy({ name: 'Ana' });
  expect(session.state.get()).toEqual({ phase: 'starting' });
  isLoaded();
  expect(session.state.get()).toEqual({ ...FORM, name: 'Ana', busy: true });
  expect(signaling.handshake?.().name).toBe('Ana');
});

it('joins by the name that was given before it was loaded, and says what comes of it', () => {
  const { session, isLoaded, signaling } = lazy();
  session.join('Ana');
  expect(session.state.get()).toEqual({ ...FORM, name: 'Ana', busy: true });
  isLoaded();
  expect(signaling.handshake?.().name).toBe('Ana');
  signaling.state.set({ phase: 'connected' });
  signaling.notices.emit('welcome', welcome(person('Ana')));
  expect(session.state.get()).toMatchObject({ phase: 'joined', me: { name: person('Ana').name } });
});

it('refuses an empty name as the session itself does', () => {
  const { session, isLoaded } = lazy();
  session.join(' ');
  isLoaded();
  expect(session.state.get()).toMatchObject({ busy: false, problem: { code: 'name_invalid' } });
});

it('says that the server is gone, and keeps the name that was given', () => {
  const { session, preferences } = lazy();
  session.join('Ana ');
  session.fail();
  expect(session.state.get()).toMatchObject({
    name: 'Ana',
    busy: false,
    problem: { code: 'no_answer_from_server' },
  });
  expect(preferences.state.get().name).toBe('Ana');
});
