/** The first screen where the server has accounts: logging in, registering, and setting a password by a link. */
import { LitElement, html } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { LIMITS } from '../../../protocol/limits.ts';
import type { OwnAccount } from '../../../protocol/accounts.ts';
import { AccountFault, accountRequests } from '../../connection/account-requests.ts';
import {
  accountsContext,
  alertsContext,
  preferencesContext,
  sessionContext,
} from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import { eraseBrowser } from '../../storage/erase-browser.ts';
import { keepsAnything } from '../../storage/keeps-anything.ts';
import type { AccountEntry } from '../../stores/account-entry.ts';
import type { Alerts } from '../../stores/alerts.ts';
import type { Preferences } from '../../stores/preferences.ts';
import type { Session } from '../../stores/session.ts';
import { brandMark } from '../ui/brand-mark.ts';
import { formStyles } from '../joining/joining.styles.ts';
import { accountWords } from '../words/account-words.ts';
import { loginStyles } from './login.styles.ts';

/** `stranger`: this browser keeps what is somebody else's. */
type Mode = 'login' | 'register' | 'reset' | 'stranger';
type Fault = Parameters<typeof accountWords>[0];

@customElement('ear-login')
export class Login extends LitElement {
  static override styles = [formStyles, loginStyles];

  @consume({ context: accountsContext }) private _entry!: AccountEntry;
  @consume({ context: sessionContext }) private _session!: Session;
  @consume({ context: alertsContext }) private _alerts!: Alerts;
  @consume({ context: preferencesContext }) private _preferences!: Preferences;
  @query('#name') private _name!: HTMLInputElement | null;
  @query('#password') private _password!: HTMLInputElement | null;
  @state() private _mode: Mode = 'login';
  @state() private _busy = false;
  @state() private _fault: Fault | null = null;
  /** Of an account whose password is set anew, or that has just logged in. */
  @state() private _who = '';
  #link: string | null = null;
  private readonly _joining = new StoreController(
    this,
    () => this._session.state,
    (state) => (state.phase === 'joining' ? state : null),
  );

