/** How this browser looks and sounds, and what it keeps. A choice counts at once; there is nothing to save. */
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg } from '@lit/localize';
import { SlidersHorizontal, Stethoscope } from 'lucide';
import { alertsContext, preferencesContext } from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import { keptChoices } from '../../media/kept-choices.ts';
import { bothSynthetic, isSynthetic } from '../../media/synthetic.ts';
import type { Alerts } from '../../stores/alerts.ts';
import type { Preferences, PreferencesState } from '../../stores/preferences.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import '../ui/dialog.ts';
import { icon } from '../ui/icon.ts';
import './browser-data.ts';
import './leave-and-erase.ts';
import { settingsStyles } from './settings.styles.ts';

const THEMES = ['system', 'light', 'dark'] as const;

function themeWords(theme: PreferencesState['theme']): string {
  if (theme === 'system') return msg('Automatic');
  return theme === 'light' ? msg('Light') : msg('Dark');
}

function useSynthetic(on: boolean): void {
  keptChoices().set(on ? bothSynthetic() : { camera: null, microphone: null });
}

@customElement('ear-settings')
export class Settings extends LitElement {
  static override styles = [baseStyles, buttonStyles, settingsStyles];

  @consume({ context: preferencesContext }) private _preferences!: Preferences;
  @consume({ context: alertsContext }) private _alerts!: Alerts;
  @state() private _checks = false;
  private readonly _choices = new StoreController(
    this,
    () => this._preferences.state,
    (state) => state,
  );

  private readonly _devices = new StoreController(
    this,
    () => keptChoices().state,
    ({ camera, microphone }) => isSynthetic(camera?.id) && isSynthetic(microphone?.id),
  );

  override render() {
    const { sounds, theme } = this._choices.value;
    return html`<fieldset>
        <legend>${msg('Colours')}</legend>
        <div class="segments">
          ${THEMES.map(
            (one) =>
              html`<label class="segment">
                <input
                  type="radio"
                  name="theme"
                  .checked=${one === theme}
                  @change=${() => this._preferences.set({ theme: one })}
                />${themeWords(one)}
              </label>`,
          )}
        </div>
      </fieldset>
      <label class="choice">
        <span>${msg('Sounds')}<small>${msg('For calls and new messages')}</small></span>
        <input
          type="checkbox"
          .checked=${sounds}
          @change=${(event: Event) => this._preferences.set({ sounds: (event.target as HTMLInputElement).checked })}
        />
      </label>
      <label class="choice">
        <span
          >${msg('Synthetic camera and microphone')}<small
            >${msg('For demonstrations and machines without any: a drawing and soft tones take the place of yours.')}</small
          ></span
        >
        <input
          type="checkbox"
          .checked=${this._devices.value}
          @change=${(event: Event) => useSynthetic((event.target as HTMLInputElement).checked)}
        />
      </label>
      <button class="button" type="button" @click=${() => void this._check()}>
        ${icon(SlidersHorizontal)}${msg('Test microphone and camera')}
      </button>
      <button
        class="button"
        type="button"
        @click=${() => this.dispatchEvent(new Event('ear-check-wanted', { bubbles: true, composed: true }))}
      >
        ${icon(Stethoscope)}${msg('Test the connection')}
      </button>
      <ear-browser-data></ear-browser-data>
      <ear-leave-and-erase></ear-leave-and-erase>
      ${
        this._checks
          ? html`<ear-dialog
              label=${msg('Microphone, camera and speaker')}
              @ear-dialog-closed=${() => (this._checks = false)}
            >
              <ear-device-check></ear-device-check>
            </ear-dialog>`
          : nothing
      }`;
  }

  private async _check(): Promise<void> {
    try {
      await import('../call-devices/device-check.ts');
      this._checks = true;
    } catch {
      this._alerts.show(msg('This could not be loaded. Try again when the server is back.'), 'problem');
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-settings': Settings;
  }
}
