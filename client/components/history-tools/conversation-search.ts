/** Finding a place in one conversation, by words or by date: a bar above it, and what was found. */
import { LitElement, css, html, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { msg } from '@lit/localize';
import { X } from 'lucide';
import { LIMITS } from '../../../protocol/limits.ts';
import type { UserId } from '../../../protocol/ids.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';
import './date-jump.ts';
import './found-messages.ts';
import { isSearch } from './is-search.ts';

export class SearchClosed extends Event {
  constructor() {
    super('ear-search-closed');
  }
}

@customElement('ear-conversation-search')
export class ConversationSearch extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        flex: none;
        border-bottom: 1px solid var(--line);
      }
      .bar {
        display: flex;
        gap: var(--space-1);
        padding: var(--space-2) var(--space-3);
      }
      input {
        flex: 1;
        min-width: 0;
        height: var(--touch);
        padding: 0 var(--space-4);
        border: 1px solid transparent;
        border-radius: var(--radius-full);
        background: var(--sunken);
        color: var(--text);
        font: 1rem var(--font);
      }
      /* There is one beside it, which closes the search. */
      input::-webkit-search-cancel-button {
        display: none;
      }
      input::placeholder {
        color: var(--muted);
        opacity: 1;
      }
      .found {
        max-height: 38dvh;
        padding: 0 var(--space-2) var(--space-2);
        overflow-y: auto;
        scrollbar-width: thin;
      }
    `,
  ];

  @property({ attribute: false }) peer!: UserId;
  /** What the keyboard is on at first. */
  @property() from: 'words' | 'date' = 'words';
  @state() private _words = '';
  @query('input') private _box!: HTMLInputElement;

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('from') && this.from === 'words') this._box.focus();
  }

  override render() {
    return html`<search @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && this._close()}>
      <div class="bar">
        <input
          type="search"
          aria-label=${msg('Search in this conversation')}
          placeholder=${msg('Search in this conversation')}
          autocomplete="off"
          maxlength=${LIMITS.searchCharacters}
          @input=${() => (this._words = this._box.value)}
          @keydown=${({ isComposing, key }: KeyboardEvent) =>
            key === 'Enter' &&
            !isComposing &&
            this.renderRoot.querySelector('ear-found-messages')?.pickFirst()}
        />
        <button
          class="button quiet round"
          type="button"
          aria-label=${msg('Close search')}
          @click=${this._close}
        >
          ${icon(X)}
        </button>
      </div>
      ${
        isSearch(this._words)
          ? html`<div class="found">
              <ear-found-messages .words=${this._words} .peer=${this.peer}></ear-found-messages>
            </div>`
          : html`<ear-date-jump .peer=${this.peer} ?ready=${this.from === 'date'}></ear-date-jump>`
      }
    </search>`;
  }

  private _close(): void {
    this.dispatchEvent(new SearchClosed());
  }
}

declare global {
  interface HTMLElementEventMap {
    'ear-search-closed': SearchClosed;
  }
  interface HTMLElementTagNameMap {
    'ear-conversation-search': ConversationSearch;
  }
}