  override connectedCallback(): void {
    super.connectedCallback();
    this.#link = this._entry.link;
    if (this.#link !== null) void this.#readLink(this.#link);
  }

  override firstUpdated(): void {
    if (this._name === null) return;
    this._name.value = this._joining.value?.name ?? '';
    (this._name.value === '' ? this._name : this._password)?.focus();
  }

  async #readLink(link: string): Promise<void> {
    await this.#trying(async () => {
      const { kind, name } = await accountRequests.linkOf(link).catch((error: unknown) => {
        // One that is of no use keeps nobody from registering without one, where that can be.
        if (error instanceof AccountFault && error.code === 'link_invalid') this.#link = null;
        throw error;
      });
      this._who = name;
      this._mode = kind === 'reset' ? 'reset' : 'register';
    });
  }

  override render() {
    if (this._mode === 'stranger') return this.#stranger();
    const busy = this._busy || this._joining.value?.busy === true;
    const isLogin = this._mode === 'login';
    return html`<main>
      <div class="intro">
        ${brandMark}
        <h1>${msg('Earshot')}</h1>
        <p>${msg('Chat and call anyone on the same Wi-Fi.')}</p>
      </div>
      <form @submit=${this._onSubmit} aria-busy=${busy ? 'true' : 'false'} aria-label=${this.#title()}>
        ${this._mode === 'reset' ? html`<p>${msg(str`A new password for ${this._who}`)}</p>` : this.#nameField()}
        ${this.#passwordField(isLogin)}
        <button class="button primary wide" type="submit">${busy ? this.#busyWords() : this.#title()}</button>
        ${this.#other()}
      </form>
      <p class="promise">
        ${msg(
          'What you say stays on this network. The server keeps your name, and your password only scrambled, so that nobody can read it.',
        )}
      </p>
    </main>`;
  }

  #title(): string {
    if (this._mode === 'reset') return msg('Set the password');
    return this._mode === 'register' ? msg('Register') : msg('Log in');
  }

  #busyWords(): string {
    if (this._mode === 'reset') return msg('Saving…');
    return this._mode === 'login' ? msg('Logging in…') : msg('Registering…');
  }

  #nameField() {
    return html`<div class="field">
      <label class="label" for="name">${msg('Your name')}</label>
      <input
        id="name"
        class="box"
        name="username"
        autocomplete="username"
        autocapitalize="words"
        spellcheck="false"
        required
        maxlength=${LIMITS.nameCharacters}
        aria-invalid=${isAboutName(this._fault) ? 'true' : 'false'}
        aria-describedby="about"
      />
    </div>`;
  }

  #passwordField(isLogin: boolean) {
    const fault = this._fault ?? this.#refusal();
    const hint = isLogin
      ? ''
      : msg('At least 8 characters. A few words are easy to remember and hard to guess.');
    return html`<div class="field">
      <label class="label" for="password">${msg('Password')}</label>
      <input
        id="password"
        class="box"
        name="password"
        type="password"
        autocomplete=${isLogin ? 'current-password' : 'new-password'}
        required
        aria-invalid=${fault === null || isAboutName(fault) ? 'false' : 'true'}
        aria-describedby="about"
      />
      <div id="about" class="about" role="status">
        ${fault === null ? hint : html`<span class="problem">${accountWords(fault)}</span>`}
      </div>
    </div>`;
  }

  /** Why the last connection was refused, or ended. */
  #refusal(): Fault | null {
    const problem = this._joining.value?.problem ?? null;
    if (problem === null) return null;
    const { code, detail } = problem;
    if (code === 'login_required' && detail === '') return null;
    return code === 'login_required' || code === 'no_answer_from_server' || code === 'name_taken'
      ? { code, detail }
      : { code: 'internal', detail: '' };
  }

  #other() {
    if (this._mode !== 'login')
      return html`<button class="button quiet" type="button" @click=${() => this.#turn('login')}>
        ${msg('Log in instead')}
      </button>`;
    if (this._entry.registration !== 'open')
      return html`<p class="hint">
        ${msg('No account yet? Ask an administrator of this server for a link.')}
      </p>`;
    return html`<button class="button quiet" type="button" @click=${() => this.#turn('register')}>
      ${msg('Register')}
    </button>`;
  }

  #stranger() {
    return html`<main>
      <div class="intro">
        ${brandMark}
        <h1>${msg('Earshot')}</h1>
      </div>
      <form @submit=${this._onErase} aria-label=${msg('Somebody else was here')}>
        <h2>${msg('Somebody else was here')}</h2>
        <p role="alert">
          ${msg(str`This browser keeps conversations of somebody else. To use it as ${this._who}, they are erased from it. They stay with those they were had with.`)}
        </p>
        <button class="button danger wide" type="submit">
          ${this._busy ? msg('Erasing…') : msg('Erase and go on')}
        </button>
        <button class="button wide" type="button" @click=${() => void this._back()}>${msg('Cancel')}</button>
      </form>
    </main>`;
  }

  #turn(mode: Mode): void {
    this._mode = mode;
    this._fault = null;
    void this.updateComplete.then(() => (this._name?.value === '' ? this._name : this._password)?.focus());
  }

  private _onSubmit(event: Event): void {
    event.preventDefault();
    this._alerts.unlockSound();
    const [name, password] = [this._name?.value.trim() ?? '', this._password?.value ?? ''];
    const link = this.#link === null ? {} : { link: this.#link };
    void this.#trying(async () => {
      if (this._mode === 'reset')
        await this.#enter(await accountRequests.reset({ link: '', ...link, password }));
      else if (this._mode === 'register')
        await this.#enter(await accountRequests.register({ name, password, ...link }));
      else await this.#enter(await accountRequests.login({ name, password }));
    });
  }

  async #enter({ name, same }: OwnAccount): Promise<void> {
    this._who = name;
    this.#link = null;
    if (!same && (await keepsAnything())) {
      this._mode = 'stranger';
      return;
    }
    await accountRequests.here();
    this._mode = 'login';
    this._session.join(name);
  }

  private _onErase(event: Event): void {
    event.preventDefault();
    void this.#trying(async () => {
      await eraseBrowser();
      await accountRequests.here();
      this._preferences.set({ name: this._who });
      location.replace('/');
    });
  }

  private async _back(): Promise<void> {
    await this.#trying(() => accountRequests.logout());
    this.#turn('login');
  }

  async #trying(step: () => Promise<void>): Promise<void> {
    if (this._busy) return;
    this._busy = true;
    this._fault = null;
    try {
      await step();
    } catch (error) {
      this._fault = error instanceof AccountFault ? error : { code: 'internal', detail: '' };
      (isAboutName(this._fault) ? this._name : this._password)?.select();
    } finally {
      this._busy = false;
    }
  }
}

const isAboutName = (fault: Fault | null): boolean =>
  fault?.code === 'name_taken' || fault?.code === 'name_invalid';

declare global {
  interface HTMLElementTagNameMap {
    'ear-login': Login;
  }
}
