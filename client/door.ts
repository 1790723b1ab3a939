/**
 * What the page has before the rest of its code: choices, sounds and words, and a session that waits, so that the join form
 * takes a name while everything else is still being loaded.
 */
import { systemClock as clock } from './base/clock.ts';
import { safeLocalStorage } from './base/safe-local-storage.ts';
import { Store } from './base/store.ts';
import type { DeviceLinks } from './device-link/device-link-view.ts';
import { Sounds } from './media/sounds.ts';
import { ScreenAlerts } from './stores/alerts.ts';
import { LazySession } from './stores/lazy-session.ts';
import { StoredPreferences } from './stores/preferences.ts';
import { ACCOUNT_FRAGMENT, type Registration } from '../protocol/accounts.ts';
import { DEVICE_FRAGMENT } from '../protocol/device-link.ts';
import { LIMITS } from '../protocol/limits.ts';

export type Door = ReturnType<typeof openDoor>;

/** `loadLinks` waits for the services; `registration` is what the page says of accounts. */
export function openDoor(loadLinks: () => Promise<DeviceLinks>, registration?: string) {
  const [secret = null, link = null] = takeSecrets();
  const storage = safeLocalStorage();
  const preferences = new StoredPreferences(storage);
  // The server writes it into the page, or leaves it out.
  const accounts = registration ? { registration: registration as Registration, link } : null;
  const isLink = accounts !== null && link !== null;
  const isFormFirst = secret === null && (isLink || preferences.state.get().name === '');
  const session = new LazySession(preferences, isFormFirst, isLink);
  const sounds = new Sounds(() => preferences.state.get().sounds);
  const arriving = new Store(secret);
  return {
    isFormFirst,
    accounts,
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

/** Out of the address bar at once, and of the browser's history: so is a passcode, scanned by somebody who is in already. */
function takeSecrets(): readonly (string | null)[] {
  const { hash, pathname, search } = location;
  const secretsIn = (fragment: string) =>
    [DEVICE_FRAGMENT, ACCOUNT_FRAGMENT].map((start) =>
      fragment.startsWith(start)
        ? fragment.slice(start.length, start.length + LIMITS.secretCharacters)
        : null,
    );
  // Opened again in a tab that is there already, which changes nothing but the fragment.
  addEventListener('hashchange', () => secretsIn(location.hash).some(Boolean) && location.reload());
  if (hash !== '') history.replaceState(null, '', pathname + search);
  return secretsIn(hash);
}
