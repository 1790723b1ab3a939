/** The messages a search has found, of one conversation or of all; pressing one asks to be taken there. */
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import type { UserId } from '../../../protocol/ids.ts';
import { conversationsContext } from '../../controllers/contexts.ts';
import type { Conversations } from '../../stores/conversations.ts';
import type { FoundMessage } from '../../stores/message-view.ts';
import { MessagePicked } from '../person-row/person-events.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { rowTimeWords } from '../words/time-words.ts';
import { foundSnippet } from './found-snippet.ts';

/** So that not every letter is a search. */
const PAUSE_MS = 100;

@customElement('ear-found-messages')
export class FoundMessages extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .hit {
        display: grid;
        gap: 0.1rem;
        width: 100%;
        min-height: var(--touch);
        padding: var(--space-2) var(--space-3);
        border: 0;
        border-radius: var(--radius);
        background: transparent;
        color: var(--text);
        font: var(--text-m) / var(--line-body) var(--font);
        text-align: start;
        cursor: pointer;
      }
      .hit:hover {
        background: var(--hover);
      }
      .line {
        display: flex;
        justify-content: space-between;
        gap: var(--space-3);
        font-size: var(--text-s);
      }
      .who {
        overflow: hidden;
        font-weight: 600;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      time {
        flex: none;
        color: var(--muted);
        font-size: var(--text-xs);
      }
      .text {
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow-wrap: anywhere;
      }
      mark {
        border-radius: 3px;
        background: var(--warm-soft);
        color: var(--warm-text);
      }
      .count {
        padding: 0 var(--space-3) var(--space-1);
        color: var(--muted);
        font-size: var(--text-xs);
      }
      .none {
        padding: var(--space-3);
        color: var(--muted);
      }
    `,
  ];

  @property() words = '';
  /** Null is every conversation. */
  @property({ attribute: false }) peer: UserId | null = null;
  @state() private _found: { readonly words: string; readonly messages: readonly FoundMessage[] } | null =
    null;
  @consume({ context: conversationsContext }) private _conversations!: Conversations;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('words') && !changed.has('peer')) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#find(this.words), PAUSE_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  /** Goes to the first of them. */
  pickFirst(): void {
    this.renderRoot.querySelector<HTMLElement>('.hit')?.click();
  }

  /* Safari takes the role from a list without bullets, so it is said again. */
  /* eslint-disable lit-a11y/no-redundant-role */
  override render() {
    if (this._found === null) return nothing;
    const { messages, words } = this._found;
    return html`<p class=${messages.length === 0 ? 'said' : 'count'} role="status">
        ${messages.length === 0 ? '' : this.#countWords(messages)}
      </p>
      ${
        messages.length === 0
          ? html`<p class="none" role="status">${msg(str`No message has “${words}”.`)}</p>`
          : html`<ul role="list" aria-label=${msg('Messages found')}>
              ${messages.map((found) => html`<li role="listitem">${this.#hit(found, words)}</li>`)}
            </ul>`
      }`;
  }
  /* eslint-enable lit-a11y/no-redundant-role */

  #countWords(messages: readonly FoundMessage[]): string {
    return messages.length === 1 ? msg('1 message found') : msg(str`${messages.length} messages found`);
  }

  #hit({ message, name, peer, position }: FoundMessage, words: string) {
    const speaker = message.mine ? msg('You') : name;
    const who = this.peer === null && message.mine ? msg(str`You to ${name}`) : speaker;
    return html`<button
      class="hit"
      type="button"
      @click=${() => this.dispatchEvent(new MessagePicked(peer, position))}
    >
      <span class="line">
        <span class="who">${who}</span>
        <time datetime=${new Date(message.at).toISOString()}>${rowTimeWords(message.at, Date.now())}</time>
      </span>
      <span class="text"
        >${foundSnippet(message.text, words).map(({ found, text }) => (found ? html`<mark>${text}</mark>` : text))}</span
      >
    </button>`;
  }

  async #find(words: string): Promise<void> {
    const { peer } = this;
    const messages = await this._conversations.find(words, peer ?? undefined);
    if (this.words === words && this.peer === peer) this._found = { words, messages };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-found-messages': FoundMessages;
  }
}
