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
import { menuStyles } from '../ui/menu.styles.ts';
import { messageDetails, type Waiting } from '../words/delivery-words.ts';
import { type MessageTask, MessageTaskWanted, ReactionChosen } from './message-events.ts';

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
      .item {
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
  #beside: Element | null = null;

  /** Opens beside a message. The focus comes back to where it was. */
  async open(message: MessageView, beside: Element): Promise<void> {
    this._message = message;
    this._choosing = false;
    await this.updateComplete;
    this._panel.showPopover();
    this.#beside = beside;
    this.#place(beside.getBoundingClientRect());
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
      @keydown=${this._onKeyDown}
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
    if (this.#beside) this.#place(this.#beside.getBoundingClientRect());
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

  private _onKeyDown(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowRight: 1,
      ArrowUp: -1,
      ArrowLeft: -1,
    };
    const step = steps[event.key];
    if (step === undefined || this._choosing) return;
    event.preventDefault();
    const all = [...this._panel.querySelectorAll<HTMLElement>('button')];
    const at = all.findIndex((each) => each.matches(':focus'));
    all[(at + step + all.length) % all.length]?.focus();
  }

  #place(beside: DOMRect): void {
    const { offsetHeight: height, offsetWidth: width } = this._panel;
    const top = Math.min(beside.top, innerHeight - height - EDGE);
    const wanted = this._message?.mine === true ? beside.right - width : beside.left;
    const left = Math.min(wanted, innerWidth - width - EDGE);
    this._panel.style.setProperty('--menu-top', `${Math.max(EDGE, top)}px`);
    this._panel.style.setProperty('--menu-left', `${Math.max(EDGE, left)}px`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-message-menu': MessageMenu;
  }
}
