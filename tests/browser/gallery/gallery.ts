/** One page that shows the app in the scene named after the `#`, on services made by hand. */
import '../../../client/components/app/app.ts';
import { showGalleryCheck } from './gallery-check.ts';
import { galleryServices } from './gallery-services.ts';
import { sceneAt } from './scenes.ts';

const scene = sceneAt(location.hash.slice(1));
const app = document.querySelector('ear-app');
if (scene === null || app === null) throw new Error(`There is no scene ${location.hash}`);
addEventListener('ear-check-wanted', (event) => showGalleryCheck(event.composedPath()[0]));
const services = galleryServices(scene());
app.door = services;
app.services = services;
await import('../../../client/components/home/home.ts');
// What a test waits for: until now the page shows the join form, as it does before any code is there.
document.body.dataset['scene'] = location.hash;
