/**
 * What the page has before the rest of its code: choices, sounds and words, and a session that waits, so that the join form
 * takes a name while everything else is still being loaded.
 */
import { systemClock as clock } from './base/clock.ts';
import { Store } from './base/store.ts';
import type { DeviceLinks } from './device-link/device-link-view.ts';
import { Sounds } from './media/sounds.ts';
import { ScreenAlerts } from './stores/alerts.ts';
import { LazySession } from './stores/lazy-session.ts';
import { StoredPreferences } from './stores/preferences.ts';
import { DEVICE_FRAGMENT } from '../protocol/device-link.ts';
import { LIMITS } from '../protocol/limits.ts';

export type Door = ReturnType<typeof openDoor>;

/** `loadLinks` waits for the services. */
export function openDoor(loadLinks: () => Promise<DeviceLinks>) {
  const secret = takeLinkSecret();
  const storage = safeLocalStorage();
  const preferences = new StoredPreferences(storage);
  const isFormFirst = secret === null && preferences.state.get().name === '';
  const session = new LazySession(preferences, isFormFirst);
  const sounds = new Sounds(() => preferences.state.get().sounds);
  const arriving = new Store(secret);
  return {
    isFormFirst,
    storage,
    preferences,
    session,
    sounds,
    alerts: new ScreenAlerts({ clock, sounds }),
    deviceLinks: {
      arriving,
      load: loadLinks,
      over: () => {
        arriving.set(null);
        if (session.state.get().phase === 'starting') session.start();
      },
    },
  };
}

/** Some browsers throw where storage is blocked, instead of leaving it out. */
function safeLocalStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** Out of the address bar at once, and of the browser's history: so is a passcode, scanned by somebody who is in already. */
function takeLinkSecret(): string | null {
  const { hash, pathname, search } = location;
  // Opened again in a tab that is there already, which changes nothing but the fragment.
  addEventListener('hashchange', () => location.hash.startsWith(DEVICE_FRAGMENT) && location.reload());
  if (hash !== '') history.replaceState(null, '', pathname + search);
  if (!hash.startsWith(DEVICE_FRAGMENT)) return null;
  return hash.slice(DEVICE_FRAGMENT.length, DEVICE_FRAGMENT.length + LIMITS.secretCharacters);
}
