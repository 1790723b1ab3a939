/** Which screen: the first paint while starting, joining, or home. Applies the chosen theme to the page. */
import { LitElement, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { preferencesContext, sessionContext } from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import { type Preferences } from '../../stores/preferences.ts';
import { type Session } from '../../stores/session.ts';
import '../home/home.ts';
import '../joining/joining.ts';

@customElement('ear-screens')
export class Screens extends LitElement {
  @consume({ context: sessionContext }) private _session!: Session;
  @consume({ context: preferencesContext }) private _preferences!: Preferences;
  private readonly _phase = new StoreController(
    this,
    () => this._session.state,
    (state) => state.phase,
  );
  private readonly _theme = new StoreController(
    this,
    () => this._preferences.state,
    (state) => state.theme,
  );

  override updated(): void {
    const theme = this._theme.value;
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }

  override render() {
    switch (this._phase.value) {
      case 'starting':
        return html`<slot></slot>`;
      case 'joining':
        return html`<ear-joining></ear-joining>`;
      case 'joined':
        return html`<ear-home></ear-home>`;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-screens': Screens;
  }
}
