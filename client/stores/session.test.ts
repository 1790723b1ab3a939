import { describe, expect, it } from 'vitest';
import { contact, person, welcome } from '../../tests/support/client-records.ts';
import { tabId, userId } from '../../tests/support/records.ts';
import { refusing, ScriptedSignaling } from '../../tests/support/scripted-signaling.ts';
import { settled } from '../../tests/support/settled.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Welcome } from '../../protocol/events.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { MemoryArchive } from '../storage/memory-archive.ts';
import { Contacts } from './contacts.ts';
import { StoredPreferences, type PreferencesState } from './preferences.ts';
import { OwnSession } from './session.ts';

const NOW = 1_000_000;
const URLS = ['https://10.0.0.7:5443/'];
const me = person('me');

function session(remembered: Partial<PreferencesState> = {}) {
  const signaling = new ScriptedSignaling();
  signaling.close();
  const preferences = new StoredPreferences(null);
  preferences.set(remembered);
  const contacts = new Contacts(new MemoryArchive());
  const own = new OwnSession({
    signaling,
    preferences,
    contacts,
    tab: tabId('tab'),
    now: () => NOW,
    ownUrl: 'https://localhost:5443/',
  });
  const isWelcomed = (change: Partial<Welcome> = {}) => {
    signaling.state.set({ phase: 'connected' });
    signaling.notices.emit('welcome', welcome(me, change));
  };
  const isRefused = (code: ErrorCode, detail = '') =>
    signaling.state.set({ phase: 'refused', error: { code, detail } });
  return { signaling, preferences, contacts, own, isWelcomed, isRefused };
}

const JOINED = { phase: 'joined', me, serverName: 'Office', urls: URLS, reconnectingSince: null } as const;

describe('starting', () => {
  it('shows the form where this browser remembers no name', () => {
    const { signaling, own } = session();
    expect(own.state.get()).toEqual({ phase: 'starting' });
    own.start();
    expect(own.state.get()).toEqual({ phase: 'joining', name: '', busy: false, problem: null });
    expect(signaling.handshake).toBeNull();
  });

  it('joins by itself where it does', () => {
    const { signaling, own, isWelcomed } = session({ name: 'me' });
    own.start();
    expect(own.state.get()).toEqual({ phase: 'joining', name: 'me', busy: true, problem: null });
    expect(signaling.handshake?.().name).toBe('me');
    isWelcomed();
    expect(own.state.get()).toEqual(JOINED);
  });
});

describe('joining', () => {
  it('[CHAT-8] says in the handshake who I am and whom I accepted and blocked, as it is at that moment', async () => {
    const { signaling, preferences, contacts, own } = session();
    own.join('  Ana ');
    const before = signaling.handshake?.();
    expect(before).toEqual({
      protocol: PROTOCOL_VERSION,
      name: 'Ana',
      tab: tabId('tab'),
      status: 'available',
      accepted: [],
      blocked: [],
    });
    await contacts.change(userId('bea'), contact('bea'));
    await contacts.change(userId('cem'), contact('cem', { mine: 'blocked' }));
    preferences.set({ status: 'do_not_disturb' });
    expect(signaling.handshake?.()).toEqual({
      ...before,
      status: 'do_not_disturb',
      accepted: [userId('bea')],
      blocked: [userId('cem')],
    });
  });

  it('takes the name as the server has it, and remembers that', () => {
    const { preferences, own, isWelcomed } = session();
    own.join('ME');
    isWelcomed();
    expect(preferences.state.get().name).toBe('me');
  });

  it.each(['', '   ', '\t'])('without a name (%j) is refused here', (name) => {
    const { signaling, own } = session();
    own.join(name);
    const problem = { code: 'name_invalid', detail: 'empty' };
    expect(own.state.get()).toEqual({ phase: 'joining', name, busy: false, problem });
    expect(signaling.handshake).toBeNull();
  });

  it('[PRES-7] that is refused goes back to the form, with the name and the free one', () => {
    const { own, isWelcomed, isRefused } = session();
    own.join('Ana');
    isRefused('name_taken', 'Ana 2');
    const problem = { code: 'name_taken', detail: 'Ana 2' };
    expect(own.state.get()).toEqual({ phase: 'joining', name: 'Ana', busy: false, problem });
    own.join('Ana 2');
    expect(own.state.get()).toEqual({ phase: 'joining', name: 'Ana 2', busy: true, problem: null });
    isWelcomed();
    expect(own.state.get()).toEqual(JOINED);
  });

  it('[CONN-1] states the token that it was given, from then on, where cookies are not kept', () => {
    const { signaling, own, isWelcomed } = session({ name: 'me' });
    own.start();
    expect(signaling.handshake?.()).not.toHaveProperty('token');
    isWelcomed({ token: 'given' });
    expect(signaling.handshake?.().token).toBe('given');
    isWelcomed({ token: null });
    expect(signaling.handshake?.().token).toBe('given');
  });
});

