/** One's own account: another password, logging out everywhere, and for administrators the way to everybody's. */
import { LitElement, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { msg, str } from '@lit/localize';
import { LogOut } from 'lucide';
import type { OwnAccount } from '../../../protocol/accounts.ts';
import { AccountFault, accountRequests } from '../../connection/account-requests.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { fieldStyles } from '../ui/field.styles.ts';
import { icon } from '../ui/icon.ts';
import { accountWords } from '../words/account-words.ts';
import './administration.ts';
import { accountStyles } from './account.styles.ts';

/** For the menu, which loads nothing of accounts by itself. */
export const logout = () => accountRequests.logout();

type Fault = Parameters<typeof accountWords>[0];

@customElement('ear-account-panel')
export class AccountPanel extends LitElement {
  static override styles = [baseStyles, buttonStyles, fieldStyles, accountStyles];

  @state() private _own: OwnAccount | null = null;
  @state() private _fault: Fault | null = null;
  @state() private _done = '';
  @state() private _busy = false;
  @query('#old') private _old!: HTMLInputElement;
  @query('#new') private _new!: HTMLInputElement;
  @query('form') private _form!: HTMLFormElement;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#trying(async () => {
      this._own = await accountRequests.me();
    });
  }

  override render() {
    const own = this._own;
    return html`<div class="account">
      ${own === null ? nothing : html`<p>${msg(str`You are logged in as ${own.name}.`)}</p>`}
      <form @submit=${this._onSubmit} aria-label=${msg('Change the password')}>
        <h3>${msg('Change the password')}</h3>
        <input
          class="unseen"
          autocomplete="username"
          .value=${own?.name ?? ''}
          tabindex="-1"
          aria-hidden="true"
          readonly
        />
        ${this.#field('old', msg('Current password'), 'current-password')}
        ${this.#field('new', msg('New password'), 'new-password')}
        <p class="hint" id="hint">
          ${msg('At least 8 characters. A few words are easy to remember and hard to guess.')}
        </p>
        <p class="said" role="status">
          ${this._fault === null ? this._done : html`<span class="problem">${faultWords(this._fault)}</span>`}
        </p>
        <button class="button primary" type="submit">
          ${this._busy ? msg('Saving…') : msg('Change the password')}
        </button>
        <p class="hint">${msg('Wherever else you are logged in, you have to log in again.')}</p>
      </form>
      <section>
        <h3>${msg('All devices')}</h3>
        <button class="button" type="button" @click=${() => void this._everywhere()}>
          ${icon(LogOut)}${msg('Log out everywhere')}
        </button>
      </section>
      ${own?.administrator === true ? html`<ear-administration .me=${own.user}></ear-administration>` : nothing}
    </div>`;
  }

  #field(id: string, label: string, autocomplete: 'current-password' | 'new-password') {
    return html`<div class="field">
      <label class="label" for=${id}>${label}</label>
      <input
        id=${id}
        class="box"
        type="password"
        autocomplete=${autocomplete}
        required
        aria-describedby=${id === 'new' ? 'hint' : nothing}
      />
    </div>`;
  }

  private _onSubmit(event: Event): void {
    event.preventDefault();
    void this.#trying(async () => {
      await accountRequests.changePassword({ old: this._old.value, password: this._new.value });
      this._done = msg('The password was changed.');
      this._form.reset();
    });
  }

  /** The server ends the connection of this page too, which then asks to log in. */
  private _everywhere(): Promise<void> {
    return this.#trying(() => accountRequests.logoutEverywhere());
  }

  async #trying(step: () => Promise<void>): Promise<void> {
    if (this._busy) return;
    this._busy = true;
    this._fault = null;
    this._done = '';
    try {
      await step();
    } catch (error) {
      this._fault = error instanceof AccountFault ? error : { code: 'internal', detail: '' };
    } finally {
      this._busy = false;
    }
  }
}

/** Here nobody was asked for a name. */
function faultWords(fault: Fault): string {
  if (fault.code !== 'login_wrong') return accountWords(fault);
  return msg(
    'That is not your current password. Type it once more; if you forgot it, an administrator of this server can give you a link for a new one.',
  );
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-account-panel': AccountPanel;
  }
}
