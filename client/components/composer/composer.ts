/** Where a message is written. Enter sends, Shift and Enter break the line. */
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { msg, str } from '@lit/localize';
import { SendHorizontal } from 'lucide';
import { LIMITS } from '../../../protocol/limits.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { fieldStyles } from '../ui/field.styles.ts';
import { icon } from '../ui/icon.ts';
import { composerStyles } from './composer.styles.ts';

export class MessageWritten extends Event {
  readonly text: string;
  constructor(text: string) {
    super('ear-message-written', { bubbles: true, composed: true });
    this.text = text;
  }
}

/** At each change, with what stands in the box: for drafts and "is typing". */
export class DraftChanged extends Event {
  readonly text: string;
  constructor(text: string) {
    super('ear-draft-changed', { bubbles: true, composed: true });
    this.text = text;
  }
}

/** Characters left at which the count appears. */
const COUNT_FROM = 500;

/** Focus is never taken from a box somebody may be writing in, nor brought up together with a phone's keyboard. */
function mayTakeFocus(): boolean {
  if (!matchMedia('(hover: hover) and (pointer: fine)').matches) return false;
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return !(active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement);
}

@customElement('ear-composer')
export class Composer extends LitElement {
  static override styles = [baseStyles, buttonStyles, fieldStyles, composerStyles];

  /** What stood here when this conversation was last left. */
  @property({ attribute: false }) draft = '';
  /** Comes into the box, before what is written there; an empty text empties it. Each object once. */
  @property({ attribute: false }) put: { readonly text: string } | null = null;
  @state() private _length = 0;
  @state() private _empty = true;
  @query('textarea') private _box!: HTMLTextAreaElement;

  override firstUpdated(): void {
    this._box.value = this.draft;
    this.#measure();
    if (mayTakeFocus()) this._box.focus({ preventScroll: true });
  }

  override updated(changed: PropertyValues<this>): void {
    if (this.put === null || !changed.has('put')) return;
    const { text } = this.put;
    const { value } = this._box;
    this._box.value = text === '' || value === '' ? text : `${text}\n${value}`;
    this.#measure();
  }

  override render() {
    const left = LIMITS.messageCharacters - this._length;
    return html`<form @submit=${this._onSubmit}>
      <div class="paper">
        <textarea
          class="box"
          rows="1"
          aria-label=${msg('Message')}
          placeholder=${msg('Write a message')}
          enterkeyhint="send"
          aria-invalid=${left < 0 ? 'true' : 'false'}
          @input=${this._onInput}
          @keydown=${this._onKeyDown}
        ></textarea>
        ${left > COUNT_FROM ? nothing : html`<span class="left ${left < 0 ? 'over' : ''}">${this.#leftWords(left)}</span>`}
        <span class="said" role="status">${left < 0 ? this.#leftWords(left) : ''}</span>
      </div>
      <button
        class="button primary round send ${this._empty || left < 0 ? 'empty' : ''}"
        type="submit"
        aria-label=${msg('Send')}
        @pointerdown=${this._keepFocus}
      >
        ${icon(SendHorizontal)}
      </button>
    </form>`;
  }

  #leftWords(left: number): string {
    return left < 0 ? msg(str`${-left} characters too long`) : msg(str`${left} characters left`);
  }

  #measure(): void {
    const box = this._box;
    this._length = box.value.trim().length;
    this._empty = this._length === 0;
    // Height follows the text. CSS `field-sizing` does this alone, but not yet in every browser.
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  }

  private _onInput(): void {
    this.#measure();
    this.dispatchEvent(new DraftChanged(this._box.value));
  }

  private _onKeyDown(event: KeyboardEvent): void {
    // While an input method is composing, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  private _onSubmit(event: Event): void {
    event.preventDefault();
    this.#send();
    this._box.focus();
  }

  /** So that a phone's keyboard stays up between two messages. */
  private _keepFocus(event: PointerEvent): void {
    event.preventDefault();
  }

  #send(): void {
    const text = this._box.value.trim();
    if (text === '' || text.length > LIMITS.messageCharacters) return;
    this.dispatchEvent(new MessageWritten(text));
    this._box.value = '';
    this.#measure();
    this.dispatchEvent(new DraftChanged(''));
  }
}

declare global {
  interface HTMLElementEventMap {
    'ear-message-written': MessageWritten;
    'ear-draft-changed': DraftChanged;
  }
  interface HTMLElementTagNameMap {
    'ear-composer': Composer;
  }
}
