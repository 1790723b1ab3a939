/** A new name, and what is wrong with it if something is. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { AppError, type WireError } from '../../../protocol/errors.ts';
import { LIMITS } from '../../../protocol/limits.ts';
import { accountsContext } from '../../controllers/contexts.ts';
import type { AccountEntry } from '../../stores/account-entry.ts';
import { baseStyles } from '../ui/base.styles.ts';
import { buttonStyles } from '../ui/button.styles.ts';
import { fieldStyles } from '../ui/field.styles.ts';
import { errorWords } from '../words/error-words.ts';

export class Renamed extends Event {
  constructor() {
    super('ear-renamed');
  }
}

@customElement('ear-rename-form')
export class RenameForm extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    fieldStyles,
    css`
      form {
        display: grid;
        gap: var(--space-4);
      }
      .hint {
        color: var(--muted);
        font-size: var(--text-s);
      }
      .suggestion {
        justify-self: start;
      }
    `,
  ];

  @consume({ context: accountsContext }) private _accounts?: AccountEntry;
  @property() name = '';
  /** Rejects with an AppError that says why not. */
  @property({ attribute: false }) rename: (name: string) => Promise<void> = () => Promise.resolve();
  @state() private _problem: WireError | null = null;
  @state() private _busy = false;
  @query('input') private _box!: HTMLInputElement;

  override firstUpdated(): void {
    this._box.value = this.name;
    this._box.focus();
    this._box.select();
  }

  override render() {
    const problem = this._problem;
    const free = problem?.code === 'name_taken' ? problem.detail : '';
    return html`<form @submit=${this._onSubmit}>
      <div class="field">
        <label class="label" for="name">${msg('New name')}</label>
        <input
          id="name"
          class="box"
          required
          maxlength=${LIMITS.nameCharacters}
          autocomplete="nickname"
          spellcheck="false"
          aria-invalid=${problem === null ? 'false' : 'true'}
          aria-describedby="problem"
        />
        <span id="problem" class="problem" role="status">${problem === null ? '' : errorWords(problem)}</span>
        ${
          free === ''
            ? nothing
            : html`<button class="button soft suggestion" type="button" @click=${() => void this._try(free)}>
                ${msg(str`Use ${free}`)}
              </button>`
        }
      </div>
      ${this._accounts ? html`<p class="hint">${msg('You log in with the new name from then on.')}</p>` : nothing}
      <button class="button primary" type="submit">${this._busy ? msg('Saving…') : msg('Save')}</button>
    </form>`;
  }

  private _onSubmit(event: Event): void {
    event.preventDefault();
    void this._try(this._box.value.trim());
  }

  private async _try(name: string): Promise<void> {
    if (this._busy) return;
    this._busy = true;
    try {
      await this.rename(name);
      this.dispatchEvent(new Renamed());
    } catch (error) {
      this._problem = error instanceof AppError ? error : { code: 'internal', detail: '' };
      this._box.select();
    } finally {
      this._busy = false;
    }
  }
}

declare global {
  interface HTMLElementEventMap {
    'ear-renamed': Renamed;
  }
  interface HTMLElementTagNameMap {
    'ear-rename-form': RenameForm;
  }
}
