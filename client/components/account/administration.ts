/** Everybody's accounts and open links, for administrators: inviting, disabling, enabling, and a link for whoever forgot a password. */
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { UserPlus } from 'lucide';
import {
  ACCOUNT_FRAGMENT,
  type ListedAccount,
  type MadeLink,
  type OpenLink,
} from '../../../protocol/accounts.ts';
import type { UserId } from '../../../protocol/ids.ts';
import { AccountFault, accountRequests } from '../../connection/account-requests.ts';
import { sessionContext } from '../../controllers/contexts.ts';
import type { Session } from '../../stores/session.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';
import { accountWords } from '../words/account-words.ts';
import { accountStyles } from './account.styles.ts';
import './made-link.ts';
import './open-links.ts';
import type { LinkUnwanted } from './open-links.ts';

type Fault = Parameters<typeof accountWords>[0];

@customElement('ear-administration')
export class Administration extends LitElement {
  static override styles = [baseStyles, buttonStyles, accountStyles];

  @consume({ context: sessionContext }) private _session!: Session;
  @property({ attribute: false }) me!: UserId;
  @state() private _people: readonly ListedAccount[] = [];
  @state() private _links: readonly OpenLink[] = [];
  @state() private _link: { readonly id: string; readonly url: string; readonly words: string } | null = null;
  @state() private _fault: Fault | null = null;
  #isBusy = false;

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
      ${
        this._link === null
          ? nothing
          : html`<ear-made-link .url=${this._link.url} .words=${this._link.words}></ear-made-link>`
      }
      <p class="said" role="status">
        ${this._fault === null ? nothing : html`<span class="problem">${accountWords(this._fault)}</span>`}
      </p>
      ${this.#rows()}
      <ear-open-links
        .links=${this._links}
        .shown=${this._link?.id ?? null}
        @ear-link-unwanted=${(event: LinkUnwanted) => void this._takeBack(event.id)}
      ></ear-open-links>
    </section>`;
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
    const { user, name, disabled, administrator } = one;
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
              </button>
              <button
                class="button"
                type="button"
                aria-label=${
                  administrator
                    ? msg(str`Remove as administrator: ${name}`)
                    : msg(str`Make administrator: ${name}`)
                }
                @click=${() => void this._appoint(one)}
              >
                ${administrator ? msg('Remove as administrator') : msg('Make administrator')}
              </button>`
      }`;
  }

  private _invite(): Promise<void> {
    return this.#trying(async () => {
      this.#show(
        await accountRequests.invite(),
        msg('Whoever opens this link can register. It works once, within seven days. Show it only to them.'),
      );
    });
  }

  private _reset({ user, name }: ListedAccount): Promise<void> {
    return this.#trying(async () => {
      this.#show(
        await accountRequests.resetLink(user),
        msg(
          str`With this link ${name} can choose a new password. It works once, within a day. Show it only to them.`,
        ),
      );
    });
  }

  private _change({ user, disabled }: ListedAccount): Promise<void> {
    return this.#trying(() => (disabled ? accountRequests.enable(user) : accountRequests.disable(user)));
  }

  private _appoint({ user, administrator }: ListedAccount): Promise<void> {
    return this.#trying(() => (administrator ? accountRequests.demote(user) : accountRequests.promote(user)));
  }

  private _takeBack(id: string): Promise<void> {
    return this.#trying(() => accountRequests.takeBack(id));
  }

  #show({ id, link: secret }: MadeLink, words: string): void {
    const state = this._session.state.get();
    // Whoever sits at the server itself may have opened it under an address that nobody else can.
    const [home = `${location.origin}/`] = state.phase === 'joined' ? state.urls : [];
    this._link = { id, url: `${home}${ACCOUNT_FRAGMENT}${secret}`, words };
  }

  /** And shows what is so afterwards. */
  async #trying(step: () => Promise<void>): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this._fault = null;
    const tell = (error: unknown) =>
      (this._fault ??= error instanceof AccountFault ? error : { code: 'internal', detail: '' });
    await step().catch(tell);
    await this.#look().catch(tell);
    this.#isBusy = false;
  }

  async #look(): Promise<void> {
    [this._people, this._links] = await Promise.all([accountRequests.people(), accountRequests.links()]);
    // Whoever still had it on screen would hand on what opens nothing.
    if (!this._links.some(({ id }) => id === this._link?.id)) this._link = null;
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
