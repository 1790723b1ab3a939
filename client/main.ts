/** The page's entry: shows the app over its first paint, the join form first, and what belongs to the page rather than to a screen. */
import { nextFrame } from './base/next-frame.ts';
import './components/app/app.ts';
import { openDoor } from './door.ts';
import type { StartedServices } from './services.ts';

/** Between two looks whether the server is back that did not send the rest of the page. */
const LOOK_EVERY_MS = 2_000;
/** A page that is as young as that has been loaded anew already. */
const YOUNG_MS = 10_000;

async function loadRest() {
  for (let isServerThere = false; ; isServerThere = await answers()) {
    try {
      const parts = [import('./services.ts'), import('./components/home/home.ts')] as const;
      const [{ startServices }] = await Promise.all(parts);
      return startServices;
    } catch {
      // Firefox remembers that a module failed, and after an update of the server its files have other names.
      if (isServerThere && performance.now() > YOUNG_MS) location.reload();
      door.session.fail();
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}

const answers = () =>
  fetch(location.href, { method: 'HEAD', cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );

function followTitle({ people }: StartedServices): void {
  const apply = () => {
    const unread = people.state.get().entries.reduce((sum, entry) => sum + entry.unread, 0);
    document.title = unread > 0 ? `(${unread}) Earshot` : 'Earshot';
  };
  people.state.subscribe(apply);
}

const app = document.querySelector('ear-app');
if (app === null) throw new Error('the page has no ear-app');
const door = openDoor(async () => (await starting).loadDeviceLinks(), app.dataset['accounts']);
app.door = door;
// The form is drawn, and takes letters, before this device has anything else to do.
const starting = (door.isFormFirst ? nextFrame() : Promise.resolve())
  .then(loadRest)
  .then((startServices) => startServices(door));
// Not awaited here: what is loaded later imports this module, and would wait for it in turn.
void starting.then((services) => {
  followTitle(services);
  app.services = services;
});
