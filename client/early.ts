/**
 * Runs before the first paint, which waits for it: the page has the theme that was chosen, and the join form only where somebody
 * is to fill it in. The rest of the code comes after that paint, and whoever joins before it is there is heard all the same.
 */
import { DEVICE_FRAGMENT } from '../protocol/device-link.ts';
import { nextFrame } from './base/next-frame.ts';
import { safeLocalStorage } from './base/safe-local-storage.ts';
import { readPreferences } from './stores/preferences.ts';

const { name, theme } = readPreferences(safeLocalStorage());
const page = document.documentElement;
if (theme !== 'system') page.dataset['theme'] = theme;
const isEntering = name !== '' || location.hash.startsWith(DEVICE_FRAGMENT);
// Taken back by ear-screens.
if (isEntering) page.dataset['entering'] = '';
// Only of the join form: what is submitted in a shadow root is not heard outside of it. Once the form's own code is there, that prevents it.
document.addEventListener('submit', (event) => {
  if (event.defaultPrevented || !(event.target instanceof HTMLFormElement)) return;
  event.preventDefault();
  event.target.dataset['wanted'] = '';
  if (event.submitter !== null) event.submitter.textContent = 'Joining…';
});
const main = document.currentScript?.dataset['main'] ?? '';
const parsed = new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve));
// Who is to be in anyway need not see anything first: the page may be in a tab that nobody looks at.
parsed
  .then(() => (isEntering ? undefined : nextFrame()))
  .then(() => import(main))
  .catch((fault: unknown) => {
    reportError(fault);
    const tagline = document.querySelector('.intro p');
    tagline?.setAttribute('role', 'alert');
    tagline?.replaceChildren('The page did not arrive whole. Please reload it.');
  });
