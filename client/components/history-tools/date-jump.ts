/** Going to the day on which something was said. */
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import type { UserId } from '../../../protocol/ids.ts';
import { conversationsContext } from '../../controllers/contexts.ts';
import type { Conversations } from '../../stores/conversations.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { startOfDay } from '../words/time-words.ts';
import { dayOf, midnightOf } from './day-of.ts';

@customElement('ear-date-jump')
export class DateJump extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
      }
      label {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-1) var(--space-3);
        align-items: center;
        padding: 0 var(--space-3) var(--space-2) var(--space-4);
        color: var(--muted);
        font-size: var(--text-s);
      }
      input {
        min-height: var(--touch);
        padding: 0 var(--space-3);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--text);
        font: var(--text-m) var(--font);
      }
    `,
  ];

  @property({ attribute: false }) peer!: UserId;
  /** The keyboard is here at first. */
  @property({ type: Boolean }) ready = false;
  @consume({ context: conversationsContext }) private _conversations!: Conversations;
  @state() private _times: readonly [first: number, last: number] | null = null;
  @state() private _outcome = '';
  @query('input') private _box!: HTMLInputElement;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('peer')) void this.#readTimes();
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('ready') && this.ready) this._box.focus();
  }

  override render() {
    const [first, last] = this._times ?? [];
    return html`<label>
      ${msg('Go to a date')}
      <input
        type="date"
        min=${first === undefined ? nothing : dayOf(first)}
        max=${last === undefined ? nothing : dayOf(last)}
        @change=${this._go}
      />
      <span role="status">${this._outcome}</span>
    </label>`;
  }

  async #readTimes(): Promise<void> {
    this._times = await this._conversations.times(this.peer);
  }

  private async _go(): Promise<void> {
    const { validity, value } = this._box;
    const [first, last] = this._times ?? [];
    this._outcome = '';
    if (value === '' || first === undefined || last === undefined) return;
    if (!validity.valid) {
      // Every digit of a year that is typed comes by here, and most of them make a year long past.
      if (value >= '1970') this._outcome = fromTo(day(first), day(last));
      return;
    }
    const at = midnightOf(value);
    const said = await this._conversations.goTo(this.peer, at);
    if (said !== null && startOfDay(said) !== at) {
      this._outcome = msg(str`Nothing was said on that day. The next is of ${day(said)}.`);
    }
  }
}

const days = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });
const day = (at: number): string => days.format(at);

function fromTo(first: string, last: string): string {
  if (first === last) return msg(str`All messages are of ${first}.`);
  return msg(str`There are messages from ${first} to ${last}.`);
}

declare global {
  interface HTMLElementTagNameMap {
    'ear-date-jump': DateJump;
  }
}
