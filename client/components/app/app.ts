/** The root: hands the services to the elements below by narrow contexts, and to the join form, which stands in the page from its first paint on. */
import { LitElement, html, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type Context, ContextProvider } from '@lit/context';
import {
  accountsContext,
  alertsContext,
  browserDataContext,
  callControlContext,
  contactBookContext,
  conversationsContext,
  deviceLinksContext,
  keepingsContext,
  meetingContext,
  noticeOfContext,
  peopleContext,
  preferencesContext,
  sessionContext,
} from '../../controllers/contexts.ts';
import type { AppServices, DoorServices } from './app-services.ts';
import '../joining/joining.ts';
import '../screens/screens.ts';

@customElement('ear-app')
export class App extends LitElement {
  /** First: the join form needs no more. */
  @property({ attribute: false }) door: DoorServices | null = null;
  /** Before anybody has joined. */
  @property({ attribute: false }) services: Omit<AppServices, keyof DoorServices> | null = null;

  override willUpdate(changed: PropertyValues<this>): void {
    // Each once: they live as long as the page.
    const { door, services } = this;
    if (changed.has('door') && door !== null) {
      const form = this.querySelector('ear-joining');
      if (form !== null) form.door = door;
      this.#provide(sessionContext, door.session);
      this.#provide(alertsContext, door.alerts);
      this.#provide(preferencesContext, door.preferences);
      this.#provide(deviceLinksContext, door.deviceLinks);
      if (door.accounts) this.#provide(accountsContext, door.accounts);
    }
    if (changed.has('services') && services !== null) {
      this.#provide(peopleContext, services.people);
      this.#provide(conversationsContext, services.conversations);
      this.#provide(callControlContext, services.calls);
      this.#provide(contactBookContext, services.contactBook);
      this.#provide(noticeOfContext, services.noticeOf);
      this.#provide(browserDataContext, services.data);
      this.#provide(keepingsContext, services.keepings);
      this.#provide(meetingContext, services.meeting);
    }
  }

  override render() {
    return this.door === null ? html`<slot></slot>` : html`<ear-screens><slot></slot></ear-screens>`;
  }

  #provide<T>(context: Context<unknown, T>, initialValue: T): void {
    new ContextProvider(this, { context, initialValue });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-app': App;
  }
}
