/** Everybody's accounts, for administrators: inviting, disabling, enabling, and a link for whoever forgot a password. */
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { Check, Copy, UserPlus } from 'lucide';
import { ACCOUNT_FRAGMENT, type ListedAccount } from '../../../protocol/accounts.ts';
import type { UserId } from '../../../protocol/ids.ts';
import { AccountFault, accountRequests } from '../../connection/account-requests.ts';
import { sessionContext } from '../../controllers/contexts.ts';
import type { Session } from '../../stores/session.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';
import { accountWords } from '../words/account-words.ts';
import { accountStyles } from './account.styles.ts';

type Fault = Parameters<typeof accountWords>[0];

@customElement('ear-administration')
export class Administration extends LitElement {
  static override styles = [baseStyles, buttonStyles, accountStyles];

  @consume({ context: sessionContext }) private _session!: Session;
  @property({ attribute: false }) me!: UserId;
  @state() private _people: readonly ListedAccount[] = [];
  @state() private _link: { readonly url: string; readonly words: string } | null = null;
  @state() private _copied = false;
  @state() private _fault: Fault | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#trying(() => Promise.resolve());
  }

  override render() {
    return html`<section aria-label=${msg('Administration')}>
      <h3>${msg('Administration')}</h3>
      <button class="button" type="button" @click=${() => void this._invite()}>
        ${icon(UserPlus)}${msg('Invite somebody')}
      </button>
      ${this._link === null ? nothing : this.#shownLink(this._link)}
      <p class="said" role="status">
        ${this._fault === null ? nothing : html`<span class="problem">${accountWords(this._fault)}</span>`}
      </p>
      ${this.#rows()}
    </section>`;
  }

  #shownLink({ url, words }: { readonly url: string; readonly words: string }) {
    return html`<div class="link">
      <p role="status">${words}</p>
      <span class="address">${url}</span>
      <button class="button soft" type="button" @click=${() => void this._copy(url)}>
        ${icon(this._copied ? Check : Copy)}${this._copied ? msg('Copied') : msg('Copy link')}
      </button>
    </div>`;
  }

  /* Safari takes the role from a list without bullets, so it is said again. */
  /* eslint-disable lit-a11y/no-redundant-role */
  #rows() {
    return html`<ul role="list" aria-label=${msg('Accounts')}>
      ${repeat(
        this._people,
        ({ user }) => user,
        (one) => html`<li role="listitem">${this.#row(one)}</li>`,
      )}
    </ul>`;
  }
  /* eslint-enable lit-a11y/no-redundant-role */

  #row(one: ListedAccount) {
    const { user, name, disabled } = one;
    return html`<div class="who">
        <span class="name">${name}</span><span class="state">${stateWords(one)}</span>
      </div>
      ${
        user === this.me
          ? nothing
          : html`<button
                class="button"
                type="button"
                aria-label=${msg(str`New password for ${name}`)}
                @click=${() => void this._reset(one)}
              >
                ${msg('New password')}
              </button>
              <button
                class="button"
                type="button"
                aria-label=${disabled ? msg(str`Enable ${name}`) : msg(str`Disable ${name}`)}
                @click=${() => void this._change(one)}
              >
                ${disabled ? msg('Enable') : msg('Disable')}
              </button>`
      }`;
  }

  private _invite(): Promise<void> {
    return this.#trying(async () => {
      const { link } = await accountRequests.invite();
      this.#show(
        link,
        msg('Whoever opens this link can register. It works once, within seven days. Show it only to them.'),
      );
    });
  }

  private _reset({ user, name }: ListedAccount): Promise<void> {
    return this.#trying(async () => {
      const { link } = await accountRequests.resetLink(user);
      this.#show(
        link,
        msg(
          str`With this link ${name} can choose a new password. It works once, within a day. Show it only to them.`,
        ),
      );
    });
  }

  private _change({ user, disabled }: ListedAccount): Promise<void> {
    return this.#trying(() => (disabled ? accountRequests.enable(user) : accountRequests.disable(user)));
  }

  #show(secret: string, words: string): void {
    this._copied = false;
    const state = this._session.state.get();
    // Whoever sits at the server itself may have opened it under an address that nobody else can.
    const [home = `${location.origin}/`] = state.phase === 'joined' ? state.urls : [];
    this._link = { url: `${home}${ACCOUNT_FRAGMENT}${secret}`, words };
  }

  private async _copy(url: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(url);
      this._copied = true;
    } catch {
      // The browser said no. The link is on screen and one tap selects it.
      this._copied = false;
    }
  }

  /** And shows what is so afterwards. */
  async #trying(step: () => Promise<void>): Promise<void> {
    this._fault = null;
    try {
      await step();
      this._people = await accountRequests.people();
    } catch (error) {
      this._fault = error instanceof AccountFault ? error : { code: 'internal', detail: '' };
    }
  }
}

function stateWords({ administrator, disabled, sessions }: ListedAccount): string {
  if (disabled) return msg('Disabled');
  const logins = sessions === 1 ? msg('Logged in on one device') : msg(str`Logged in on ${sessions} devices`);
  return administrator ? msg(str`Administrator. ${logins}`) : logins;
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-administration': Administration;
  }
}
