/** All that can be done with one message, and how far it got: beside it on wide screens, at the bottom on phones. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { msg } from '@lit/localize';
import { Copy, Pencil, Reply, SmilePlus, Trash2, type IconNode } from 'lucide';
import type { MessageView } from '../../stores/message-view.ts';
import type { EmojiPicked } from '../emoji/emoji-picker.ts';
import { loadEmojiPicker } from '../emoji/load-emoji-picker.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';
import { onMenuKey } from '../ui/menu-keys.ts';
import { menuStyles } from '../ui/menu.styles.ts';
import { messageDetails, type Waiting } from '../words/delivery-words.ts';
import { type MessageTask, MessageTaskWanted, ReactionChosen } from './message-events.ts';

const GAP = 6;
const EDGE = 8;
const USUAL = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

@customElement('ear-message-menu')
export class MessageMenu extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    menuStyles,
    css`
      .usual {
        display: flex;
        justify-content: space-between;
      }
      .usual .button {
        font: 1.35rem / 1 var(--emoji);
      }
      .usual [aria-pressed='true'] {
        background: var(--selected);
      }
      ear-emoji-picker {
        width: min(21rem, 100vw - 3rem);
      }
      @media (max-width: 49.99rem), (max-width: 60rem) and (max-height: 29.99rem) {
        ear-emoji-picker {
          width: 100%;
        }
      }
      .item {
        font-weight: 500;
        justify-content: flex-start;
        border-radius: var(--radius-s);
      }
      .details {
        margin: var(--space-2) var(--space-3) var(--space-1);
        color: var(--muted);
        font-size: var(--text-xs);
      }
    `,
  ];

  /** Of the other person. */
  @property() name = '';
  @property() waiting: Waiting = 'soon';
  /** False where nothing can be sent: only what changes nothing is offered. */
  @property({ type: Boolean }) writable = false;
  @state() private _message: MessageView | null = null;
  /** Any emoji is being chosen, not one of the usual. */
  @state() private _choosing = false;
  @query('.panel') private _panel!: HTMLElement;
  #row: HTMLElement | null = null;
  #beside = new DOMRect();

  /** Opens beside a message, or a place in it. The focus comes back to the message. */
  async open(message: MessageView, row: HTMLElement, beside = row.getBoundingClientRect()): Promise<void> {
    this._message = message;
    this._choosing = false;
    await this.updateComplete;
    this._panel.showPopover();
    this.#row = row;
    this.#beside = beside;
    this.#place();
    this._panel.querySelector<HTMLElement>('button')?.focus();
  }

  override render() {
    const message = this._message;
    return html`<div
      class="panel"
      popover
      role="group"
      aria-label=${msg('Message actions')}
      aria-describedby="details"
      @beforetoggle=${this._onBeforeToggle}
      @keydown=${this._onKeyDown}
      @contextmenu=${(event: Event) => event.preventDefault()}
    >
      ${message === null ? nothing : this._choosing ? this.#picker(message) : this.#content(message)}
    </div>`;
  }

  #content(message: MessageView) {
    const { name, waiting } = this;
    const item = (task: MessageTask, shape: IconNode, words: string, look = '') =>
      html`<button
        class="button quiet wide item ${look}"
        type="button"
        @click=${() => this.#choose(task, message)}
      >
        ${icon(shape)}${words}
      </button>`;
    const mine = this.writable && message.mine;
    return html`${
        this.writable
          ? html`<div class="usual" role="group" aria-label=${msg('React')}>
              ${USUAL.map((emoji) => this.#reaction(message, emoji))}
              <button
                class="button quiet round"
                type="button"
                aria-label=${msg('Other emoji')}
                @click=${() => void this.#chooseEmoji()}
              >
                ${icon(SmilePlus)}
              </button>
            </div>`
          : nothing
      }
      ${this.writable ? item('reply', Reply, msg('Reply')) : nothing} ${item('copy', Copy, msg('Copy text'))}
      ${mine ? item('edit', Pencil, msg('Edit')) : nothing}
      ${mine ? item('delete', Trash2, msg('Delete for both'), 'warns') : nothing}
      <div class="details" id="details">
        ${messageDetails(message, { name, waiting, now: Date.now() }).map((line) => html`<p>${line}</p>`)}
      </div>`;
  }

  #picker(message: MessageView) {
    return html`<ear-emoji-picker
      @ear-emoji-picked=${({ emoji }: EmojiPicked) => this.#react(message, emoji)}
    ></ear-emoji-picker>`;
  }

  async #chooseEmoji(): Promise<void> {
    try {
      await loadEmojiPicker();
    } catch {
      // Without the server there is no picker, and the usual ones stay.
      return;
    }
    this._choosing = true;
    await this.updateComplete;
    const picker = this._panel.querySelector('ear-emoji-picker');
    await picker?.updateComplete;
    this.#place();
    picker?.focus();
  }

  #reaction(message: MessageView, emoji: string) {
    const mine = message.reactions?.some((each) => each.emoji === emoji && each.mine) ?? false;
    return html`<button
      class="button quiet round"
      type="button"
      aria-pressed=${mine ? 'true' : 'false'}
      @click=${() => this.#react(message, mine ? '' : emoji)}
    >
      ${emoji}
    </button>`;
  }

  #choose(task: MessageTask, message: MessageView): void {
    this._panel.hidePopover();
    this.dispatchEvent(new MessageTaskWanted(task, message));
  }

  #react(message: MessageView, emoji: string): void {
    this._panel.hidePopover();
    this.dispatchEvent(new ReactionChosen(message, emoji));
  }

  private _onBeforeToggle({ newState }: ToggleEvent): void {
    if (newState === 'closed' && this.shadowRoot?.activeElement) this.#row?.focus({ preventScroll: true });
  }

  private _onKeyDown(event: KeyboardEvent): void {
    if (this._choosing) return;
    onMenuKey(event, [...this._panel.querySelectorAll('button')], () => this._panel.hidePopover());
  }

  /** Below what it is about, or above, so that one sees what it is about. */
  #place(): void {
    const { bottom, left, right, top, width } = this.#beside;
    const { offsetHeight, offsetWidth } = this._panel;
    const below = bottom + GAP;
    const above = Math.max(EDGE, top - GAP - offsetHeight);
    const wanted = this._message?.mine === true && width > 0 ? right - offsetWidth : left;
    const most = innerWidth - offsetWidth - EDGE;
    this._panel.style.setProperty(
      '--menu-top',
      `${below + offsetHeight + EDGE > innerHeight ? above : below}px`,
    );
    this._panel.style.setProperty('--menu-left', `${Math.max(EDGE, Math.min(wanted, most))}px`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-message-menu': MessageMenu;
  }
}
