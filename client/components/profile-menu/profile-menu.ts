/** My own menu: how others see me, the way to the contacts and the settings, leaving. */
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { LogOut, Pencil, Settings } from 'lucide';
import { CHOSEN_STATUSES, type ChosenStatus } from '../../../protocol/presence.ts';
import { alertsContext, preferencesContext, sessionContext } from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import type { Alerts } from '../../stores/alerts.ts';
import type { Preferences } from '../../stores/preferences.ts';
import type { Session } from '../../stores/session.ts';
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
import './rename-form.ts';

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
  @state() private _renaming = false;
  @state() private _inSettings = false;
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
            @click=${() => (this._renaming = true)}
          >
            ${icon(Pencil)}
          </button>
        </div>
        ${this.#statuses()}
        <div class="actions">
          <button class="button quiet" type="button" data-closes @click=${this._openSettings}>
            ${icon(Settings)}${msg('Settings')}
          </button>
          <button class="button quiet warns" type="button" data-closes @click=${() => this._session.leave()}>
            ${icon(LogOut)}${msg('Leave')}
          </button>
        </div>
      </ear-menu>
      ${this._renaming ? this.#renameDialog(me.name) : nothing}
      ${
        this._inSettings
          ? html`<ear-dialog label=${msg('Settings')} @ear-dialog-closed=${() => (this._inSettings = false)}>
              <ear-settings></ear-settings>
            </ear-dialog>`
          : nothing
      }`;
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

  private async _openSettings(): Promise<void> {
    try {
      await loadSettings();
      this._inSettings = true;
    } catch {
      this._alerts.show(
        msg('The settings could not be loaded. Try again when the server is back.'),
        'problem',
      );
    }
  }

  #renameDialog(name: string) {
    const close = () => (this._renaming = false);
    return html`<ear-dialog label=${msg('Change your name')} @ear-dialog-closed=${close}>
      <ear-rename-form
        name=${name}
        .rename=${(wanted: string) => this._session.rename(wanted)}
        @ear-renamed=${close}
      ></ear-rename-form>
    </ear-dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-profile-menu': ProfileMenu;
  }
}