describe('a lost connection', () => {
  it('is shown with its beginning, and ends with the next welcome', () => {
    const { signaling, own, isWelcomed } = session({ name: 'me' });
    own.start();
    isWelcomed();
    signaling.lose(NOW + 5);
    expect(own.state.get()).toEqual({ ...JOINED, reconnectingSince: NOW + 5, isShutOut: false });
    // Connected is not yet known there.
    signaling.state.set({ phase: 'connected' });
    expect(own.state.get()).toEqual({ ...JOINED, reconnectingSince: NOW + 5, isShutOut: false });
    isWelcomed();
    expect(own.state.get()).toEqual(JOINED);
  });

  it('to a server that lets this page in no more is shown as that, until it does', () => {
    const { signaling, own, isWelcomed } = session({ name: 'me' });
    own.start();
    isWelcomed();
    signaling.state.set({ phase: 'reconnecting', since: NOW, isShutOut: true });
    expect(own.state.get()).toMatchObject({ reconnectingSince: NOW, isShutOut: true });
    isWelcomed();
    expect(own.state.get()).toEqual(JOINED);
  });

  it('is not one before anybody has joined', () => {
    const { signaling, own } = session({ name: 'me' });
    own.start();
    signaling.lose(NOW);
    expect(own.state.get()).toMatchObject({ phase: 'joining', busy: true });
  });

  it('[PRES-6] that cost the name leads back to the form', () => {
    const { signaling, own, isWelcomed, isRefused } = session({ name: 'me' });
    own.start();
    isWelcomed();
    signaling.lose();
    isRefused('name_taken', 'me 2');
    const problem = { code: 'name_taken', detail: 'me 2' };
    expect(own.state.get()).toEqual({ phase: 'joining', name: 'me', busy: false, problem });
  });
});

