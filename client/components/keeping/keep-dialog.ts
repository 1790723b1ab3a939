/** For how long this browser keeps the messages of one conversation. Counts when it is saved, because what is older goes then. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { alertsContext, keepingsContext } from '../../controllers/contexts.ts';
import { KEEPS, type Keep } from '../../storage/retention.ts';
import type { Alerts } from '../../stores/alerts.ts';
import { keepOf, type Keepings } from '../../stores/keeping-choices.ts';
import type { PersonEntry } from '../../stores/people.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import '../ui/dialog.ts';
import { keepWords } from './keep-words.ts';

export class KeepDialogClosed extends Event {
  constructor() {
    super('ear-keep-dialog-closed');
  }
}

function hint(keep: Keep): string {
  switch (keep) {
    case 'always':
      return msg('Until you delete them.');
    case 'month':
      return msg('A message is deleted 30 days after it came or was written here, read or not.');
    case 'day':
      return msg('A message is deleted a day after it came or was written here, read or not.');
    case 'shown':
      return msg(
        'A message is deleted once it was on screen and you leave this conversation. Where you close the page instead, it is deleted when Earshot is next opened in this browser.',
      );
  }
}

@customElement('ear-keep-dialog')
export class KeepDialog extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      form,
      fieldset {
        display: grid;
        gap: var(--space-3);
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      p {
        text-wrap: pretty;
      }
      /* Room for what is said there, so that nothing moves under the pointer. */
      p[role] {
        min-height: calc(3em * var(--line-body));
      }
      label {
        display: flex;
        align-items: start;
        gap: var(--space-3);
        min-height: var(--touch);
        cursor: pointer;
      }
      label span {
        flex: 1;
        font-weight: 600;
      }
      small {
        display: block;
        color: var(--muted);
        font-size: var(--text-s);
        font-weight: 400;
      }
      input {
        flex: none;
        width: 1.15rem;
        height: 1.15rem;
        margin: 0.2rem 0 0;
        accent-color: var(--accent);
      }
      .choices {
        display: flex;
        justify-content: flex-end;
        gap: var(--space-2);
      }
    `,
  ];

  @property({ attribute: false }) person!: Pick<PersonEntry, 'id' | 'name'>;
  @consume({ context: keepingsContext }) private _keepings!: Keepings;
  @consume({ context: alertsContext }) private _alerts!: Alerts;
  /** Null until another one is chosen. */
  @state() private _wanted: Keep | null = null;

  override render() {
    const { name } = this.person;
    const now = keepOf(this._keepings.state.get(), this.person.id);
    const wanted = this._wanted ?? now;
    const sooner = KEEPS.indexOf(wanted) > KEEPS.indexOf(now);
    return html`<ear-dialog label=${msg(str`Keep messages with ${name}`)} @ear-dialog-closed=${this._close}>
      <form @submit=${this._onSubmit}>
        <p>${msg(str`This is about this browser only. ${name} keeps their copy as long as they like.`)}</p>
        <fieldset aria-label=${msg('How long')}>
          ${KEEPS.map(
            (keep) =>
              html`<label>
                <input
                  type="radio"
                  name="keep"
                  .checked=${keep === wanted}
                  @change=${() => (this._wanted = keep)}
                />
                <span>${keepWords(keep)}<small>${hint(keep)}</small></span>
              </label>`,
          )}
        </fieldset>
        <p role="status">${sooner ? this.#warning(wanted) : nothing}</p>
        <div class="choices">
          <button class="button" type="button" @click=${this._close}>${msg('Cancel')}</button>
          <button class="button primary" type="submit">${msg('Save')}</button>
        </div>
      </form>
    </ear-dialog>`;
  }

  #warning(wanted: Keep): string {
    const stay = msg('What is not delivered yet stays until it is.');
    return wanted === 'shown'
      ? `${msg('All that is here goes when you leave this conversation.')} ${stay}`
      : `${msg('What is older goes now.')} ${stay}`;
  }

  private _close(): void {
    this.dispatchEvent(new KeepDialogClosed());
  }

  private async _onSubmit(event: Event): Promise<void> {
    event.preventDefault();
    try {
      if (this._wanted !== null) await this._keepings.choose(this.person.id, this._wanted);
      this._close();
    } catch {
      this._alerts.show(msg('This browser could not store your choice. Nothing has changed.'), 'problem');
    }
  }
}

declare global {
  interface HTMLElementEventMap {
    'ear-keep-dialog-closed': KeepDialogClosed;
  }
  interface HTMLElementTagNameMap {
    'ear-keep-dialog': KeepDialog;
  }
}
