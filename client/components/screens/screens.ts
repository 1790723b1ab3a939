/** Which screen: the join form, which the page has from its first paint on, or home. Applies the chosen theme to the page. */
import { LitElement, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { nextFrame } from '../../base/next-frame.ts';
import {
  accountsContext,
  deviceLinksContext,
  preferencesContext,
  sessionContext,
} from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import type { DeviceLinkDoor } from '../../device-link/device-link-view.ts';
import type { AccountEntry } from '../../stores/account-entry.ts';
import type { Preferences } from '../../stores/preferences.ts';
import type { Session } from '../../stores/session.ts';

/** How long a page may try to join by itself before it shows that it does. */
const PATIENCE_MS = 1_500;

@customElement('ear-screens')
export class Screens extends LitElement {
  @consume({ context: sessionContext }) private _session!: Session;
  @consume({ context: preferencesContext }) private _preferences!: Preferences;
  @consume({ context: deviceLinksContext }) private _deviceLinks!: DeviceLinkDoor;
  @consume({ context: accountsContext }) private _accounts?: AccountEntry;
  private readonly _phase = new StoreController(
    this,
    () => this._session.state,
    (state) => (state.phase === 'joining' && state.busy ? 'joining by itself' : state.phase),
  );
  private readonly _arriving = new StoreController(
    this,
    () => this._deviceLinks.arriving,
    (secret) => secret !== null,
  );
  private readonly _theme = new StoreController(
    this,
    () => this._preferences.state,
    (state) => state.theme,
  );

  #formSeen = false;
  #patience: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#patience = setTimeout(() => {
      this.#formSeen = true;
      this.requestUpdate();
    }, PATIENCE_MS);
  }

  override firstUpdated(): void {
    // The form comes first. Without it the page is as browsers are.
    void nextFrame()
      .then(() => import('../ui/keep-focus.ts'))
      .then(
        ({ keepFocus }) => keepFocus(() => this.renderRoot.querySelector('ear-home')?.focus()),
        () => undefined,
      );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#patience);
  }

  override updated(): void {
    // As client/early.ts left it for the first paint.
    document.documentElement.toggleAttribute('data-entering', !this.#asksForName);
    const theme = this._theme.value;
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }

  override render() {
    const phase = this._phase.value;
    if (this._arriving.value) {
      import('../device-link/device-arrival.ts').catch(() => location.reload());
      return html`<ear-device-arrival></ear-device-arrival>`;
    }
    if (phase === 'joined') return html`<ear-home></ear-home>`;
    this.#formSeen ||= phase === 'joining';
    return this._accounts && this.#asksForName ? this.#login() : html`<slot></slot>`;
  }

  /** A reload joins under the remembered name: no form flashes by for the moment that takes. */
  get #asksForName(): boolean {
    return this.#formSeen && this._phase.value !== 'starting';
  }

  #login() {
    if (customElements.get('ear-login')) return html`<ear-login></ear-login>`;
    import('../login/login.ts').then(
      () => this.requestUpdate(),
      () => location.reload(),
    );
    return html`<slot></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-screens': Screens;
  }
}
