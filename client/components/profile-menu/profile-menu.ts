/** My own menu: how others see me, the way to the contacts and the settings, leaving. */
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { Info, KeyRound, LogOut, MonitorSmartphone, Pencil, Settings, Users } from 'lucide';
import { CHOSEN_STATUSES, type ChosenStatus } from '../../../protocol/presence.ts';
import {
  accountsContext,
  alertsContext,
  preferencesContext,
  sessionContext,
} from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import type { AccountEntry } from '../../stores/account-entry.ts';
import type { Alerts } from '../../stores/alerts.ts';
import type { Preferences } from '../../stores/preferences.ts';
import type { Session } from '../../stores/session.ts';
import { loadContacts } from '../contacts/load-contacts.ts';
import { loadSettings } from '../settings/load-settings.ts';
import '../ui/avatar.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import '../ui/dialog.ts';
import { icon } from '../ui/icon.ts';
import '../ui/menu.ts';
import '../ui/presence.ts';
import { presenceWords } from '../words/presence-words.ts';
import { profileMenuStyles } from './profile-menu.styles.ts';

/** What is opened from here comes when it is wanted. */
const LOADS = {
  contacts: loadContacts,
  settings: loadSettings,
  rename: () => import('./rename-form.ts'),
  device: () => import('../device-link/device-offer.ts'),
  account: () => import('../account/account-panel.ts'),
};
type Shown = keyof typeof LOADS;

function statusHint(status: ChosenStatus): string {
  if (status === 'available') return msg('People may write and call');
  if (status === 'away') return msg('You are not at this device');
  return msg('Calls are shown but do not ring');
}

@customElement('ear-profile-menu')
export class ProfileMenu extends LitElement {
  static override styles = [baseStyles, buttonStyles, profileMenuStyles];

  @consume({ context: sessionContext }) private _session!: Session;
  @consume({ context: preferencesContext }) private _preferences!: Preferences;
  @consume({ context: alertsContext }) private _alerts!: Alerts;
  @consume({ context: accountsContext }) private _accounts?: AccountEntry;
  @state() private _shown: Shown | null = null;
  private readonly _joined = new StoreController(
    this,
    () => this._session.state,
    (state) => (state.phase === 'joined' ? state : null),
  );
  private readonly _choices = new StoreController(
    this,
    () => this._preferences.state,
    (state) => state,
  );

  override render() {
    const joined = this._joined.value;
    if (joined === null) return nothing;
    const { me } = joined;
    return html`<ear-menu label=${msg(str`You: ${me.name}, ${presenceWords(me.status)}`)}>
        <span slot="trigger" class="me">
          <ear-avatar .person=${me}></ear-avatar>
          <ear-presence mute .status=${me.status}></ear-presence>
        </span>
        <div class="who">
          <ear-avatar .person=${me}></ear-avatar>
          <strong>${me.name}</strong>
          <button
            class="button quiet round"
            type="button"
            data-closes
            aria-label=${msg('Change your name')}
            @click=${() => void this._show('rename')}
          >
            ${icon(Pencil)}
          </button>
        </div>
        ${this.#statuses()}
        <div class="actions">
          <button class="button quiet" type="button" data-closes @click=${() => void this._show('contacts')}>
            ${icon(Users)}${msg('Contacts')}
          </button>
          <button class="button quiet" type="button" data-closes @click=${() => void this._show('settings')}>
            ${icon(Settings)}${msg('Settings')}
          </button>
          <button class="button quiet" type="button" data-closes @click=${() => void this._show('device')}>
            ${icon(MonitorSmartphone)}${msg('Use Earshot on another device')}
          </button>
          ${
            joined.landing === undefined
              ? nothing
              : html`<a class="button quiet" href=${joined.landing} target="_blank" rel="noopener" data-closes
                  >${icon(Info)}${msg('About this server')}</a
                >`
          }
          ${
            this._accounts
              ? html`<button
                  class="button quiet"
                  type="button"
                  data-closes
                  @click=${() => void this._show('account')}
                >
                  ${icon(KeyRound)}${msg('Account')}
                </button>`
              : nothing
          }
          <button class="button quiet warns" type="button" data-closes @click=${() => void this._leave()}>
            ${icon(LogOut)}${this._accounts ? msg('Log out') : msg('Leave')}
          </button>
        </div>
      </ear-menu>
      ${this._shown === null ? nothing : this.#dialog(this._shown, me.name)}`;
  }

  #statuses() {
    const chosen = this._choices.value.status;
    return html`<fieldset>
      <legend>${msg('How others see you')}</legend>
      ${CHOSEN_STATUSES.map(
        (status) =>
          html`<label class="choice">
            <ear-presence mute .status=${status}></ear-presence>
            <span>${presenceWords(status)}<small>${statusHint(status)}</small></span>
            <input
              type="radio"
              name="status"
              .checked=${status === chosen}
              @change=${() => this._session.setStatus(status)}
            />
          </label>`,
      )}
    </fieldset>`;
  }

  #dialog(shown: Shown, name: string) {
    const close = () => (this._shown = null);
    const [label, content] = {
      contacts: () => [msg('Contacts'), html`<ear-contacts-list></ear-contacts-list>`] as const,
      settings: () => [msg('Settings'), html`<ear-settings></ear-settings>`] as const,
      device: () =>
        [msg('Use Earshot on another device'), html`<ear-device-offer></ear-device-offer>`] as const,
      account: () => [msg('Account'), html`<ear-account-panel></ear-account-panel>`] as const,
      rename: () =>
        [
          msg('Change your name'),
          html`<ear-rename-form
            name=${name}
            .rename=${(wanted: string) => this._session.rename(wanted)}
            @ear-renamed=${close}
          ></ear-rename-form>`,
        ] as const,
    }[shown]();
    // Whoever is picked among the contacts is shown by the screen, and the dialog is in the way.
    return html`<ear-dialog
      label=${label}
      ?firm=${shown === 'device'}
      @ear-dialog-closed=${close}
      @ear-person-picked=${close}
    >
      ${content}
    </ear-dialog>`;
  }

  private async _leave(): Promise<void> {
    try {
      // First, because only the server can end the session.
      if (this._accounts) await (await LOADS.account()).logout();
      this._session.leave();
    } catch {
      this._alerts.show(msg('The server did not answer. Try again when you are connected.'), 'problem');
    }
  }

  private async _show(shown: Shown): Promise<void> {
    try {
      await LOADS[shown]();
      this._shown = shown;
    } catch {
      this._alerts.show(msg('This could not be loaded. Try again when the server is back.'), 'problem');
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-profile-menu': ProfileMenu;
  }
}
