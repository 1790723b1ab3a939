/** The right side while no conversation is open. */
import { LitElement, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg } from '@lit/localize';
import { peopleContext, sessionContext } from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import type { People } from '../../stores/people.ts';
import type { Session } from '../../stores/session.ts';
import '../invite/invite.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { brandMark } from '../ui/brand-mark.ts';
import { welcomeStyles } from './welcome.styles.ts';

@customElement('ear-welcome')
export class Welcome extends LitElement {
  static override styles = [baseStyles, welcomeStyles];

  @consume({ context: peopleContext }) private _people!: People;
  @consume({ context: sessionContext }) private _session!: Session;
  private readonly _urls = new StoreController(
    this,
    () => this._session.state,
    (state) => (state.phase === 'joined' ? state.urls : null),
  );

  private readonly _nobody = new StoreController(
    this,
    () => this._people.state,
    ({ loading, online }) => online === 0 && !loading,
  );

  override render() {
    return this._nobody.value
      ? html`<h2>${msg('Invite somebody')}</h2>
          <ear-invite .urls=${this._urls.value ?? []}></ear-invite>`
      : html`${brandMark}
          <h2>${msg('Who would you like to talk to?')}</h2>
          <p>${msg('Pick somebody from the list. Everything you write and say stays on this network.')}</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-welcome': Welcome;
  }
}
