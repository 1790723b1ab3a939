/**
 * Where a message is written. Enter sends, Shift and Enter break the line; where one writes on the screen, which has no such keys
 * together, Enter breaks the line and the button sends.
 */
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { msg, str } from '@lit/localize';
import { SendHorizontal, Smile } from 'lucide';
import { LIMITS } from '../../../protocol/limits.ts';
import type { EmojiPicked } from '../emoji/emoji-picker.ts';
import { loadEmojiPicker } from '../emoji/load-emoji-picker.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { fieldStyles } from '../ui/field.styles.ts';
import { icon } from '../ui/icon.ts';
import { composerStyles } from './composer.styles.ts';
import {
  type ComposerTask,
  DraftChanged,
  EditLastWanted,
  MessageWritten,
  TaskEnded,
} from './composer-events.ts';

/** Pixels between the box and the picker. */
const GAP = 8;
/** Characters left at which the count appears. */
const COUNT_FROM = 500;

/** The marks that are put around what is selected, by their keys. */
const MARKS: Readonly<Record<string, string>> = { b: '*', e: '`' };

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
  /** What the next message is about; its element comes with the messages. */
  @property({ attribute: false }) task: ComposerTask | null = null;
  /** Of the other person. */
  @property() name = '';
  @state() private _length = 0;
  @state() private _empty = true;
  @state() private _picking = false;
  @query('.picker') private _picker!: HTMLElement;
  @query('textarea') private _box!: HTMLTextAreaElement;
  /** What stood in the box before an edit. */
  #before = '';
  /** Its first pointer is a finger. */
  readonly #touch = matchMedia('(pointer: coarse)').matches;

  override firstUpdated(): void {
    this._box.value = this.draft;
    this.#measure();
    if (mayTakeFocus()) this._box.focus({ preventScroll: true });
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('task')) this.#take(changed.get('task') ?? null, this.task);
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
        ${
          this.task
            ? html`<ear-composer-task .task=${this.task} name=${this.name}></ear-composer-task>`
            : nothing
        }
        <textarea
          class="box"
          rows="1"
          aria-label=${msg('Message')}
          placeholder=${msg('Write a message')}
          enterkeyhint=${this.#touch ? 'enter' : 'send'}
          aria-describedby="hint"
          aria-invalid=${left < 0 ? 'true' : 'false'}
          @input=${this._onInput}
          @keydown=${this._onKeyDown}
        ></textarea>
        <button
          class="emoji"
          type="button"
          aria-label=${msg('Emoji')}
          aria-expanded=${this._picking ? 'true' : 'false'}
          @click=${() => void this.#pickEmoji()}
        >
          ${icon(Smile)}
        </button>
        ${left > COUNT_FROM ? this.#hint() : html`<span class="left ${left < 0 ? 'over' : ''}">${this.#leftWords(left)}</span>`}
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
      <div
        class="picker"
        popover
        @toggle=${({ newState }: ToggleEvent) => (this._picking = newState === 'open')}
        @keydown=${this._onPickerKey}
      >
        <ear-emoji-picker
          @ear-emoji-picked=${({ emoji }: EmojiPicked) => this.#insert(emoji)}
        ></ear-emoji-picker>
      </div>
    </form>`;
  }

  #hint() {
    return html`<span class="hint" id="hint">
      ${this.#touch ? nothing : msg('Shift+Enter: new line')} <b>${msg('*bold*')}</b>
      <code>${msg('`code`')}</code>
    </span>`;
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
    if (this.task?.kind !== 'edit') this.dispatchEvent(new DraftChanged(this._box.value));
  }

  async #pickEmoji(): Promise<void> {
    try {
      await loadEmojiPicker();
    } catch {
      // Without the server there is no picker; the keyboard of the device has its own.
      return;
    }
    const picker = this._picker.querySelector('ear-emoji-picker');
    await picker?.updateComplete;
    this._picker.showPopover();
    const { right, top } = this._box.getBoundingClientRect();
    this._picker.style.setProperty('--right', `${innerWidth - right}px`);
    this._picker.style.setProperty('--bottom', `${innerHeight - top + GAP}px`);
    picker?.focus();
  }

  /** Back out of it by the way one came in, and not to what happens to stand behind it. */
  private _onPickerKey(event: KeyboardEvent): void {
    const [target] = event.composedPath();
    if (event.key !== 'Tab' || !event.shiftKey || !(target instanceof HTMLInputElement)) return;
    event.preventDefault();
    this._picker.hidePopover();
    this.renderRoot.querySelector<HTMLElement>('.emoji')?.focus();
  }

  #insert(emoji: string): void {
    const { selectionEnd, selectionStart } = this._box;
    this._picker.hidePopover();
    this._box.setRangeText(emoji, selectionStart, selectionEnd, 'end');
    this._box.focus();
    this._onInput();
  }

  #take(before: ComposerTask | null, task: ComposerTask | null): void {
    if (before?.kind === 'edit') this._box.value = this.#before;
    if (task?.kind === 'edit') {
      this.#before = this._box.value;
      this._box.value = task.message.text;
    }
    this.#measure();
    if (task !== null) this._box.focus();
  }

  private _onKeyDown(event: KeyboardEvent): void {
    // While an input method is composing, its keys choose a word; Safari tells of the last of them only by this number.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape' && this.task !== null) this.dispatchEvent(new TaskEnded());
    else if (event.key === 'ArrowUp' && this.task === null && this._box.value === '') {
      this.dispatchEvent(new EditLastWanted());
    } else if (event.key === 'Enter' && !event.shiftKey && (!this.#touch || event.ctrlKey)) this.#send();
    else if (!(event.ctrlKey || event.metaKey) || !this.#mark(MARKS[event.key])) return;
    event.preventDefault();
  }

  /** Around what is selected, which stays so. */
  #mark(mark: string | undefined): boolean {
    if (mark === undefined) return false;
    const { selectionEnd, selectionStart, value } = this._box;
    this._box.setRangeText(
      mark + value.slice(selectionStart, selectionEnd) + mark,
      selectionStart,
      selectionEnd,
    );
    this._box.setSelectionRange(selectionStart + 1, selectionEnd + 1);
    this._onInput();
    return true;
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
    const { task } = this;
    const about = task && { kind: task.kind, message: task.message.id };
    if (task?.kind !== 'edit') this._box.value = '';
    if (task === null || task.kind === 'reply' || task.message.text !== text) {
      this.dispatchEvent(new MessageWritten(text, about ?? undefined));
    }
    if (task !== null) this.dispatchEvent(new TaskEnded());
    this.#measure();
    if (task?.kind !== 'edit') this.dispatchEvent(new DraftChanged(''));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-composer': Composer;
  }
}
