/** The messages of one conversation. Stays at the end while one is at the end, and says so when something new is below. */
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { msg, str } from '@lit/localize';
import { ArrowDown, Check, CheckCheck, Clock } from 'lucide';
import type { MessageId } from '../../../protocol/ids.ts';
import type { MessageState, MessageView } from '../../stores/message-view.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';
import { messageStateWords } from '../words/message-words.ts';
import { dayWords, timeWords } from '../words/time-words.ts';
import { messageListStyles } from './message-list.styles.ts';
import { hasTextParser, loadTextParser, messageText } from './message-text.ts';
import { messageTextStyles } from './message-text.styles.ts';
import { type MessageRow, messageRows } from './message-rows.ts';

/** Pixels from the end that still count as being there. */
const NEAR = 60;
/** Pixels from either end at which more is asked for, about a screen. */
const SOON = 600;

const stateIcons = { waiting: Clock, sent: Check, delivered: CheckCheck, read: CheckCheck };

@customElement('ear-message-list')
export class MessageList extends LitElement {
  static override styles = [baseStyles, buttonStyles, messageListStyles, messageTextStyles];

  /** Of the other person. */
  @property() name = '';
  @property({ attribute: false }) messages: readonly MessageView[] = [];
  @property({ attribute: false }) earlier: (() => void) | null = null;
  @property({ attribute: false }) later: (() => void) | null = null;
  @property({ attribute: false }) latest: (() => void) | null = null;
  /** The line of new messages is above it. */
  @property({ attribute: false }) firstUnread: MessageId | null = null;
  /** Shown and marked when it changes. */
  @property({ attribute: false }) sought: { readonly id: MessageId } | null = null;
  /** A sentence above the first message. */
  @property() notice = '';
  @state() private _newBelow = false;
  @query('.log') private _log!: HTMLElement;
  @query('.inner') private _inner!: HTMLElement;
  #atEnd = true;
  #lastTop = 0;
  /** The focus is on a button that may be gone after this update. */
  #onButton = false;
  /** The end is on its way. */
  #wantsEnd = false;
  /** The first row that is seen, and where: it stays there while others come and go above it. */
  #anchor: { readonly row: Element; readonly top: number } | null = null;
  /** What was asked for a page; asked again only when it has come. */
  #askedFor: readonly MessageView[] | null = null;
  readonly #resized = new ResizeObserver(() => this.#settle());

  override firstUpdated(): void {
    // The frame (a keyboard comes up) and what is in it (a picture, a font).
    this.#resized.observe(this._log);
    this.#resized.observe(this._inner);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Where the code cannot be had, texts stay plain; the next conversation tries again.
    loadTextParser().then(
      (isNew) => isNew && this.requestUpdate(),
      () => undefined,
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    this.#onButton = this.shadowRoot?.activeElement?.matches('.earlier, .new') ?? false;
    const before = changed.get('messages');
    if (before === undefined) return;
    this.#anchor = this.#atEnd ? null : this.#firstSeen();
    const last = this.messages.at(-1);
    const followed = this.latest === null && (changed.get('latest') ?? null) === null;
    if (!followed || last === undefined || last.id === before.at(-1)?.id) return;
    if (last.mine) this.#atEnd = true;
    else if (!this.#atEnd) this._newBelow = true;
  }

  override updated(changed: PropertyValues<this>): void {
    if (this.#onButton && !this.shadowRoot?.activeElement) this._log.focus({ preventScroll: true });
    if (this.latest !== null) this.#atEnd = false;
    else if (this.#wantsEnd) {
      this.#wantsEnd = false;
      this.#atEnd = true;
    }
    if (changed.has('sought') && this.sought !== null) this.#show(this.sought.id);
    else this.#settle();
  }

  override render() {
    const rows = messageRows(this.messages, this.firstUnread);
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
            this.earlier
              ? html`<button class="button quiet earlier" type="button" @click=${this.earlier}>
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
        this._newBelow || this.latest
          ? html`<button class="button new" type="button" @click=${this._toEnd}>
              ${icon(ArrowDown)}${this._newBelow ? msg('New messages') : msg('Latest messages')}
            </button>`
          : nothing
      }`;
  }

  #row(row: MessageRow) {
    if (row.kind === 'day') return html`<p class="day">${dayWords(row.at, Date.now())}</p>`;
    if (row.kind === 'new') return html`<p class="unread">${msg('New messages')}</p>`;
    const { message, starts } = row;
    const sought = this.sought?.id === message.id;
    const look = `${message.mine ? 'mine' : ''} ${starts ? 'starts' : ''} ${sought ? 'sought' : ''}`;
    return html`<div class="message ${look}" tabindex=${sought ? '-1' : nothing}>
      <span class="said">${message.mine ? msg('You:') : msg(str`${this.name}:`)}</span>
      <span class="words">${guard([message.text, hasTextParser()], () => messageText(message.text))}</span>
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
    const anchor = this.#anchor;
    this.#anchor = null;
    if (this.#atEnd) this._log.scrollTop = this._log.scrollHeight;
    else if (anchor?.row.isConnected === true) {
      this._log.scrollTop += anchor.row.getBoundingClientRect().top - anchor.top;
    }
  }

  #firstSeen(): { readonly row: Element; readonly top: number } | null {
    if (!this.hasUpdated) return null;
    const edge = this._log.getBoundingClientRect().top;
    for (const row of this._inner.querySelectorAll('.message')) {
      const { bottom, top } = row.getBoundingClientRect();
      if (bottom > edge) return { row, top };
    }
    return null;
  }

  /** For keyboards and screen readers too, so it takes the focus. */
  #show(id: MessageId): void {
    this.#anchor = null;
    if (!this.messages.some((message) => message.id === id)) return;
    this.#atEnd = false;
    const row = this._inner.querySelector<HTMLElement>('.sought');
    row?.scrollIntoView({ block: 'center' });
    row?.focus({ preventScroll: true });
  }

  private _onScroll(): void {
    const { clientHeight, scrollHeight, scrollTop } = this._log;
    const below = scrollHeight - scrollTop - clientHeight;
    const near = below < NEAR && this.latest === null;
    if (scrollTop < this.#lastTop && scrollTop < SOON) this.#ask(this.earlier);
    else if (below < SOON) this.#ask(this.later);
    // Only a person scrolls up; everything else that opens a gap at the end is closed again by #settle.
    if (near || scrollTop < this.#lastTop) this.#atEnd = near;
    this.#lastTop = scrollTop;
    if (this.#atEnd) this._newBelow = false;
  }

  #ask(more: (() => void) | null): void {
    if (more === null || this.#askedFor === this.messages) return;
    this.#askedFor = this.messages;
    more();
  }

  private _toEnd(): void {
    this._newBelow = false;
    if (this.latest === null) {
      this.#atEnd = true;
      this.#settle();
    } else {
      this.latest();
      this.#wantsEnd = true;
    }
    this._log.focus({ preventScroll: true });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-message-list': MessageList;
  }
}
