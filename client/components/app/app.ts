/** The root: hands the services to the elements below by narrow contexts. Until it has them, the page's first paint stays. */
import { LitElement, html, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type Context, ContextProvider } from '@lit/context';
import {
  alertsContext,
  browserDataContext,
  callControlContext,
  contactBookContext,
  conversationsContext,
  deviceLinksContext,
  keepingsContext,
  noticeOfContext,
  peopleContext,
  preferencesContext,
  sessionContext,
} from '../../controllers/contexts.ts';
import type { AppServices } from './app-services.ts';
import '../screens/screens.ts';

@customElement('ear-app')
export class App extends LitElement {
  @property({ attribute: false }) services: AppServices | null = null;

  override willUpdate(changed: PropertyValues<this>): void {
    // Once: services live as long as the page.
    if (!changed.has('services') || this.services === null) return;
    this.#provide(sessionContext, this.services.session);
    this.#provide(peopleContext, this.services.people);
    this.#provide(conversationsContext, this.services.conversations);
    this.#provide(alertsContext, this.services.alerts);
    this.#provide(preferencesContext, this.services.preferences);
    this.#provide(callControlContext, this.services.calls);
    this.#provide(deviceLinksContext, this.services.deviceLinks);
    this.#provide(contactBookContext, this.services.contactBook);
    this.#provide(noticeOfContext, this.services.noticeOf);
    this.#provide(browserDataContext, this.services.data);
    this.#provide(keepingsContext, this.services.keepings);
  }

  override render() {
    return this.services === null ? html`<slot></slot>` : html`<ear-screens><slot></slot></ear-screens>`;
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
