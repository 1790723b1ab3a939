/** The left side: who is here, search, and my own menu. */
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { Search, UserPlus, Users, Volume2 } from 'lucide';
import { LIMITS } from '../../../protocol/limits.ts';
import type { UserId } from '../../../protocol/ids.ts';
import {
  alertsContext,
  conversationsContext,
  meetingContext,
  peopleContext,
  preferencesContext,
  sessionContext,
} from '../../controllers/contexts.ts';
import { NearView } from '../../controllers/near-view.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import type { Alerts } from '../../stores/alerts.ts';
import type { Conversations } from '../../stores/conversations.ts';
import type { MeetingDoor } from '../../stores/meeting-view.ts';
import type { People, PeopleState } from '../../stores/people.ts';
import type { Preferences } from '../../stores/preferences.ts';
import type { Session } from '../../stores/session.ts';
import type { FoundMessages } from '../history-tools/found-messages.ts';
import { isSearch } from '../history-tools/is-search.ts';
import { loadSearch } from '../history-tools/load-history-tools.ts';
import '../invite/invite.ts';
import '../person-row/person-row.ts';
import '../profile-menu/profile-menu.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { brandMark } from '../ui/brand-mark.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import '../ui/dialog.ts';
import { icon } from '../ui/icon.ts';
import { peoplePaneStyles } from './people-pane.styles.ts';

/** More than fit on a screen. */
const DRAWN_AT_ONCE = 40;

@customElement('ear-people-pane')
export class PeoplePane extends LitElement {
  static override styles = [baseStyles, buttonStyles, peoplePaneStyles];

  /** Whose conversation is on screen. */
  @property({ attribute: false }) selected: UserId | null = null;
  @property({ type: Boolean }) callable = false;

  @state() private _inviting = false;
  readonly #near = new NearView(this, '.scroll');
  @consume({ context: sessionContext }) private _session!: Session;
  @consume({ context: peopleContext }) private _people!: People;
  @consume({ context: conversationsContext }) private _conversations!: Conversations;
  @consume({ context: alertsContext }) private _alerts!: Alerts;
  @consume({ context: meetingContext }) private _meeting!: MeetingDoor;
  @consume({ context: preferencesContext }) private _preferences!: Preferences;
  private readonly _state = new StoreController(
    this,
    () => this._people.state,
    (state) => state,
  );
  private readonly _joined = new StoreController(
    this,
    () => this._session.state,
    (state) => (state.phase === 'joined' ? state : null),
  );
  private readonly _kept = new StoreController(
    this,
    () => this._conversations.kept,
    (kept) => kept,
  );
  private readonly _mute = new StoreController(
    this,
    () => this._alerts.soundBlocked,
    (blocked) => blocked,
  );
  private readonly _sounds = new StoreController(
    this,
    () => this._preferences.state,
    (state) => state.sounds,
  );

  override render() {
    const state = this._state.value;
    return html`<header>
        ${brandMark}
        <div class="where">
          <h2>${msg('Earshot')}</h2>
          <p class="server">${this._joined.value?.serverName ?? ''}</p>
        </div>
        <button
          class="button quiet round"
          type="button"
          aria-label=${msg('Invite others')}
          @click=${() => (this._inviting = true)}
        >
          ${icon(UserPlus)}
        </button>
        <ear-profile-menu></ear-profile-menu>
      </header>
      <div class="search">
        ${icon(Search)}
        <input
          type="search"
          aria-label=${msg('Search people and messages')}
          placeholder=${msg('Search people and messages')}
          autocomplete="off"
          maxlength=${LIMITS.searchCharacters}
          .value=${state.search}
          @input=${(event: InputEvent) => this.#search((event.target as HTMLInputElement).value)}
          @keydown=${({ key }: KeyboardEvent) => key === 'Enter' && this.#pickFirst()}
        />
      </div>
      <div class="scroll">
        ${this.#list(state)}
        ${
          isSearch(state.search)
            ? html`<h3 class="section">${msg('Messages')}</h3>
                <ear-found-messages
                  .words=${state.search}
                  @ear-message-picked=${() => this._people.search('')}
                ></ear-found-messages>`
            : nothing
        }
      </div>
      <div class="foot">
        ${
          state.online > 0
            ? html`<button class="button soft meet" type="button" @click=${() => void this._meet()}>
                ${icon(Users)}${msg('Meet someone')}
              </button>`
            : nothing
        }
        ${
          this._mute.value && this._sounds.value
            ? html`<button class="note" type="button" @click=${() => this._alerts.unlockSound()}>
                ${icon(Volume2)}${msg('Tap here so that calls can ring aloud')}
              </button>`
            : nothing
        }
        ${this._kept.value ? nothing : html`<p class="note">${msg('Private window: your messages are gone when you close it.')}</p>`}
      </div>
      ${
        this._inviting
          ? html`<ear-dialog
              label=${msg('Invite others')}
              @ear-dialog-closed=${() => (this._inviting = false)}
            >
              <ear-invite .urls=${this._joined.value?.urls ?? []}></ear-invite>
            </ear-dialog>`
          : nothing
      }`;
  }

  /* Safari takes the role from a list without bullets, so it is said again. */
  /* eslint-disable lit-a11y/no-redundant-role */
  #list(state: PeopleState) {
    if (state.loading)
      return html`<div aria-busy="true" role="status">
        <span class="said">${msg('Looking who is here…')}</span
        >${[1, 2, 3].map(() => html`<div class="ghost"></div>`)}
      </div>`;
    const nobodyMatches = state.entries.length === 0 && state.search !== '' && !isSearch(state.search);
    // The list is there also while nobody is in it, so that a screen reader finds it where it was.
    return html`<ul role="list" aria-label=${msg('People')}>
        ${repeat(
          state.entries,
          (person) => person.id,
          (person, index) =>
            html`<li role="listitem">
              ${this.#near.item({
                draw: () =>
                  html`<ear-person-row
                    .person=${person}
                    ?selected=${person.id === this.selected}
                    ?callable=${this.callable}
                  ></ear-person-row>`,
                words: person.name,
                atOnce: index < DRAWN_AT_ONCE,
              })}
            </li>`,
        )}
      </ul>
      ${state.online === 0 && state.search === '' ? this.#nobody() : nothing}
      ${
        nobodyMatches
          ? html`<div class="none"><p>${msg(str`Nobody called “${state.search}” is here.`)}</p></div>`
          : nothing
      }`;
  }
  /* eslint-enable lit-a11y/no-redundant-role */

  private async _meet(): Promise<void> {
    try {
      (await this._meeting.load()).want();
    } catch {
      this._alerts.show(msg('This could not be loaded. Try again when the server is back.'), 'problem');
    }
  }

  #search(text: string): void {
    if (isSearch(text)) loadSearch();
    this._people.search(text);
  }

  #pickFirst(): void {
    // Its code may be still on its way.
    const found: Partial<FoundMessages> | null = this.renderRoot.querySelector('ear-found-messages');
    found?.pickFirst?.();
  }

  /** On wide screens the invitation stands beside the list. */
  #nobody() {
    return html`<div class="none">
      <h3>
        ${this._state.value.entries.length > 0 ? msg('Nobody else is here now') : msg('Nobody else is here yet')}
      </h3>
      <p class="beside">${msg('People appear here as soon as they join.')}</p>
      <ear-invite class="inside" .urls=${this._joined.value?.urls ?? []}></ear-invite>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-people-pane': PeoplePane;
  }
}
