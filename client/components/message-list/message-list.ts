/** The messages of one conversation. Stays at the end while one is at the end, and says so when something new is below. */
import { LitElement, adoptStyles, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { msg, str } from '@lit/localize';
import { ArrowDown } from 'lucide';
import type { MessageId } from '../../../protocol/ids.ts';
import type { CallPeer } from '../../calls/call-view.ts';
import type { StoredCall } from '../../storage/records.ts';
import type { MessageView } from '../../stores/message-view.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { icon } from '../ui/icon.ts';
import { CallWanted } from '../person-row/person-events.ts';
import type { Waiting } from '../words/delivery-words.ts';
import { dayWords, timeWords } from '../words/time-words.ts';
import { callEntry, callEntryStyles, callToReturn } from './call-entry.ts';
import { messageListStyles } from './message-list.styles.ts';
import type { MessageMenu } from './message-menu.ts';
import { MessageReach } from './message-reach.ts';
import { loadMessageParts, messageParts, messageText } from './message-text.ts';
import { messageTextStyles } from './message-text.styles.ts';
import { type MessageRow, messageRows } from './message-rows.ts';
import { stateMark } from './state-mark.ts';

/** Pixels from the end that still count as being there. */
const NEAR = 60;
/** Pixels from either end at which more is asked for, about a screen. */
const SOON = 600;

@customElement('ear-message-list')
export class MessageList extends LitElement {
  static override styles = [baseStyles, buttonStyles, messageListStyles, messageTextStyles, callEntryStyles];

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
  /** Why mine wait. */
  @property() waiting: Waiting = 'soon';
  /** Whether anything can be sent. */
  @property({ type: Boolean }) writable = false;
  /** Whom to call back; null where that is not possible now. */
  @property({ attribute: false }) callable: CallPeer | null = null;
  @state() private _newBelow = false;
  @query('.log') private _log!: HTMLElement;
  @query('.inner') private _inner!: HTMLElement;
  @query('ear-message-menu') private _menu!: MessageMenu | null;
  #atEnd = true;
  #lastTop = 0;
  /** The focus is on a button that may be gone after this update. */
  #onButton = false;
  #dressed = false;
  /** The end is on its way; the focus may go to the newest message there. */
  #wants: 'end' | 'newest' | null = null;
  /** The first row that is seen, and where: it stays there while others come and go above it. */
  #anchor: { readonly row: Element; readonly top: number } | null = null;
  /** What was asked for a page; asked again only when it has come. */
  #askedFor: readonly MessageView[] | null = null;
  readonly #reach = new MessageReach({
    host: this,
    ids: () => this.messages.filter(({ call }) => !call).map(({ id }) => id),
    row: (id) => this.#rowOf(id),
    open: (id, at) => this.#openMenu(id, at),
    earlier: () => this.#ask(this.earlier),
    latest: () => this.latest !== null && this.#toEnd('newest'),
  });
  readonly #resized = new ResizeObserver(() => this.#settle());

  override firstUpdated(): void {
    // The frame (a keyboard comes up) and what is in it (a picture, a font).
    this.#resized.observe(this._log);
    this.#resized.observe(this._inner);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Where the code cannot be had, texts stay plain; the next conversation tries again.
    loadMessageParts().then(
      () => this.#dress(),
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
    else if (this.#wants !== null) {
      this.#atEnd = true;
      if (this.#wants === 'newest') this.#rowOf(this.messages.at(-1)?.id)?.focus({ preventScroll: true });
      this.#wants = null;
    }
    if (changed.has('sought') && this.sought !== null) this.#show(this.sought.id);
    else this.#settle();
  }

  override render() {
    const rows = messageRows(this.messages, this.firstUnread);
    const { current } = this.#reach;
    return html`<div
        class="log"
        role="log"
        tabindex="0"
        aria-label=${msg(str`Conversation with ${this.name}`)}
        @scroll=${this._onScroll}
        @click=${this.#reach}
        @contextmenu=${this.#reach}
        @keydown=${this.#reach}
        @focusin=${this.#reach}
        @focusout=${this.#reach}
        @pointerdown=${this.#reach}
        @pointerover=${this.#reach}
        @pointerleave=${this.#reach}
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
            (row) => this.#row(row, current),
          )}
        </div>
      </div>
      ${
        this._newBelow || this.latest
          ? html`<button class="button new" type="button" @click=${() => this.#toEnd('end')}>
              ${icon(ArrowDown)}${this._newBelow ? msg('New messages') : msg('Latest messages')}
            </button>`
          : nothing
      }
      ${
        messageParts()
          ? html`<ear-message-menu
              name=${this.name}
              waiting=${this.waiting}
              ?writable=${this.writable}
            ></ear-message-menu>`
          : nothing
      }`;
  }

  #row(row: MessageRow, current: MessageId | null) {
    if (row.kind === 'day') return html`<p class="day">${dayWords(row.at, Date.now())}</p>`;
    if (row.kind === 'new') return html`<p class="unread">${msg('New messages')}</p>`;
    const { message, starts } = row;
    const parts = messageParts();
    const { deleted, editedAt, id, mine, quote, text } = message;
    if (message.call) return this.#call(message, message.call);
    const look = `${mine ? 'mine' : ''} ${starts ? 'starts' : ''} ${this.sought?.id === id ? 'sought' : ''}`;
    const reach = id === current ? 0 : -1;
    const more = (at: DOMRect) => this.#openMenu(id, at);
    return html`<div class="message ${look}" role="article" data-id=${id} tabindex=${reach}>
      <span class="said">${mine ? msg('You:') : msg(str`${this.name}:`)}</span>
      ${parts && quote ? parts.quoteLine(quote, this.name, reach) : nothing}
      ${
        deleted
          ? html`<span class="words gone">${parts?.deletedLine(mine, this.name)}</span>`
          : html`<span class="words">${guard([text, parts, reach], () => messageText(text, reach))}</span>`
      }
      <span class="meta">
        ${parts && editedAt !== undefined ? parts.editedMark(editedAt) : nothing}
        <time datetime=${new Date(message.at).toISOString()}>${timeWords(message.at)}</time>
        ${message.state === null ? nothing : stateMark(message.state, parts?.deliveryTitle(message, this.name, this.waiting))}
      </span>
      ${parts?.reactionChips(message, this.name, reach)}
      ${parts && this.#reach.active === id && !deleted ? parts.messageBar(message, this.writable, more) : nothing}
    </div>`;
  }

  #call(message: MessageView, call: StoredCall) {
    const { callable } = this;
    const isLast = this.later === null && callToReturn(this.messages) === message;
    const callBack =
      callable && isLast ? () => this.dispatchEvent(new CallWanted(callable, call.media)) : null;
    return callEntry(message, call, { name: this.name, isSought: this.sought?.id === message.id, callBack });
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
    // Found once more, it is shown once more.
    for (const shown of row?.getAnimations() ?? []) shown.currentTime = 0;
  }

  /** With the styles of the parts that have come. */
  #dress(): void {
    const parts = messageParts();
    if (parts && this.shadowRoot && !this.#dressed) {
      adoptStyles(this.shadowRoot, [...MessageList.elementStyles, parts.messagePartsStyles]);
      this.#dressed = true;
    }
    this.requestUpdate();
  }

  #openMenu(id: MessageId, at?: DOMRect): void {
    const message = this.messages.find((each) => each.id === id);
    const row = this.#rowOf(id);
    if (message && !message.deleted && !message.call && row) void this._menu?.open(message, row, at);
  }

  #rowOf(id: MessageId | undefined): HTMLElement | null {
    return this._inner.querySelector<HTMLElement>(`[data-id="${id}"]`);
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

  #toEnd(wants: 'end' | 'newest'): true {
    this._newBelow = false;
    if (this.latest === null) {
      this.#atEnd = true;
      this.#settle();
    } else {
      this.latest();
      this.#wants = wants;
    }
    this._log.focus({ preventScroll: true });
    return true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-message-list': MessageList;
  }
}
