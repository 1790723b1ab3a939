/** The page's entry: shows the app over its first paint, and what belongs to the page rather than to a screen. */
import './components/app/app.ts';
import { startServices, type StartedServices } from './services.ts';

function followTitle({ people }: StartedServices): void {
  const apply = () => {
    const unread = people.state.get().entries.reduce((sum, entry) => sum + entry.unread, 0);
    document.title = unread > 0 ? `(${unread}) Earshot` : 'Earshot';
  };
  people.state.subscribe(apply);
}

const app = document.querySelector('ear-app');
if (app === null) throw new Error('the page has no ear-app');
const services = await startServices();
followTitle(services);
app.services = services;
