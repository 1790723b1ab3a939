/** The right side while no conversation is open. */
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg } from '@lit/localize';
import { sessionContext } from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import { type Session } from '../../stores/session.ts';
import '../invite/invite.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { brandMark } from '../ui/brand-mark.ts';
import { welcomeStyles } from './welcome.styles.ts';

@customElement('ear-welcome')
export class Welcome extends LitElement {
  static override styles = [baseStyles, welcomeStyles];

  /** Nobody to pick yet. */
  @property({ type: Boolean }) nobody = false;
  @consume({ context: sessionContext }) private _session!: Session;
  private readonly _urls = new StoreController(
    this,
    () => this._session.state,
    (state) => (state.phase === 'joined' ? state.urls : null),
  );

  override render() {
    return this.nobody
      ? html`<h2>${msg('Invite somebody')}</h2>
          <ear-invite .urls=${this._urls.value ?? []}></ear-invite>`
      : html`${brandMark}
          <h2>${msg('Who would you like to talk to?')}</h2>
          <p>
            ${msg('Pick somebody from the list. What you say goes straight from your device to theirs and stays on this network.')}
          </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-welcome': Welcome;
  }
}