describe('my profile', () => {
  it('is renamed as the server says, and remembered so', async () => {
    const { signaling, preferences, own, isWelcomed } = session({ name: 'me' });
    own.start();
    isWelcomed();
    signaling.answers.set_profile = () => ({ me: { ...me, name: 'Ana' } });
    await own.rename('  Ana');
    expect(signaling.asked).toEqual([['set_profile', { name: '  Ana' }]]);
    expect(own.state.get()).toEqual({ ...JOINED, me: { ...me, name: 'Ana' } });
    expect(preferences.state.get().name).toBe('Ana');
  });

  it('[PRES-7] keeps its name where the new one is taken, and says which is free', async () => {
    const { signaling, preferences, own, isWelcomed } = session({ name: 'me' });
    own.start();
    isWelcomed();
    signaling.answers.set_profile = refusing('name_taken', 'Bea 2');
    await expect(own.rename('Bea')).rejects.toMatchObject({ code: 'name_taken', detail: 'Bea 2' });
    expect(own.state.get()).toEqual(JOINED);
    expect(preferences.state.get().name).toBe('me');
  });

  it('[PRES-4] has the status that was chosen once the server has it', async () => {
    const { signaling, preferences, own, isWelcomed } = session({ name: 'me' });
    own.start();
    isWelcomed();
    signaling.answers.set_profile = () => ({ me: person('me', 'away') });
    own.setStatus('away');
    await settled();
    expect(own.state.get()).toEqual({ ...JOINED, me: person('me', 'away') });
    expect(preferences.state.get().status).toBe('away');
  });

  it('[PRES-4] has a status that was chosen without a connection after the next handshake', () => {
    const { signaling, own, isWelcomed } = session({ name: 'me' });
    own.start();
    isWelcomed();
    signaling.lose();
    own.setStatus('do_not_disturb');
    expect(signaling.handshake?.().status).toBe('do_not_disturb');
  });

  it('[PRES-3] follows what another tab or a call has changed', () => {
    const { signaling, own, isWelcomed } = session({ name: 'me' });
    own.start();
    isWelcomed();
    const updated = [person('ana', 'away'), person('me', 'in_call')];
    signaling.notices.emit('online_users_changed', { joined: [], updated, left: [] });
    expect(own.state.get()).toEqual({ ...JOINED, me: person('me', 'in_call') });
    signaling.notices.emit('online_users_changed', { joined: [], updated: [person('ana')], left: [] });
    expect(own.state.get()).toEqual({ ...JOINED, me: person('me', 'in_call') });
  });
});

describe('leaving', () => {
  it('closes the connection and shows the form with the name, which is not joined with again', () => {
    const { signaling, preferences, own, isWelcomed } = session({ name: 'me', theme: 'dark' });
    own.start();
    isWelcomed();
    own.leave();
    expect(signaling.state.get()).toEqual({ phase: 'closed' });
    expect(own.state.get()).toEqual({ phase: 'joining', name: 'me', busy: false, problem: null });
    expect(preferences.state.get()).toMatchObject({ name: '', theme: 'dark' });
    own.start();
    expect(signaling.handshake).toBeNull();
  });

  it('is not undone by what still arrives', () => {
    const { signaling, own, isWelcomed } = session({ name: 'me' });
    own.start();
    isWelcomed();
    own.leave();
    signaling.notices.emit('server_addresses', { urls: [] });
    signaling.notices.emit('online_users_changed', { joined: [], updated: [me], left: [] });
    signaling.lose();
    expect(own.state.get()).toMatchObject({ phase: 'joining' });
  });
});

describe('the server', () => {
  it.each([
    ['ahead', 90_000],
    ['behind', -90_000],
  ])('and its clock, which may be %s, give one time for both sides', (_title, aheadMs) => {
    const { own, isWelcomed } = session({ name: 'me' });
    expect(own.serverNow()).toBe(NOW);
    own.start();
    isWelcomed({ serverTime: NOW + aheadMs });
    expect(own.serverNow()).toBe(NOW + aheadMs);
  });

  it('and its addresses are shown, and where it knows none, the one this page was opened at', () => {
    const { signaling, own, isWelcomed } = session({ name: 'me' });
    const urls = () => {
      const state = own.state.get();
      return state.phase === 'joined' ? state.urls : null;
    };
    own.start();
    isWelcomed({ urls: [] });
    expect(urls()).toEqual(['https://localhost:5443/']);
    signaling.notices.emit('server_addresses', { urls: URLS });
    expect(urls()).toEqual(URLS);
    signaling.notices.emit('server_addresses', { urls: [] });
    expect(urls()).toEqual(['https://localhost:5443/']);
  });

  it('and what else it says is the last welcome', () => {
    const { own, isWelcomed } = session({ name: 'me' });
    expect(own.welcome).toBeNull();
    own.start();
    isWelcomed({ idleMinutes: 3 });
    isWelcomed({ idleMinutes: 4 });
    expect(own.welcome?.idleMinutes).toBe(4);
  });
});
