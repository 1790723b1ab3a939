/** Everybody whom this browser accepted or blocked, and what can be done about it. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { Ban, MessageSquare, UserMinus, type IconNode } from 'lucide';
import { LIMITS } from '../../../protocol/limits.ts';
import { contactBookContext } from '../../controllers/contexts.ts';
import { StoreController } from '../../controllers/store-controller.ts';
import type { ContactBook } from '../../stores/contact-book.ts';
import { contactEntries, type ContactEntry } from '../../stores/contact-entries.ts';
import { PersonPicked } from '../person-row/person-events.ts';
import '../ui/avatar.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { fieldStyles } from '../ui/field.styles.ts';
import { icon } from '../ui/icon.ts';
import '../ui/presence.ts';
import { presenceWords } from '../words/presence-words.ts';

/** From so many on one searches instead of looking. */
const LONG = 8;

@customElement('ear-contacts-list')
export class ContactsList extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    css`
      :host {
        --avatar-size: 2.25rem;
      }
      .box {
        margin-bottom: var(--space-3);
      }
      li {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        min-height: 3.5rem;
        padding: var(--space-1) 0;
      }
      .who {
        flex: 1;
        min-width: 0;
        line-height: var(--line-tight);
      }
      .name {
        display: block;
        overflow-wrap: anywhere;
        font-weight: 600;
      }
      .state {
        color: var(--muted);
        font-size: var(--text-s);
      }
      .actions {
        display: flex;
        flex: none;
      }
      .none {
        color: var(--muted);
        text-wrap: pretty;
      }
      ul:focus-visible {
        outline-offset: var(--space-1);
      }
    `,
  ];

  @consume({ context: contactBookContext }) private _book!: ContactBook;
  @state() private _search = '';
  @query('ul') private _list!: HTMLElement | null;
  private readonly _contacts = new StoreController(
    this,
    () => this._book.contacts,
    (contacts) => contacts,
  );
  private readonly _here = new StoreController(
    this,
    () => this._book.here,
    ({ people }) => people,
  );

  override render() {
    const [contacts, here] = [this._contacts.value, this._here.value];
    const all = contactEntries(contacts, here);
    if (all.length === 0) {
      return html`<p class="none">
        ${msg('Nobody yet. Whoever you accept or block is listed here, also while they are away.')}
      </p>`;
    }
    const shown = this._search === '' ? all : contactEntries(contacts, here, this._search);
    return html`${all.length < LONG ? nothing : this.#searchBox()} ${this.#rows(shown)}
      <p class="none" role="status">
        ${shown.length === 0 ? msg(str`No contact is called “${this._search}”.`) : nothing}
      </p>`;
  }

  #searchBox() {
    return html`<input
      class="box"
      type="search"
      aria-label=${msg('Search contacts')}
      placeholder=${msg('Search contacts')}
      autocomplete="off"
      maxlength=${LIMITS.searchCharacters}
      .value=${this._search}
      @input=${(event: InputEvent) => (this._search = (event.target as HTMLInputElement).value)}
    />`;
  }

  /* Safari takes the role from a list without bullets, so it is said again. */
  /* eslint-disable lit-a11y/no-redundant-role */
  #rows(entries: readonly ContactEntry[]) {
    return html`<ul role="list" aria-label=${msg('Contacts')} tabindex="-1">
      ${repeat(
        entries,
        ({ id }) => id,
        (entry) => html`<li role="listitem">${this.#row(entry)}</li>`,
      )}
    </ul>`;
  }
  /* eslint-enable lit-a11y/no-redundant-role */

  #row(entry: ContactEntry) {
    const { blocked, id, name } = entry;
    return html`<ear-avatar .person=${entry}></ear-avatar>
      <div class="who"><span class="name">${name}</span><span class="state">${this.#state(entry)}</span></div>
      <div class="actions">
        ${this.#button(MessageSquare, msg(str`Chat with ${name}`), () => this.dispatchEvent(new PersonPicked(id)))}
        ${
          blocked
            ? html`<button
                class="button"
                type="button"
                aria-label=${msg(str`Unblock ${name}`)}
                @click=${() => this._change(entry, 'none')}
              >
                ${msg('Unblock')}
              </button>`
            : [
                this.#button(UserMinus, msg(str`Remove ${name}`), () => this._change(entry, 'none')),
                this.#button(Ban, msg(str`Block ${name}`), () => this._change(entry, 'blocked')),
              ]
        }
      </div>`;
  }

  #button(shape: IconNode, words: string, act: () => void) {
    return html`<button
      class="button quiet round"
      type="button"
      aria-label=${words}
      title=${words}
      @click=${act}
    >
      ${icon(shape)}
    </button>`;
  }

  #state({ blocked, mutual, status }: ContactEntry): string {
    if (blocked) return msg('Blocked');
    return mutual ? presenceWords(status) : msg('Has not accepted you');
  }

  /** The button that was pressed is gone afterwards, so the list takes the focus. */
  private _change({ id, name }: ContactEntry, mine: 'blocked' | 'none'): void {
    this._book.setConsent(id, name, mine);
    void this.updateComplete.then(() => this._list?.focus());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-contacts-list': ContactsList;
  }
}
