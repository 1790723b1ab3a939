/** The messages of one conversation. Stays at the end while one is at the end, and says so when something new is below. */
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { msg, str } from '@lit/localize';
import { ArrowDown, Check, CheckCheck, Clock } from 'lucide';
import { type MessageState, type MessageView } from '../../stores/conversations.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';
import { messageStateWords } from '../words/message-words.ts';
import { dayWords, timeWords } from '../words/time-words.ts';
import { messageListStyles } from './message-list.styles.ts';
import { messageText } from './message-text.ts';
import { messageTextStyles } from './message-text.styles.ts';
import { type MessageRow, messageRows } from './message-rows.ts';

/** Pixels from the end that still count as being there. */
const NEAR = 60;
/** Messages drawn at first, and added at each wish for earlier ones. */
const PAGE = 200;

const stateIcons = { waiting: Clock, sent: Check, delivered: CheckCheck, read: CheckCheck };

@customElement('ear-message-list')
export class MessageList extends LitElement {
  static override styles = [baseStyles, buttonStyles, messageListStyles, messageTextStyles];

  /** Of the other person. */
  @property() name = '';
  @property({ attribute: false }) messages: readonly MessageView[] = [];
  /** A sentence above the first message. */
  @property() notice = '';
  @state() private _newBelow = false;
  @state() private _shown = PAGE;
  @query('.log') private _log!: HTMLElement;
  @query('.inner') private _inner!: HTMLElement;
  #atEnd = true;
  #lastTop = 0;
  /** Height of what is above the first message seen, kept while earlier ones are put above it. */
  #keepBelow: number | null = null;
  readonly #resized = new ResizeObserver(() => this.#settle());

  override firstUpdated(): void {
    // The frame (a keyboard comes up) and what is in it (a picture, a font).
    this.#resized.observe(this._log);
    this.#resized.observe(this._inner);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('messages');
    if (before === undefined) return;
    // What is drawn already stays, so that nothing moves under somebody who reads further up.
    this._shown += Math.max(0, this.messages.length - before.length);
    const last = this.messages.at(-1);
    if (last === undefined || last.id === before.at(-1)?.id) return;
    if (last.mine) this.#atEnd = true;
    else if (!this.#atEnd) this._newBelow = true;
  }

  override updated(): void {
    this.#settle();
  }

  override render() {
    const rows = messageRows(this.messages.slice(-this._shown));
    return html`<div
        class="log"
        role="log"
        tabindex="0"
        aria-label=${msg(str`Conversation with ${this.name}`)}
        @scroll=${this._onScroll}
      >
        <div class="inner">
          ${this.notice === '' ? nothing : html`<p class="notice">${this.notice}</p>`}
          ${
            this.messages.length > this._shown
              ? html`<button class="button quiet earlier" type="button" @click=${this._showEarlier}>
                  ${msg('Show earlier messages')}
                </button>`
              : nothing
          }
          ${repeat(
            rows,
            (row) => row.key,
            (row) => this.#row(row),
          )}
        </div>
      </div>
      ${
        this._newBelow
          ? html`<button class="button new" type="button" @click=${this._toEnd}>
              ${icon(ArrowDown)}${msg('New messages')}
            </button>`
          : nothing
      }`;
  }

  #row(row: MessageRow) {
    if (row.kind === 'day') return html`<p class="day">${dayWords(row.at, Date.now())}</p>`;
    const { message, starts } = row;
    return html`<div class="message ${message.mine ? 'mine' : ''} ${starts ? 'starts' : ''}">
      <span class="said">${message.mine ? msg('You:') : msg(str`${this.name}:`)}</span>
      <span class="words">${guard([message.text], () => messageText(message.text))}</span>
      <span class="meta">
        <time datetime=${new Date(message.at).toISOString()}>${timeWords(message.at)}</time>
        ${message.state === null ? nothing : this.#state(message.state)}
      </span>
    </div>`;
  }

  #state(state: MessageState) {
    return html`<span class=${state}>${icon(stateIcons[state])}</span
      ><span class="said">${messageStateWords(state)}</span>`;
  }

  #settle(): void {
    if (this.#keepBelow !== null) {
      this._log.scrollTop = this._log.scrollHeight - this.#keepBelow;
      this.#keepBelow = null;
    } else if (this.#atEnd) this._log.scrollTop = this._log.scrollHeight;
  }

  private _onScroll(): void {
    const { clientHeight, scrollHeight, scrollTop } = this._log;
    const near = scrollHeight - scrollTop - clientHeight < NEAR;
    // Only a person scrolls up; everything else that opens a gap at the end is closed again by #settle.
    if (near || scrollTop < this.#lastTop) this.#atEnd = near;
    this.#lastTop = scrollTop;
    if (this.#atEnd) this._newBelow = false;
  }

  private _toEnd(): void {
    this.#atEnd = true;
    this._newBelow = false;
    this.#settle();
    this._log.focus({ preventScroll: true });
  }

  private _showEarlier(): void {
    this.#keepBelow = this._log.scrollHeight - this._log.scrollTop;
    this._shown += PAGE;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-message-list': MessageList;
  }
}
